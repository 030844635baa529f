extension Estimate {
  /// A value with the percentile interval of its resamples, widened where needed to hold the value itself.
  /// Without an interval where a resample left the metric undefined, and where all agree but for so few that
  /// the interval would have no width.
  ///
  /// - Parameters:
  ///   - distribution: The metric on those resamples that define it.
  ///   - resamples: How many there were.
  static func resampled(
    _ value: Double?, _ distribution: [Double], of resamples: Int, confidence: Double
  ) -> Estimate {
    guard let value, distribution.count == resamples else { return Estimate(value: value) }
    let sorted = distribution.sorted()
    let tail = (1 - confidence) / 2
    let low = min(value, Quantile.linear(tail, of: sorted))
    let high = max(value, Quantile.linear(1 - tail, of: sorted))
    // Equal up to the rounding of a sum whose terms were merely repeated differently.
    guard high - low > 1e-12 * abs(value) else { return Estimate(value: value) }
    return Estimate(value: value, low: low, high: high)
  }
}
