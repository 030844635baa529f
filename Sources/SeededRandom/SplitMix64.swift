/// A small, fast generator with 64 bits of state and period 2⁶⁴: every seed is a good one, and gives
/// one sequence, everywhere and always.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014, figure 16.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The generator of one of a seed's streams. Streams begin at unrelated places of the sequence,
  /// so that neighbouring seeds and streams share nothing.
  public init(seed: UInt64, stream: UInt64) {
    state = Self.mix(Self.mix(seed) ^ stream)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Sampling written out here, because the standard library may change how `shuffled(using:)` and
/// `random(in:using:)` spend a generator's numbers, and a seed must mean the same data order under
/// every version of Swift.
extension RandomNumberGenerator {
  /// An integer drawn uniformly from 0..<bound, without bias.
  ///
  /// Source: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019,
  /// algorithm 5.
  ///
  /// - Precondition: `bound` > 0.
  public mutating func uniform(below bound: Int) -> Int {
    precondition(bound > 0, "uniform(below: \(bound)) has nothing to draw from")
    let range = UInt64(bound)
    var product = (next() as UInt64).multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = (next() as UInt64).multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Puts `elements` into a random order, each order equally likely.
  ///
  /// Source: Fisher and Yates, as in Knuth, *The Art of Computer Programming* 2, algorithm 3.4.2P.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, uniform(below: last + 1))
    }
  }
}
