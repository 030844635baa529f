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
