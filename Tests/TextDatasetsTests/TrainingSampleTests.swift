import SeededRandom
import Testing
import TextDatasets

@Suite struct TrainingSampleTests {
  private let labels = (0..<40).map { $0 % 8 == 0 ? 1 : 0 }

  private func sample(
    _ count: Int, labels: [Int]? = nil, groups: MessageGroups? = nil, seed: UInt64 = 4
  ) throws -> TrainingSample {
    var generator = SplitMix64(seed: seed)
    let labels = labels ?? self.labels
    return try TrainingSample(
      labels: labels, classes: ["ham", "spam"],
      groups: groups ?? MessageGroups(ungrouped: labels.count), count: count, using: &generator)
  }

  @Test(arguments: [2, 5, 39])
  func everythingElseIsMeasured(count: Int) throws {
    for seed in UInt64(1)...20 {
      let sample = try sample(count, seed: seed)
      #expect(sample.train.count == count)
      #expect((sample.train + sample.rest).sorted() == Array(labels.indices))
      #expect(Set(sample.train.map { labels[$0] }) == [0, 1])
    }
  }

  @Test func theSeedDecides() throws {
    #expect(try sample(10, seed: 1) == sample(10, seed: 1))
    #expect(try sample(10, seed: 1).train != sample(10, seed: 2).train)
  }

  @Test func whatEqualsATrainingMessageIsNotMeasured() throws {
    // Each text twenty times; "x" is of class 1 and "y" of class 0.
    let texts = (0..<40).map { $0 % 2 == 0 ? "x" : "y" } + ["z"]
    let sample = try sample(
      4, labels: texts.map { $0 == "x" ? 1 : 0 }, groups: MessageGroups(texts: texts))
    #expect(sample.rest == [40])
  }

  @Test func whatCannotBeDrawnIsRefused() {
    #expect(throws: SplitError.noSample(count: 1, messages: 40, classes: 2)) { try sample(1) }
    #expect(throws: SplitError.noSample(count: 40, messages: 40, classes: 2)) { try sample(40) }
    #expect(throws: SplitError.noSample(count: 5, messages: 40, classes: 2)) {
      try sample(5, groups: MessageGroups(texts: Array(repeating: "x", count: 40)))
    }
    #expect(throws: SplitError.noSample(count: 5, messages: 40, classes: 2)) {
      try sample(5, labels: Array(repeating: 0, count: 40))
    }
  }
}
