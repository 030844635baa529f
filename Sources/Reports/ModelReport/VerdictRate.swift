import ClassificationMetrics

/// A share as a number of messages out of so many, with its range.
struct VerdictRate {
  private let value: Double
  private let low: Double
  private let high: Double

  /// Nil without messages or without an interval.
  init?(_ count: Int, of total: Int, estimate: Estimate) {
    guard total > 0, let value = estimate.value, let low = estimate.low, let high = estimate.high
    else { return nil }
    (self.value, self.low, self.high) = (value, low, high)
  }

  /// "about 4 (2 to 9)"; the ends are rounded outwards.
  func phrase(outOf count: Int) -> String {
    let scale = Double(count)
    // A rate of 0.29 times 100 is 28.999999999999996.
    let lowest = Int((low * scale + 1e-9).rounded(.down))
    let highest = Int((high * scale - 1e-9).rounded(.up))
    let middle = value * scale
    let about =
      middle == 0
      ? "none" : middle < 0.5 ? "fewer than 1" : "about \(Words.number(Int(middle.rounded())))"
    return "\(about) (\(Words.number(lowest)) to \(Words.number(highest)))"
  }
}
