/// The generator behind NumPy's `RandomState` and PyTorch's CPU generator, so that what they drew
/// can be drawn again: MT19937, 32 bits at a time, period 2¹⁹⁹³⁷ − 1.
///
/// Source: M. Matsumoto, T. Nishimura, "Mersenne Twister: A 623-Dimensionally Equidistributed
/// Uniform Pseudo-Random Number Generator", ACM TOMACS 8(1), 1998; seeding as in their
/// `init_genrand` of 2002.
public struct MersenneTwister: RandomNumberGenerator, Sendable {
  /// n and m of the paper: words of state, and the distance of the two that are combined.
  private static let (size, distance) = (624, 397)

  private var state: [UInt32]
  /// The word of `state` that comes next; `size` when a new state is due.
  private var place = size

  public init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.size)
    for index in 1..<Self.size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 bits.
  public mutating func nextWord() -> UInt32 {
    if place == Self.size {
      twist()
      place = 0
    }
    var word = state[place]
    place += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// The next 64 bits, of which the upper half is drawn first, as NumPy and PyTorch have it.
  public mutating func next() -> UInt64 {
    let upper = UInt64(nextWord())
    return upper << 32 | UInt64(nextWord())
  }

  /// Every word of the state from its neighbour's lower bits and its own uppermost.
  private mutating func twist() {
    for index in 0..<Self.size {
      let next = state[(index + 1) % Self.size]
      let joined = (state[index] & 0x8000_0000) | (next & 0x7FFF_FFFF)
      let twisted = (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
      state[index] = state[(index + Self.distance) % Self.size] ^ twisted
    }
  }
}

/// NumPy's legacy `RandomState`, whose numbers are promised never to change: permutations as it
/// draws them.
///
/// `RandomState(seed).choice(N, n, replace=False)`, and so pandas' `sample(n, random_state=seed)`,
/// are the first n of `permutation(N)`.
///
/// Source: NumPy 2.4, `numpy/random/mtrand.pyx` (`shuffle`) and `distributions.c`
/// (`random_interval`).
public struct NumPyRandomState: Sendable {
  private var generator: MersenneTwister

  public init(seed: UInt32) { generator = MersenneTwister(seed: seed) }

  /// 0..<count in random order.
  ///
  /// - Precondition: `count` is at most 2³².
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(upTo: last))
    }
    return order
  }

  /// An integer drawn uniformly from 0...last: numbers of as many bits, until one is not too large.
  private mutating func integer(upTo last: Int) -> Int {
    let last = UInt32(last)
    let mask = UInt32.max >> UInt32(last.leadingZeroBitCount)
    while true {
      let number = generator.nextWord() & mask
      if number <= last { return Int(number) }
    }
  }
}
