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
