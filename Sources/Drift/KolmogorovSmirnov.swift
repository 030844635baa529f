#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two-sample, two-sided Kolmogorov-Smirnov test: the largest distance D between the two samples'
/// distribution functions, and how often chance makes one as large.
///
/// Samples of up to four million pairs have the exact p-value (of distributions without ties; with ties it is
/// too large rather than too small), larger ones Kolmogorov's limit Q(D · √(nm / (n + m))).
///
/// Source: Hodges, "The Significance Probability of the Smirnov Two-Sample Test" (1958); the limit: Smirnov
/// (1948).
public struct KolmogorovSmirnov: Sendable, Equatable {
  public enum Method: String, Sendable, Codable {
    case exact, limit
  }

  /// D, 0...1.
  public let statistic: Double
  /// 0...1; 0 where it is smaller than any number of double precision.
  public let pValue: Double
  public let method: Method

  /// - Parameters:
  ///   - reference: At least one number, no NaN.
  ///   - current: At least one number, no NaN.
  ///   - method: Nil for exact where it is affordable: n·m operations.
  public init(reference: [Double], current: [Double], method: Method? = nil) {
    let (n, m) = (reference.count, current.count)
    precondition(n > 0 && m > 0, "samples of \(n) and \(m) values")
    let distance = Self.distance(reference.sorted(), current.sorted())
    statistic = Double(distance) / (Double(n) * Double(m))
    self.method = method ?? (n * m <= 4_000_000 ? .exact : .limit)
    switch self.method {
    case .exact: pValue = Self.exactPValue(distance: distance, n: n, m: m)
    case .limit:
      pValue = Self.kolmogorovTail(statistic * (Double(n) * Double(m) / Double(n + m)).squareRoot())
    }
  }

  /// n · m · D, a whole number.
  private static func distance(_ a: [Double], _ b: [Double]) -> Int {
    var (i, j, largest) = (0, 0, 0)
    while i < a.count, j < b.count {
      let value = min(a[i], b[j])
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      largest = max(largest, abs(i * b.count - j * a.count))
    }
    return largest
  }

  /// The share of all orders of n and m values whose distance is at least this.
  ///
  /// An order is a path from (0, 0) to (n, m), each step drawn without replacement. Those that reach the
  /// distance are summed where they first do: nothing is subtracted, so that small p-values have all their
  /// digits.
  private static func exactPValue(distance: Int, n: Int, m: Int) -> Double {
    guard distance > 0 else { return 1 }
    var outside = 0.0
    // Of reaching (i, j) inside all the way, by j.
    var inside = [Double](repeating: 0, count: m + 1)
    for i in 0...n {
      var fromBelow = 0.0  // of coming from (i, j − 1)
      for j in 0...m {
        let remaining = Double(n + m - i - j)
        // inside[j] still is that of (i − 1, j).
        let fromLeft = i == 0 ? 0 : inside[j] * Double(n - i + 1) / (remaining + 1)
        let reached = i == 0 && j == 0 ? 1 : fromLeft + fromBelow
        if abs(i * m - j * n) >= distance {
          outside += reached
          inside[j] = 0
          fromBelow = 0
        } else {
          inside[j] = reached
          fromBelow = remaining > 0 ? reached * Double(m - j) / remaining : 0
        }
      }
    }
    return min(1, outside)
  }

  /// Q(x) = 2 Σ (−1)^(k−1) exp(−2k²x²), and for small x, where that converges slowly, the same by
  /// Jacobi's identity: 1 − √(2π) / x · Σ exp(−(2k − 1)²π² / 8x²).
  static func kolmogorovTail(_ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x >= 0.5 else {
      let sum = (1...4).reduce(0.0) { sum, k in
        let odd = Double(2 * k - 1)
        return sum + exp(-odd * odd * Double.pi * Double.pi / (8 * x * x))
      }
      return 1 - (2 * Double.pi).squareRoot() / x * sum
    }
    var sum = 0.0
    for k in 1...20 {
      let term = exp(-2 * Double(k * k) * x * x)
      sum += k.isMultiple(of: 2) ? -term : term
    }
    return min(1, max(0, 2 * sum))
  }
}
