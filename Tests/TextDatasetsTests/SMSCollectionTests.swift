import Foundation
import SeededRandom
import TestFiles
import Testing
import TextDatasets

private let collection = Fixtures.smsCollection

@Suite(.enabled(if: collection != nil, "needs SPAMTUNE_SMS"))
struct SMSCollectionTests {
  private func load() throws -> TextDataset {
    try TextDataset(path: #require(collection))
  }

  @Test func isReadWhole() throws {
    let dataset = try load()
    #expect(dataset.format == .uci)
    #expect(dataset.messages.count == 5574)
    #expect(dataset.classes == ["ham", "spam"])
    #expect(dataset.classCounts == [4827, 747])
    #expect(Set(dataset.messages.map { Array($0.text.utf8) }).count == 5171)
    #expect(dataset.messages.last?.line == 5574)
    #expect(
      dataset.digest == "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d")
    #expect(dataset.skipped.isEmpty)
    #expect(throws: Never.self) { try dataset.validateForTraining() }
  }

  @Test func repeatedMessagesStayOnOneSide() throws {
    let dataset = try load()
    let groups = MessageGroups(texts: dataset.messages.lazy.map(\.text))
    #expect(groups.count == 5100)
    let duplicates = DuplicateCounts(groups: groups, labels: dataset.classIndices)
    #expect(duplicates.groups == 320)
    #expect(duplicates.messages == 794)
    #expect(duplicates.mixedLabelGroups == 0)

    for (seed, shuffles) in [(1, true), (2, true), (3, false)] {
      var generator = SplitMix64(seed: UInt64(seed))
      let split = try DataSplit(
        labels: dataset.classIndices, classes: dataset.classes, groups: groups,
        shuffles: shuffles, using: &generator)
      expectNoLeak([split.train, split.validation, split.test], groups)
      let counts = [split.train, split.validation, split.test].map { part in
        [0, 1].map { label in part.count { dataset.classIndices[$0] == label } }
      }
      if shuffles {
        // 4,827 · 0.7 = 3,378.9 and so on: as without groups, for single messages fill the gaps.
        #expect(counts == [[3379, 523], [483, 75], [965, 149]])
      } else {
        #expect(abs(counts[0][0] - 3379) < 30 && abs(counts[0][1] - 523) < 30)
      }
      #expect(split.duplicates == duplicates)
    }
  }

  @Test func foldsShareNoMessage() throws {
    let dataset = try load()
    let groups = MessageGroups(texts: dataset.messages.lazy.map(\.text))
    var generator = SplitMix64(seed: 1)
    let folds = try CrossValidationFolds(
      labels: dataset.classIndices, classes: dataset.classes, groups: groups, count: 10,
      using: &generator)
    expectNoLeak(folds.heldOut, groups)
    for fold in folds.heldOut {
      #expect((482...483).contains(fold.count { dataset.classIndices[$0] == 0 }))
      #expect((74...75).contains(fold.count { dataset.classIndices[$0] == 1 }))
    }
  }

  private func expectNoLeak(_ parts: [[Int]], _ groups: MessageGroups) {
    #expect(parts.flatMap { $0 }.sorted() == Array(groups.groupOf.indices))
    let sides = parts.map { Set($0.map { groups.groupOf[$0] }) }
    #expect(sides.map(\.count).reduce(0, +) == groups.count)
  }

  @Test func undersamplingGivesTheBalancedSet() throws {
    let dataset = try load()
    var generator = SplitMix64(seed: 123)
    let kept = Balancing.undersample(labels: dataset.classIndices, using: &generator)
    #expect(kept.count == 2 * 747)
    #expect(kept.count { dataset.classIndices[$0] == 1 } == 747)
  }
}
