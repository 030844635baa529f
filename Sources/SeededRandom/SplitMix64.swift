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
