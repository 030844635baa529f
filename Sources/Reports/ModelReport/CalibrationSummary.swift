import ClassificationMetrics

/// Some bins of a reliability diagram taken together.
struct CalibrationSummary {
  /// Answers.
  let count: Int
  /// Mean probability of the answers.
  let confidence: Double
  /// Share of them that was right, 0...1.
  let right: Double

  /// Nil without answers.
  init?(_ bins: [Calibration.Bin]) {
    let count = bins.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    self.count = count
    confidence = bins.reduce(0) { $0 + $1.meanConfidence * Double($1.count) } / Double(count)
    right = bins.reduce(0) { $0 + $1.observed * Double($1.count) } / Double(count)
  }

  /// Wilson interval of `right`.
  var interval: ClosedRange<Double>? {
    WilsonInterval.interval(
      successes: min(count, Int((right * Double(count)).rounded())), of: count)
  }
}
