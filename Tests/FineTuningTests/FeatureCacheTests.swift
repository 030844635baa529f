import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import TestFiles
import TestSupport
import Testing

@Suite struct FeatureCacheTests {
  private let temporary: TemporaryFolder
  private let messages: [[Int32]] = [[1, 2, 3], [4], [1, 2], [9, 9, 9, 9]]
  private var features: [Matrix] {
    messages.enumerated().map { Matrix.random($1.count, 8, seed: UInt64($0)) }
  }

  init() throws {
    temporary = try TemporaryFolder()
  }

  private func cache(limit: Int = 1 << 20) -> FeatureCache {
    FeatureCache(folder: temporary.file("cache/features"), limit: limit)
  }

  private func files(of model: String = "m") throws -> [String] {
    let folder = temporary.file("cache/features/\(model)")
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      folder + "/" + $0
    }
  }

  @Test func whatIsKeptIsFoundToTheBit() throws {
    let kept = try cache().keep(features, of: messages, model: "m")
    #expect(kept.map(\.bits) == features.map(\.bits))
    let found = cache().features(of: [[4], [1, 2], [7]], model: "m", width: 8, rows: \.count)
    #expect(found.count == 2)
    #expect(found[[4]]?.bits == features[1].bits && found[[1, 2]]?.bits == features[2].bits)
  }

  @Test func anotherModelFindsNothing() throws {
    _ = try cache().keep(features, of: messages, model: "m")
    #expect(cache().features(of: messages, model: "other", width: 8, rows: \.count).isEmpty)
    #expect(
      FeatureCache(folder: "/nowhere").features(of: messages, model: "m", width: 8, rows: \.count)
        .isEmpty)
  }

  @Test func featuresOfAnotherShapeAreNotUsed() throws {
    _ = try cache().keep(features, of: messages, model: "m")
    #expect(cache().features(of: messages, model: "m", width: 9, rows: \.count).isEmpty)
    #expect(cache().features(of: messages, model: "m", width: 8, rows: { _ in 1 }).count == 1)
  }

  @Test func otherUsersCannotLookIn() throws {
    _ = try cache().keep(features, of: messages, model: "m")
    let mode = try FileManager.default.attributesOfItem(
      atPath: temporary.file("cache/features/m"))[.posixPermissions]
    #expect(mode as? Int == 0o700)
  }

  @Test func aDamagedMessageIsNotUsedAndTheOthersAre() throws {
    _ = try cache().keep(features, of: messages, model: "m")
    let path = try #require(try files().first)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let value = features[3][2, 5]
    let pattern = withUnsafeBytes(of: value.bitPattern.littleEndian) { Data($0) }
    let place = try #require(bytes.range(of: pattern))
    bytes[place.lowerBound] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))

    let found = cache().features(of: messages, model: "m", width: 8, rows: \.count)
    #expect(Set(found.keys) == Set(messages.dropLast()))
    #expect(found[[1, 2, 3]]?.bits == features[0].bits)
    #expect(try files().isEmpty, "a damaged file stays in the way")
  }

  /// A byte of any other part, and a file that is cut short anywhere, must not give wrong features.
  @Test func noDamageGivesWrongFeatures() throws {
    _ = try cache().keep(features, of: messages, model: "m")
    let path = try #require(try files().first)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    func expectNothingWrong(_ bytes: Data, _ what: String) throws {
      try bytes.write(to: URL(fileURLWithPath: path))
      for (message, rows) in cache().features(of: messages, model: "m", width: 8, rows: \.count) {
        let index = try #require(messages.firstIndex(of: message))
        #expect(rows.bits == features[index].bits, "\(what)")
      }
    }
    for position in stride(from: 0, to: whole.count, by: 7) {
      var bytes = whole
      bytes[position] ^= 0x15
      try expectNothingWrong(bytes, "byte \(position)")
    }
    for length in stride(from: 0, to: whole.count, by: 61) {
      try expectNothingWrong(whole.prefix(length), "\(length) bytes")
    }
  }

  @Test func theLeastRecentlyUsedFilesMakeRoom() throws {
    let one = Matrix.random(100, 8, seed: 1)  // 3,200 bytes and a header
    let small = cache(limit: 12_000)
    for (index, age) in [(0, 300.0), (1, 200), (2, 100)] {
      _ = try small.keep(
        [one], of: [[Int32](repeating: Int32(index), count: 100)], model: "m\(index)")
      let path = try #require(try files(of: "m\(index)").first)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: path)
    }
    // Used now, so that it is the youngest.
    #expect(
      small.features(of: [[Int32](repeating: 0, count: 100)], model: "m0", width: 8, rows: \.count)
        .count == 1)
    _ = try small.keep([one], of: [[Int32](repeating: 3, count: 100)], model: "m3")
    #expect(
      [0, 1, 2, 3].map {
        small.features(
          of: [[Int32](repeating: $0, count: 100)], model: "m\($0)", width: 8, rows: \.count
        ).count
      } == [1, 0, 1, 1])
    #expect(throws: FeatureCacheError.self) {
      try small.keep([Matrix.random(1000, 8, seed: 1)], of: [[5]], model: "m5")
    }
  }

  @Test func severalWritersAndReadersDoNotDisturbEachOther() throws {
    let (messages, features) = (messages, features)
    let cache = cache()
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      for _ in 0..<20 {
        if worker % 2 == 0 { _ = try? cache.keep(features, of: messages, model: "m") }
        for (message, rows) in cache.features(of: messages, model: "m", width: 8, rows: \.count) {
          let index = messages.firstIndex(of: message) ?? 0
          #expect(rows.bits == features[index].bits)
        }
      }
    }
    #expect(cache.features(of: messages, model: "m", width: 8, rows: \.count).count == 4)
    #expect(try files().count == 1)
  }
}
