import ClassificationMetrics
import Foundation

/// What drawings of a column have in common, so that they can be compared.
struct Axis: Sendable {
  let range: ClosedRange<Double>
  private let style: NumberFormat.Style

  /// From a round number below all values and intervals to one above.
  ///
  /// - Parameter bounds: What the values can be; the axis stays within.
  init(
    of estimates: [Estimate], within bounds: ClosedRange<Double> = 0...1,
    _ style: NumberFormat.Style = .metric
  ) {
    self.style = style
    let values = estimates.filter { $0.value != nil }
      .flatMap { [$0.value, $0.low, $0.high] }.compactMap { $0 }.filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else {
      range = bounds.upperBound.isFinite ? bounds : 0...1
      return
    }
    range = Ticks.rounded(low...high, within: bounds, about: 4)
  }

  /// "70–100 %" or "0.6–1.0".
  var label: String {
    let scale = style == .percent ? 100.0 : 1
    let (low, high) = (range.lowerBound * scale, range.upperBound * scale)
    let ticks = Ticks(in: low...high, about: 4)
    return ticks.label(low) + "–" + ticks.label(high) + (style == .percent ? " %" : "")
  }

  /// Where a value lies between the lowest, 0, and the highest, 1; what lies beyond counts as at the end.
  func place(_ value: Double) -> Double {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return 0.5 }
    return min(1, max(0, (value - range.lowerBound) / span))
  }
}
