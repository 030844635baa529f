/// The score interval of a binomial proportion, without continuity correction.
///
/// Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
/// JASA 22 (1927); recommended by Brown, Cai and DasGupta (2001), section 4.
public enum WilsonInterval {
  /// - Parameters:
  ///   - successes: 0...count.
  ///   - count: number of trials.
  ///   - confidence: strictly between 0 and 1.
  /// - Returns: Bounds within 0...1, or nil for no trials.
  public static func interval(
    successes: Int, of count: Int, confidence: Double = 0.95
  ) -> ClosedRange<Double>? {
    precondition(
      successes >= 0 && successes <= count, "\(successes) successes in \(count) trials")
    guard count > 0 else { return nil }
    let z = CriticalValue.normal(confidence: confidence)
    let n = Double(count)
    let p = Double(successes) / n
    let scale = 1 + z * z / n
    let center = (p + z * z / (2 * n)) / scale
    let margin = z / scale * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    // At the ends the bound is exact; the formula would leave rounding noise there.
    let low = successes == 0 ? 0 : center - margin
    let high = successes == count ? 1 : center + margin
    return low...high
  }
}
