#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Do two classifiers err equally often on the same examples? Only the examples that exactly one
/// of them gets right can tell; if both are equally good, each such example is a coin toss.
///
/// The exact two-sided binomial test. Source: McNemar (1947); Dietterich, "Approximate
/// Statistical Tests for Comparing Supervised Classification Learning Algorithms" (1998).
public struct McNemarTest: Sendable, Codable, Equatable {
  public let onlyFirstCorrect: Int
  public let onlySecondCorrect: Int
  /// min(1, 2 P(X ≤ smaller count)) with X binomial, chance ½; 1 if the two never differ.
  public let pValue: Double

  /// - Parameters:
  ///   - labels: true classes, at least one.
  ///   - first: the first classifier's predictions for the same examples.
  ///   - second: the second's.
  public init(labels: [Int], first: [Int], second: [Int]) throws(MetricError) {
    guard !labels.isEmpty else { throw .noExamples }
    for predicted in [first, second] where predicted.count != labels.count {
      throw .countMismatch("predictions", expected: labels.count, found: predicted.count)
    }
    self.init(
      onlyFirstCorrect: labels.indices.count {
        first[$0] == labels[$0] && second[$0] != labels[$0]
      },
      onlySecondCorrect: labels.indices.count {
        first[$0] != labels[$0] && second[$0] == labels[$0]
      })
  }

  /// - Parameters:
  ///   - onlyFirstCorrect: examples that the first gets right and the second wrong, not negative.
  ///   - onlySecondCorrect: the reverse.
  public init(onlyFirstCorrect: Int, onlySecondCorrect: Int) {
    precondition(onlyFirstCorrect >= 0 && onlySecondCorrect >= 0, "negative counts")
    self.onlyFirstCorrect = onlyFirstCorrect
    self.onlySecondCorrect = onlySecondCorrect
    let n = onlyFirstCorrect + onlySecondCorrect
    let smaller = min(onlyFirstCorrect, onlySecondCorrect)
    // ln of C(n, k) / 2ⁿ at k = smaller, then downwards by the ratio of neighbours: 2ⁿ itself
    // would overflow from 1,024 examples on.
    var logTerm = -Double(n) * log(2)
    for k in 0..<smaller { logTerm += log(Double(n - k) / Double(k + 1)) }
    var term = 1.0
    var sum = 0.0
    for k in stride(from: smaller, through: 0, by: -1) {
      sum += term
      term *= Double(k) / Double(n - k + 1)
    }
    pValue = min(1, 2 * exp(logTerm + log(sum)))
  }
}
