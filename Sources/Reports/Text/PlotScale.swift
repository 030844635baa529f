import ClassificationMetrics
import Foundation

/// The range of an axis and round numbers on it.
struct PlotScale {
  let lowest: Double
  let highest: Double
  /// Multiples of 1, 2 or 5 times a power of ten, ascending; whole where all values are.
  let ticks: [Double]
  /// The distance of two ticks.
  private let step: Double

  /// - Parameters:
  ///   - values: Any numbers; those that are not finite are left out, and what is beyond ±1e300 counts
  ///     as that.
  ///   - count: About how many ticks there may be, 2 or more.
  ///   - widens: Whether the range goes on to the next tick at both ends.
  /// - Returns: nil where no value is finite.
  init?(_ values: some Sequence<Double>, ticks count: Int, widens: Bool) {
    let finite = values.lazy.filter(\.isFinite).map(Self.limited)
    guard var low = finite.min(), var high = finite.max() else { return nil }
    let size = max(abs(low), abs(high))
    if high - low <= max(size * 1e-12, 1e-300) {
      // All the same: some room around it.
      let room = size > 1e-290 ? size / 10 : 1
      (low, high) = (low - room, high + room)
    }
    let areWhole = finite.allSatisfy { $0 == $0.rounded() }
    let distance = (high - low) / Double(max(1, count - 1))
    let step = Ticks.roundStep(atLeast: areWhole ? max(1, distance) : distance)
    // Divisions leave traces behind the last place.
    let first = (low / step + (widens ? 1e-9 : -1e-9))
    let last = (high / step + (widens ? -1e-9 : 1e-9))
    let range =
      widens
      ? first.rounded(.down)...last.rounded(.up)
      : first.rounded(.up)...max(first.rounded(.up), last.rounded(.down))
    ticks = stride(from: range.lowerBound, through: range.upperBound, by: 1).map { $0 * step }
    lowest = widens ? min(low, range.lowerBound * step) : low
    highest = widens ? max(high, range.upperBound * step) : high
    self.step = step
  }

  /// Where a value lies between the lowest, 0, and the highest, 1.
  func place(_ value: Double) -> Double {
    min(1, max(0, (value - lowest) / (highest - lowest)))
  }

  /// A tick as text, with as many digits as tell it from the next one.
  func label(_ tick: Double) -> String {
    let size = ticks.map(abs).max() ?? 0
    let digit = Int((log10(step) + 1e-9).rounded(.down))
    guard size == 0 || (1e-3..<1e6).contains(size) else {
      guard tick != 0 else { return "0" }
      let digits = max(0, Int(log10(abs(tick)).rounded(.down)) - digit)
      return NumberFormat.scientific(tick, digits)
    }
    return NumberFormat.decimals(tick == 0 ? 0 : tick, max(0, -digit))
  }

  private static func limited(_ value: Double) -> Double { min(1e300, max(-1e300, value)) }
}
