import SeededRandom
import Testing
import TextDatasets

@Suite struct CrossValidationFoldsTests {
  @Test(arguments: [([4825, 747], 5), ([20, 7], 3), ([10, 10, 10], 10), ([33, 12, 9], 4)])
  func countsDifferByAtMostOne(counts: [Int], folds count: Int) throws {
    let labels = SplitTests.labels(counts)
    for shuffles in [true, false] {
      var generator = SplitMix64(seed: 4)
      let folds = try CrossValidationFolds(
        labels: labels, classes: SplitTests.names(counts.count),
        groups: MessageGroups(ungrouped: labels.count), count: count, shuffles: shuffles,
        using: &generator)
      #expect(folds.heldOut.flatMap { $0 }.sorted() == Array(labels.indices))
      for label in counts.indices {
        let sizes = folds.heldOut.map { fold in fold.count { labels[$0] == label } }
        #expect(sizes.max()! - sizes.min()! <= 1)
      }
      let sizes = folds.heldOut.map(\.count)
      #expect(sizes.max()! - sizes.min()! <= 1)
      for fold in 0..<count {
        #expect(
          (folds.training(fold: fold) + folds.heldOut[fold]).sorted() == Array(labels.indices))
      }
    }
  }

  @Test func seedDecidesAndDigestTells() throws {
    let labels = SplitTests.labels([20, 10])
    func folds(_ seed: UInt64) throws -> CrossValidationFolds {
      var generator = SplitMix64(seed: seed)
      return try CrossValidationFolds(
        labels: labels, classes: ["a", "b"], groups: MessageGroups(ungrouped: 30), count: 3,
        using: &generator)
    }
    #expect(try folds(1) == folds(1))
    #expect(try folds(1).digest != folds(2).digest)
  }

  @Test func groupsAreNotCut() throws {
    let texts = (0..<90).map { String(repeating: "x", count: 1 + $0 % 40) }
    let labels = (0..<90).map { $0 % 40 % 2 }
    let groups = MessageGroups(texts: texts)
    var generator = SplitMix64(seed: 4)
    let folds = try CrossValidationFolds(
      labels: labels, classes: ["a", "b"], groups: groups, count: 5, using: &generator)
    let pairs = folds.heldOut.enumerated().flatMap { fold, members in
      members.map { [fold, groups.groupOf[$0]] }
    }
    #expect(Set(pairs).count == 40)
    #expect(folds.heldOut.allSatisfy { (15...21).contains($0.count) })
  }

  @Test func refusals() throws {
    func folds(_ labels: [Int], _ texts: [String], _ count: Int) throws {
      var generator = SplitMix64(seed: 4)
      _ = try CrossValidationFolds(
        labels: labels, classes: ["a", "b"], groups: MessageGroups(texts: texts), count: count,
        using: &generator)
    }
    #expect(throws: SplitError.foldCount(1)) { try folds([0, 1], ["a", "b"], 1) }
    #expect(throws: SplitError.tooFewForFolds(label: "a", messages: 1, folds: Int.max)) {
      try folds([0, 1], ["a", "b"], Int.max)
    }
    #expect(throws: SplitError.tooFewForFolds(label: "b", messages: 1, folds: 2)) {
      try folds([0, 0, 1, 1], ["a", "b", "c", "C"], 2)
    }
    // The class that allows the fewest folds is named, wherever it stands.
    #expect(throws: SplitError.tooFewForFolds(label: "b", messages: 2, folds: 4)) {
      try folds([0, 0, 0, 1, 1, 1], ["a", "b", "c", "d", "e", "E"], 4)
    }
    // As many folds as the sentence promises there can be.
    try folds([0, 0, 0, 1, 1, 1], ["a", "b", "c", "d", "e", "E"], 2)
  }

  @Test func sentencesSayHowManyFoldsThereCanBe() {
    let some = SplitError.tooFewForFolds(label: "spam", messages: 4, folds: 10).description
    #expect(some.contains("'spam' has 4 distinct messages") && some.contains("10 folds"))
    #expect(some.contains("Ask for 4 folds at most"))
    let one = SplitError.tooFewForFolds(label: "spam", messages: 1, folds: 10).description
    #expect(one.contains("'spam' has 1 distinct message,") && one.contains("there can be no folds"))
    // A label that may be a message is not repeated.
    let long = SplitError.tooFewForFolds(label: "see you at noon", messages: 1, folds: 2)
    #expect(long.description.hasPrefix("A class has 1"))
  }
}
