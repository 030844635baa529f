#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Exact one-sided bounds of a binomial proportion: whatever the true proportion is, the bound is on the
/// right side of it at least as often as the confidence says.
///
/// Source: Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the
/// Binomial", Biometrika 26 (1934).
public enum ClopperPearsonBound {
  /// The proportion at which no more than `count` successes would be so rare that they happen with a
  /// probability of 1 − confidence.
  ///
  /// - Parameters:
  ///   - count: successes, 0...trials.
  ///   - trials: at least 1.
  ///   - confidence: at least 0.5 and below 1.
  public static func upper(_ count: Int, of trials: Int, confidence: Double = 0.95) -> Double {
    precondition(trials >= 1 && 0...trials ~= count, "\(count) successes in \(trials) trials")
    precondition(0.5..<1 ~= confidence, "a confidence of \(confidence)")
    guard count < trials else { return 1 }
    let logWays = logBinomialCoefficient(trials, count)
    // At the observed proportion the tail is at least ½: the median of a binomial with a whole mean is it.
    return bisect(Double(count) / Double(trials)...1) {
      lowerTail(count, of: trials, chance: $0, logWays: logWays) > 1 - confidence
    }
  }

  /// The proportion at which at least `count` successes would be so rare that they happen with a probability
  /// of 1 − confidence.
  ///
  /// - Parameters:
  ///   - count: successes, 0...trials.
  ///   - trials: at least 1.
  ///   - confidence: at least 0.5 and below 1.
  public static func lower(_ count: Int, of trials: Int, confidence: Double = 0.95) -> Double {
    1 - upper(trials - count, of: trials, confidence: confidence)
  }

  /// Whether `share` is at least the upper bound, without working it out.
  static func isUpper(_ share: Double, _ count: Int, of trials: Int, confidence: Double) -> Bool {
    guard count < trials, Double(count) / Double(trials) <= share else { return share >= 1 }
    let logWays = logBinomialCoefficient(trials, count)
    return lowerTail(count, of: trials, chance: share, logWays: logWays) <= 1 - confidence
  }

  /// The fewest trials that, all of them without a success, have an upper bound of at most `share`:
  /// (1 − share)ⁿ ≤ 1 − confidence. Nil for a share of 0, which no number of trials can promise.
  ///
  /// - Parameters:
  ///   - share: 0...1.
  ///   - confidence: at least 0.5 and below 1.
  public static func trialsNeeded(toPromise share: Double, confidence: Double = 0.95) -> Int? {
    guard share > 0 else { return nil }
    guard share < 1 else { return 0 }
    let estimate = log1p(-confidence) / log1p(-share)
    guard estimate < 1e15 else { return nil }
    // Rounding may leave the quotient on the wrong side of a whole number; the bound itself decides.
    var trials = max(1, Int(estimate) - 1)
    while upper(0, of: trials, confidence: confidence) > share { trials += 1 }
    return trials
  }

  /// P(X ≤ count) of a binomial X, the chance being at least the observed proportion: the terms fall from
  /// that of `count` downwards.
  private static func lowerTail(
    _ count: Int, of trials: Int, chance: Double, logWays: Double
  ) -> Double {
    guard chance < 1 else { return 0 }
    let failures = trials - count
    let logSuccesses = count == 0 ? 0 : Double(count) * log(chance)
    var term = exp(logWays + logSuccesses + Double(failures) * log1p(-chance))
    var sum = 0.0
    for k in stride(from: count, through: 0, by: -1) {
      sum += term
      term *= Double(k) / Double(trials - k + 1) * ((1 - chance) / chance)
      if term <= sum * 1e-18 { break }
    }
    return sum
  }

  /// log(n! / (k! (n − k)!)), factor by factor where they are few: there the difference of large logarithms
  /// would lose digits that the bound of a rare event cannot spare. What is lost with more of them is within
  /// 10⁻¹⁰ of the bound.
  private static func logBinomialCoefficient(_ n: Int, _ k: Int) -> Double {
    let smaller = min(k, n - k)
    guard smaller > 256 else {
      return (0..<smaller).reduce(0) { $0 + log(Double(n - $1) / Double(smaller - $1)) }
    }
    return logFactorial(n) - logFactorial(smaller) - logFactorial(n - smaller)
  }

  private static func logFactorial(_ n: Int) -> Double {
    let (logarithm, _) = lgamma(Double(n) + 1)
    return logarithm
  }
}
