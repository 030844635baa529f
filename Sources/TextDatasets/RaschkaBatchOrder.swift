import SeededRandom

/// The batches that `gpt_class_finetune.py` draws, in every epoch others, and always as many: a last
/// batch of fewer messages is left out.
///
/// The program's data loaders all draw from torch's one generator, which is seeded right before
/// training. An iteration over the training messages takes a number for workers, of which there are
/// none, and another to seed the generator of its permutation; one over the validation messages takes
/// the first only. At steps 0, 50, 100 and so on, and once more after each epoch, the program measures
/// on the first few batches of both, which costs three numbers.
///
/// Source: S. Raschka, *Build a Large Language Model (From Scratch)*, Manning 2024, chapter 6;
/// PyTorch 2.13, `_BaseDataLoaderIter.__init__` and `RandomSampler.__iter__`.
public struct RaschkaBatchOrder: Sendable, Equatable {
  /// The number of training examples.
  public let count: Int
  public let batchSize: Int
  /// Given to `torch.manual_seed`, which uses the lower 32 bits.
  public let seed: UInt64

  private static let stepsPerMeasurement = 50
  private static let numbersPerTraining = 2
  private static let numbersPerMeasurement = 3

  /// - Throws: `BatchOrderError`: no batch could be made.
  public init(count: Int, batchSize: Int, seed: UInt64) throws(BatchOrderError) {
    guard batchSize > 0 else { throw .batchSize(batchSize) }
    guard count > 0 else { throw .noExamples }
    guard count >= batchSize else {
      throw .onlyBatchIsShort(count: count, batchSize: batchSize)
    }
    self.count = count
    self.batchSize = batchSize
    self.seed = seed
  }

  public var batchesPerEpoch: Int { count / batchSize }

  /// The epoch's batches, in order; each entry is in 0..<count.
  ///
  /// - Parameter epoch: Counted from 0.
  public func batches(epoch: Int) -> [ArraySlice<Int>] {
    var generator = TorchGenerator(seed: seed)
    for _ in 0..<numbers(before: epoch) + 1 { _ = generator.integer() }
    var sampler = TorchGenerator(seed: generator.integer())
    let order = sampler.permutation(count)
    return (0..<batchesPerEpoch).map { order[($0 * batchSize)..<(($0 + 1) * batchSize)] }
  }

  /// How many numbers the epochs before `epoch` have taken from the generator.
  private func numbers(before epoch: Int) -> Int {
    // Every epoch's first step counts on from the last one's.
    let (steps, interval) = (epoch * batchesPerEpoch, Self.stepsPerMeasurement)
    let measurements = (steps + interval - 1) / interval + epoch
    return epoch * Self.numbersPerTraining + measurements * Self.numbersPerMeasurement
  }
}
