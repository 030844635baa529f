#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The Jensen-Shannon distance of two distributions over the same categories or bins: the root of the mean
/// divergence from their mixture, in bits. It is 0 for equal ones and 1 for such that share nothing, and
/// needs no care with empty categories.
///
/// Source: Lin, "Divergence Measures Based on the Shannon Entropy" (1991); that its root is a metric: Endres
/// and Schindelin (2003).
public enum JensenShannon {
  /// - Parameters: How often each category occurs; on either side at least one does.
  /// - Returns: 0...1.
  public static func distance(_ reference: [Int], _ current: [Int]) -> Double {
    divergence(reference, current).squareRoot()
  }

  /// The distance of two samples of categories, 0...1; neither may be empty.
  public static func distance<Category: Hashable>(
    reference: some Sequence<Category>, current: some Sequence<Category>
  ) -> Double {
    var places: [Category: Int] = [:]
    var counts: [[Int]] = [[], []]
    func count(_ categories: some Sequence<Category>, side: Int) {
      for category in categories {
        let place = places[category, default: places.count]
        if place == places.count {
          places[category] = place
          counts[0].append(0)
          counts[1].append(0)
        }
        counts[side][place] += 1
      }
    }
    count(reference, side: 0)
    count(current, side: 1)
    return distance(counts[0], counts[1])
  }

  /// Bits, 0...1.
  static func divergence(_ reference: [Int], _ current: [Int]) -> Double {
    precondition(
      reference.count == current.count, "\(reference.count), \(current.count) categories")
    let (n, m) = (Double(reference.reduce(0, +)), Double(current.reduce(0, +)))
    precondition(n > 0 && m > 0, "\(n) and \(m) examples")
    var nats = 0.0
    for (r, c) in zip(reference, current) where r > 0 || c > 0 {
      let (p, q) = (Double(r) / n, Double(c) / m)
      let middle = (p + q) / 2
      if r > 0 { nats += p / 2 * log(p / middle) }
      if c > 0 { nats += q / 2 * log(q / middle) }
    }
    return min(1, max(0, nats / log(2)))
  }
}
