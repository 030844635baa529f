/// Quantiles of a sample.
package enum Quantile {
  /// Linear interpolation between order statistics, rounded as numpy rounds it (its default; Hyndman and
  /// Fan's type 7).
  ///
  /// - Parameters:
  ///   - p: 0...1.
  ///   - sorted: At least one number, rising.
  package static func linear(_ p: Double, of sorted: [Double]) -> Double {
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    let (low, high) = (sorted[below], sorted[min(below + 1, sorted.count - 1)])
    let t = position - Double(below)
    return t < 0.5 ? low + (high - low) * t : high - (high - low) * (1 - t)
  }
}
