import SeededRandom
import Testing
import TextDatasets

@Suite struct SamplingTests {
  @Test func batchOrderDependsOnSeedAndEpochAlone() throws {
    let order = try BatchOrder(count: 10, batchSize: 4, seed: 123)
    #expect(order.permutation(epoch: 0) == [4, 6, 9, 5, 3, 0, 8, 2, 1, 7])
    #expect(order.permutation(epoch: 1) == [1, 8, 6, 9, 4, 2, 5, 7, 0, 3])
    #expect(
      try BatchOrder(count: 10, batchSize: 4, seed: 124).permutation(epoch: 0)
        == [1, 2, 3, 8, 0, 6, 5, 7, 9, 4])
    #expect(order.batchesPerEpoch == 3)
    #expect(order.batches(epoch: 1).map(Array.init) == [[1, 8, 6, 9], [4, 2, 5, 7], [0, 3]])
  }

  @Test func shortBatchAndFileOrder() throws {
    let order = try BatchOrder(
      count: 10, batchSize: 4, seed: 1, shuffles: false, dropsLastShortBatch: true)
    #expect(order.batches(epoch: 3).map(Array.init) == [[0, 1, 2, 3], [4, 5, 6, 7]])
    #expect(try BatchOrder(count: 8, batchSize: 4, seed: 1).batchesPerEpoch == 2)
    #expect(throws: BatchOrderError.batchSize(0)) {
      try BatchOrder(count: 10, batchSize: 0, seed: 1)
    }
    #expect(throws: BatchOrderError.noExamples) {
      try BatchOrder(count: 0, batchSize: 1, seed: 1)
    }
    #expect(throws: BatchOrderError.onlyBatchIsShort(count: 3, batchSize: 4)) {
      try BatchOrder(count: 3, batchSize: 4, seed: 1, dropsLastShortBatch: true)
    }
  }

  @Test func undersamplingKeepsTheRarestClassWhole() {
    let labels = (0..<100).map { $0 % 10 == 3 ? 2 : 0 }
    var generator = SplitMix64(seed: 5)
    let kept = Balancing.undersample(labels: labels, using: &generator)
    #expect(kept == kept.sorted())
    #expect(Set(kept).count == 20)
    #expect(kept.filter { labels[$0] == 2 } == Array(stride(from: 3, to: 100, by: 10)))
    var other = SplitMix64(seed: 6)
    #expect(Balancing.undersample(labels: labels, using: &other) != kept)
    #expect(Balancing.undersample(labels: [], using: &other).isEmpty)
  }

  @Test func classWeightsAreScikitLearnsBalanced() {
    #expect(Balancing.classWeights(counts: [30, 10]) == [40.0 / 60, 2])
    #expect(Balancing.classWeights(counts: [30, 0, 10]) == [40.0 / 60, 0, 2])
  }
}
