import CVectorLoops

/// One application of dropout at one place of the network in one training step
/// (Srivastava et al.: "Dropout", JMLR 2014; scaled at training time as PyTorch does).
///
/// Which elements are dropped is a function of (seed, stream, index of the element), so the backward
/// pass applies the same `Dropout` to the gradient, and nothing is stored.
public struct Dropout: Sendable, Equatable {
  /// Probability of setting an element to zero, 0 up to but not including 1.
  public let probability: Float
  /// The user's seed.
  public let seed: UInt64
  /// Step and place in the network.
  public let stream: UInt64

  public init(probability: Float, seed: UInt64, stream: UInt64) {
    precondition((0..<1).contains(probability), "probability \(probability)")
    self.probability = probability
    self.seed = seed
    self.stream = stream
  }

  /// Drops elements of a contiguous matrix in place and scales the others by 1 / (1 − probability).
  public func apply(to x: Matrix) {
    precondition(x.isContiguous, "a window with gaps")
    guard probability > 0 else { return }
    // Steps are multiples of 4, as the C function asks.
    Parallel.forEachRange(of: x.count, step: 1 << 14, work: x.count) { range in
      apply(to: x.mutablePointer + range.lowerBound, count: range.count, first: range.lowerBound)
    }
  }

  /// The same on bare memory: elements `first` ..< `first + count` of the stream, `first` a
  /// multiple of 4.
  func apply(to memory: UnsafeMutablePointer<Float>, count: Int, first: Int) {
    vl_dropout(
      seed, stream, UInt64(first), UInt32(Double(probability) * 0x1p32), 1 / (1 - probability),
      memory, count)
  }
}
