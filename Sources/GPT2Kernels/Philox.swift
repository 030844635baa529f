import CVectorLoops

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A counter-based generator: the n-th number of a stream is a function of (seed, stream, n) alone,
/// so a resumed run continues a stream by remembering one integer, and threads draw without order.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
/// Philox4x32-10.
public struct Philox: RandomNumberGenerator, Sendable {
  private let key: UInt64
  private let stream: UInt64
  private var position: UInt64 = 0

  /// - Parameters:
  ///   - seed: The user's seed.
  ///   - stream: What the numbers are for; different streams of one seed are independent.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = seed
    self.stream = stream
  }

  public mutating func next() -> UInt64 {
    let words = Self.words(key: key, stream: stream, counter: position / 2)
    let isOdd = position % 2 == 1
    position += 1
    let (low, high) = isOdd ? (words.2, words.3) : (words.0, words.1)
    return UInt64(low) | UInt64(high) << 32
  }

  /// A number from the normal distribution with mean 0 and deviation 1 (Box and Muller, 1958).
  public mutating func nextNormal() -> Double {
    // 2^-53 keeps the logarithm's argument in (0, 1].
    let radius = (-2 * log(Double((next() >> 11) + 1) * 0x1p-53)).squareRoot()
    return radius * cos(2 * .pi * Double(next() >> 11) * 0x1p-53)
  }

  private static func words(
    key: UInt64, stream: UInt64, counter: UInt64
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { bytes in
      // Safe: a tuple of four words is laid out as four words, which the function writes.
      vl_philox4x32(key, stream, counter, bytes.baseAddress?.assumingMemoryBound(to: UInt32.self))
    }
    return words
  }
}

extension Matrix {
  /// Fills the matrix with numbers from the normal distribution with mean 0.
  public func fillNormal(deviation: Float, using generator: inout Philox) {
    for row in 0..<rows {
      for column in 0..<columns {
        self[row, column] = Float(generator.nextNormal()) * deviation
      }
    }
  }

  /// Fills the matrix with numbers spread evenly over ±`bound`.
  public func fillUniform(within bound: Float, using generator: inout Philox) {
    for row in 0..<rows {
      for column in 0..<columns {
        let unit = Double(generator.next() >> 11) * 0x1p-53
        self[row, column] = Float(2 * unit - 1) * bound
      }
    }
  }
}

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
