import ClassificationMetrics
import Foundation

/// Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.
package struct Ticks: Equatable {
  package let values: [Double]
  package let step: Double

  /// Those within a range.
  ///
  /// - Parameters:
  ///   - range: Finite. An empty one has a single tick.
  ///   - count: About how many, at least 2.
  package init(in range: ClosedRange<Double>, about count: Int = 5) {
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite else {
      values = [range.lowerBound]
      step = 1
      return
    }
    let step = Self.step(for: length, about: max(2, count))
    self.step = step
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    values =
      first > last ? [] : (0...Int(min(last - first, 100))).map { (first + Double($0)) * step }
  }

  /// The range up to the next round numbers on both sides, as narrow as `about` allows.
  package static func rounded(_ range: ClosedRange<Double>, about count: Int = 5) -> ClosedRange<
    Double
  > {
    let length = range.upperBound - range.lowerBound
    guard length.isFinite else { return 0...1 }
    guard length > 0 else { return range.lowerBound - 0.5...range.upperBound + 0.5 }
    let step = Self.step(for: length, about: max(2, count))
    let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
    let high = (range.upperBound / step - 1e-9).rounded(.up) * step
    return low...max(low + step, high)
  }

  /// The same within bounds, and never empty: at an end of the bounds it is widened into them.
  ///
  /// - Parameters:
  ///   - range: Finite.
  ///   - bounds: What the values can be; more than 0.01 long.
  package static func rounded(
    _ range: ClosedRange<Double>, within bounds: ClosedRange<Double>, about count: Int = 5
  ) -> ClosedRange<Double> {
    // Of large numbers 0.01 would vanish in rounding.
    let least = max(0.01, range.lowerBound.magnitude * 1e-6)
    let rounded = Self.rounded(
      range.lowerBound...max(range.upperBound, range.lowerBound + least), about: count)
    let low = min(max(rounded.lowerBound, bounds.lowerBound), bounds.upperBound)
    let high = max(min(rounded.upperBound, bounds.upperBound), bounds.lowerBound)
    if low < high { return low...high }
    return low == bounds.lowerBound ? low...low + 0.01 : low - 0.01...low
  }

  /// With as many decimals as the step needs.
  package func label(_ value: Double) -> String {
    let decimals = max(0, min(9, Int((-log10(step) - 1e-9).rounded(.up))))
    let text = NumberFormat.decimals(value, decimals)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private static func step(for length: Double, about count: Int) -> Double {
    roundStep(atLeast: length / Double(count))
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not below, but for rounding.
  static func roundStep(atLeast distance: Double) -> Double {
    let power = pow(10, log10(distance).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= distance * (1 - 1e-9) } ?? distance
  }
}
