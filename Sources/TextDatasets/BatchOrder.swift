import Files
import SeededRandom

/// The order in which an epoch takes its training examples: a permutation that depends on the seed
/// and the epoch alone, cut into batches. Training can so go on from any batch of any epoch without
/// a stored order.
public struct BatchOrder: Sendable, Equatable {
  /// The number of training examples.
  public let count: Int
  public let batchSize: Int
  public let seed: UInt64
  /// Whether the order differs from epoch to epoch; otherwise it is 0, 1, 2, ….
  public let shuffles: Bool
  /// Whether a last batch of fewer than `batchSize` examples is left out.
  public let dropsLastShortBatch: Bool

  /// - Throws: `BatchOrderError`: no batch could be made.
  public init(
    count: Int, batchSize: Int, seed: UInt64, shuffles: Bool = true,
    dropsLastShortBatch: Bool = false
  ) throws(BatchOrderError) {
    guard batchSize > 0 else { throw .batchSize(batchSize) }
    guard count > 0 else { throw .noExamples }
    guard !dropsLastShortBatch || count >= batchSize else {
      throw .onlyBatchIsShort(count: count, batchSize: batchSize)
    }
    self.count = count
    self.batchSize = batchSize
    self.seed = seed
    self.shuffles = shuffles
    self.dropsLastShortBatch = dropsLastShortBatch
  }

  public var batchesPerEpoch: Int {
    let (full, rest) = count.quotientAndRemainder(dividingBy: batchSize)
    return full + (rest > 0 && !dropsLastShortBatch ? 1 : 0)
  }

  /// The whole epoch's order: each of 0..<count once.
  ///
  /// - Parameter epoch: Counted from 0.
  public func permutation(epoch: Int) -> [Int] {
    var order = Array(0..<count)
    guard shuffles else { return order }
    var generator = SplitMix64(seed: seed, stream: UInt64(truncatingIfNeeded: epoch))
    generator.shuffle(&order)
    return order
  }

  /// The epoch's batches, in order; each entry is in 0..<count.
  ///
  /// - Parameter epoch: Counted from 0.
  public func batches(epoch: Int) -> [ArraySlice<Int>] {
    let order = permutation(epoch: epoch)
    return (0..<batchesPerEpoch).map { batch in
      order[(batch * batchSize)..<min((batch + 1) * batchSize, count)]
    }
  }
}

/// Settings that give no batch.
public enum BatchOrderError: Error, Equatable, CustomStringConvertible {
  case batchSize(Int)
  case noExamples
  case onlyBatchIsShort(count: Int, batchSize: Int)

  public var description: String {
    switch self {
    case .batchSize(let size): "The batch size is \(size); give at least 1."
    case .noExamples: "There are no training examples."
    case .onlyBatchIsShort(let count, let size):
      "\(count) training examples do not fill one batch of \(size), and a short one is left out; "
        + "give a smaller batch size or more examples."
    }
  }
}

extension BatchOrderError: ReportableError {
  package var exitClass: ExitClass { .input }
}
