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
    let low = min(value, quantile(tail, of: sorted))
    let high = max(value, quantile(1 - tail, of: sorted))
    // Equal up to the rounding of a sum whose terms were merely repeated differently.
    guard high - low > 1e-12 * abs(value) else { return Estimate(value: value) }
    return Estimate(value: value, low: low, high: high)
  }

  /// Linear interpolation between order statistics (numpy's default; Hyndman and Fan's type 7).
  private static func quantile(_ p: Double, of sorted: [Double]) -> Double {
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }
}
