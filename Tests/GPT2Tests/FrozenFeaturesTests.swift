import GPT2
import GPT2Kernels
import Synchronization
import TestSupport
import Testing

@Suite struct FrozenFeaturesTests {
  static let depths: [FrozenDepth] = [.blocks(0), .blocks(1), .blocks(2), .pooled]
  private static let messages = SmallClassifier.messages

  @Test(arguments: depths, Pooling.allCases)
  func logitsFromFeaturesAreThoseFromTokens(depth: FrozenDepth, pooling: Pooling) throws {
    let classifier = SmallClassifier.classifier(pooling: pooling)
    let expected = classifier.logits(of: Self.messages)
    let features = try #require(classifier.frozenFeatures(of: Self.messages, depth: depth))
    #expect(features.messages.count == Self.messages.count)
    expectClose(
      classifier.logits(from: features, at: Array(Self.messages.indices)),
      expected.doubles.flatMap(\.self), within: 1e-6)
  }

  @Test(arguments: depths)
  func messagesAreTakenByIndexInAnyOrder(depth: FrozenDepth) throws {
    let classifier = SmallClassifier.classifier()
    let logits = classifier.logits(of: Self.messages).doubles
    let features = try #require(classifier.frozenFeatures(of: Self.messages, depth: depth))
    expectClose(
      classifier.logits(from: features, at: [3, 0, 3, 1]),
      [3, 0, 3, 1].flatMap { logits[$0] }, within: 2e-6)
    #expect(classifier.logits(from: features, at: []).rows == 0)
  }

  @Test(arguments: depths)
  func featuresHaveTheSameBitsOnAnyThreads(depth: FrozenDepth) throws {
    let configuration = SmallClassifier.configuration(
      blocks: 3, width: 32, vocabulary: 50, context: 64)
    let classifier = SmallClassifier.classifier(configuration)
    let messages = SmallClassifier.manyMessages
    try expectSameBitsOnAnyThreads {
      let features = try #require(classifier.frozenFeatures(of: messages, depth: depth))
      return [classifier.logits(from: features, at: Array(messages.indices))]
    }
  }

  @Test func everyMessageIsReportedOnce() throws {
    let classifier = SmallClassifier.classifier()
    let reported = Mutex(0)
    let messages = (0..<300).map { Self.messages[$0 % 4] }
    _ = try #require(
      classifier.frozenFeatures(of: messages, depth: .blocks(1)) { count in
        reported.withLock { $0 += count }
        return true
      })
    #expect(reported.withLock { $0 } == 300)
  }

  @Test func askedToStopThereAreNoFeatures() {
    let classifier = SmallClassifier.classifier()
    #expect(classifier.frozenFeatures(of: Self.messages, depth: .pooled) { _ in false } == nil)
  }

  @Test func theFrozenPartEndsBelowWhatTrains() {
    var classifier = SmallClassifier.classifier()
    #expect(classifier.frozenDepth == nil)
    for (part, depth) in [
      (.all, nil), (.lastBlocks(1), .blocks(2)), (.lastBlocks(3), .blocks(0)),
      (.lastBlocks(9), .blocks(0)), (.head, .pooled),
    ] as [(TrainablePart, FrozenDepth?)] {
      classifier.setTrainable(part)
      #expect(classifier.frozenDepth == depth)
    }
  }
}
