/// What random numbers are drawn for. Each purpose has streams of its own, so that drawing more for
/// one changes nothing for the others.
public enum RandomPurpose: UInt64, Sendable {
  case weights = 1
  case headWeights
  case dropout
  case balancing
  case splitting
  case batchOrder
  case sampling
  case adapters

  /// The stream of one of many things of this purpose, such as a tensor or an epoch.
  ///
  /// - Parameter index: Below 2⁵⁶.
  public func stream(_ index: UInt64 = 0) -> UInt64 {
    rawValue << 56 | index
  }
}

extension Philox {
  /// The numbers that a user's seed gives for one purpose.
  public init(seed: UInt64, for purpose: RandomPurpose, index: UInt64 = 0) {
    self.init(seed: seed, stream: purpose.stream(index))
  }
}
