import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import TestFiles
import TestSupport
import Testing

@Suite struct FeatureExtractorTests {
  private let folder: TemporaryFolder
  private let classifier = SmallTraining.classifier(trainable: .lastBlocks(1))
  private let messages = SmallTraining.data.messages

  init() throws {
    folder = try TemporaryFolder()
  }

  private func extractor(
    _ depth: FrozenDepth = .blocks(1), packedAs precision: Precision? = nil, cached: Bool = true,
    model: String = "m"
  ) -> FeatureExtractor {
    FeatureExtractor(
      classifier, depth: depth, packedAs: precision,
      cache: cached ? FeatureCache(folder: folder.file("features")) : nil, model: { [model] })
  }

  private func bits(_ extraction: FeatureExtractor.Extraction) -> [[UInt32]] {
    extraction.features.messages.map(\.bits)
  }

  @Test(arguments: [FrozenDepth.blocks(1), .pooled])
  func theyAreThoseOfThePlainPass(depth: FrozenDepth) throws {
    let plain = try #require(classifier.frozenFeatures(of: messages, depth: depth))
    let found = try extractor(depth, cached: false).features(of: messages + messages)
    #expect(found.features.depth == depth)
    #expect(bits(found) == plain.messages.map(\.bits) + plain.messages.map(\.bits))
    #expect(found.computedCount == Set(messages).count)
  }

  @Test func whatWasComputedOnceIsTakenFromTheCache() throws {
    let some = Array(messages.prefix(10))
    #expect(try extractor(packedAs: .float32).features(of: some).computedCount == Set(some).count)
    let all = try extractor(packedAs: .float32).features(of: messages)
    #expect(all.computedCount == Set(messages).count - Set(some).count)
    let anew = try extractor(packedAs: .float32, cached: false).features(of: messages)
    for (found, computed) in zip(all.features.messages, anew.features.messages) {
      expectClose(found, computed.elements.map(Double.init), within: 1e-5)
    }
    // Only products with packed weights give a message the same bits in any company.
    if Precision.float32.canPack { #expect(bits(all) == bits(anew)) }
    #expect(try extractor(packedAs: .float32).features(of: messages).computedCount == 0)
    // Another model's features are not the same ones.
    #expect(
      try extractor(packedAs: .float32, model: "n").features(of: some).computedCount
        == Set(some).count)
  }

  @Test func progressCountsEveryMessageAndCanStop() throws {
    _ = try extractor().features(of: Array(messages.prefix(10)))
    var told: [Int] = []
    _ = try extractor().features(of: messages, telling: { told.append($0) })
    #expect(told == told.sorted() && told.last == messages.count)
    #expect(told.first ?? 0 > 10)
    #expect(try extractor(cached: false).features(of: messages) { _ in false } == nil)
  }

  @Test func aCacheThatCannotBeUsedOnlyCostsTime() throws {
    try folder.file("features", "a file where a folder should be")
    let found = try extractor().features(of: messages)
    #expect(found.cacheFailure != nil)
    #expect(bits(found) == bits(try extractor(cached: false).features(of: messages)))
  }

  @Test func featuresBeyondTheMemoryAreRefused() throws {
    let long = Array(repeating: Int32(5), count: 1000)
    let gibibytes = Int(ProcessInfo.processInfo.physicalMemory >> 30) + 1
    // 1,000 tokens of 16 numbers of four bytes; the messages share their memory.
    let many = Array(repeating: long, count: (gibibytes << 30) / 64_000)
    #expect(throws: FeatureError.self) { _ = try extractor().features(of: many) }
  }

  @Test func featuresOfCodesAreNeverKept() throws {
    let values = Dictionary(
      uniqueKeysWithValues: classifier.model.parameters.map { ($0.name, $0) })
    var quantised = classifier
    quantised.model = try GPT2Model(
      configuration: classifier.model.configuration,
      parameter: { name, _ in try #require(values[name]) },
      quantised: { name, _ in
        try QuantisedWeights(try #require(values[name]).value, format: .int8)
      })
    let cache = FeatureCache(folder: folder.file("features"))
    for _ in 0..<2 {
      let extractor = FeatureExtractor(
        quantised, depth: .pooled, cache: cache, model: { ["codes"] })
      #expect(try extractor.features(of: messages).computedCount == Set(messages).count)
    }
    #expect(try folder.names() == [])
  }
}
