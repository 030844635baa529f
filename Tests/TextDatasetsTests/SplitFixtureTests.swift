import SeededRandom
import TestFiles
import Testing
import TextDatasets

/// `metrics/splits.json` of the fixtures: what a stratified split and folds must satisfy.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct SplitFixtureTests {
  private struct File: Decodable {
    struct Split: Decodable {
      let name: String
      let classCounts: [Int]
      let fractions: [Double]
      let exactPerClassPerSplit: [[Double]]
    }
    struct Folds: Decodable {
      let classCounts: [Int]
      let k: Int
      let min: [Int]
      let max: [Int]
    }
    let splits: [Split]
    let kfold: [Folds]
  }

  private func load() throws -> File { try Fixtures.decode("metrics/splits.json") }

  @Test func splits() throws {
    for expected in try load().splits {
      let labels = SplitTests.labels(expected.classCounts)
      for shuffles in [true, false] {
        var generator = SplitMix64(seed: 8)
        let split = try DataSplit(
          labels: labels, classes: SplitTests.names(expected.classCounts.count),
          groups: MessageGroups(ungrouped: labels.count),
          fractions: SplitFractions(
            train: expected.fractions[0], validation: expected.fractions[1],
            test: expected.fractions[2]), shuffles: shuffles, using: &generator)
        let parts = [split.train, split.validation, split.test]
        #expect(parts.flatMap { $0 }.sorted() == Array(labels.indices))
        for (label, shares) in expected.exactPerClassPerSplit.enumerated() {
          // Shares below 1 are rounded up, so that no part misses a class; another pays for it.
          let isRoundedUp = shares.contains { $0 < 1 }
          for (part, share) in zip(parts, shares) {
            let count = part.count { labels[$0] == label }
            #expect(count > 0, "\(expected.name)")
            let distance = abs(Double(count) - share)
            #expect(isRoundedUp ? distance <= 1 : distance < 1, "\(expected.name)")
          }
        }
      }
    }
  }

  @Test func folds() throws {
    for expected in try load().kfold {
      let labels = SplitTests.labels(expected.classCounts)
      var generator = SplitMix64(seed: 8)
      let folds = try CrossValidationFolds(
        labels: labels, classes: SplitTests.names(expected.classCounts.count),
        groups: MessageGroups(ungrouped: labels.count), count: expected.k, using: &generator)
      for label in expected.classCounts.indices {
        let counts = folds.heldOut.map { fold in fold.count { labels[$0] == label } }
        #expect(counts.min() == expected.min[label])
        #expect(counts.max() == expected.max[label])
      }
    }
  }
}
