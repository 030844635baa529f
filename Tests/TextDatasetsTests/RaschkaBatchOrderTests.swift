import TestFiles
import Testing
import TextDatasets

@Suite struct RaschkaBatchOrderTests {
  private struct File: Decodable {
    let epochs: [[[Int]]]
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
  func allEpochsAreTheProgramsOwn() throws {
    let expected: File = try Fixtures.decode("data/batch_order.json")
    let order = try RaschkaBatchOrder(count: 1045, batchSize: 8, seed: 123)
    #expect(expected.epochs.count == 5)
    for (epoch, batches) in expected.epochs.enumerated() {
      #expect(order.batches(epoch: epoch).map(Array.init) == batches)
    }
    #expect(order.batchesPerEpoch == 130)
  }

  // The program's loop with torch 2.15.0 over 23 training messages in batches of 4: five steps per
  // epoch, so that epoch 10 begins with a measurement.
  @Test func otherSizesCountTheirMeasurements() throws {
    let order = try RaschkaBatchOrder(count: 23, batchSize: 4, seed: 5)
    #expect(
      order.batches(epoch: 0).map(Array.init) == [
        [16, 9, 1, 22], [7, 3, 2, 4], [10, 11, 21, 14], [20, 18, 8, 13], [15, 6, 19, 12],
      ])
    #expect(
      order.batches(epoch: 1).map(Array.init) == [
        [10, 2, 22, 18], [15, 7, 17, 12], [8, 21, 5, 13], [14, 4, 0, 3], [19, 1, 9, 20],
      ])
    #expect(
      order.batches(epoch: 10).map(Array.init) == [
        [1, 8, 12, 10], [19, 9, 16, 20], [13, 4, 21, 22], [6, 3, 5, 14], [17, 11, 18, 15],
      ])
    #expect(
      order.batches(epoch: 11).map(Array.init) == [
        [10, 18, 17, 1], [19, 12, 5, 20], [11, 2, 6, 14], [16, 22, 15, 9], [8, 13, 4, 21],
      ])
  }

  @Test func onlyTheSeedsLowerHalfCounts() throws {
    let small = try RaschkaBatchOrder(count: 20, batchSize: 3, seed: 9)
    let large = try RaschkaBatchOrder(count: 20, batchSize: 3, seed: 1 << 32 + 9)
    #expect(small.batches(epoch: 2) == large.batches(epoch: 2))
    let other = try RaschkaBatchOrder(count: 20, batchSize: 3, seed: 10)
    #expect(small.batches(epoch: 2) != other.batches(epoch: 2))
  }

  @Test func refusals() {
    #expect(throws: BatchOrderError.batchSize(0)) {
      try RaschkaBatchOrder(count: 5, batchSize: 0, seed: 1)
    }
    #expect(throws: BatchOrderError.noExamples) {
      try RaschkaBatchOrder(count: 0, batchSize: 1, seed: 1)
    }
    #expect(throws: BatchOrderError.onlyBatchIsShort(count: 7, batchSize: 8)) {
      try RaschkaBatchOrder(count: 7, batchSize: 8, seed: 1)
    }
  }
}
