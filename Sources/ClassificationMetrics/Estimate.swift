/// A metric's value with its confidence interval, 95 % unless its maker says otherwise.
///
/// - `value` is nil where the metric is undefined.
/// - `low` and `high` are nil where no interval can be given: no value, an empty denominator, or
///   resamples (or folds) that all agree, whose zero width would promise certainty.
/// - `undefinedReason` says why the value is missing, or where 0/0 was counted as 0, the way
///   scikit-learn's `zero_division=0` does.
public struct Estimate: Sendable, Equatable {
  public let value: Double?
  public let low: Double?
  public let high: Double?
  public let undefinedReason: String?

  public init(
    value: Double?, low: Double? = nil, high: Double? = nil, undefinedReason: String? = nil
  ) {
    self.value = value
    self.low = low
    self.high = high
    self.undefinedReason = undefinedReason
  }

  /// A proportion with its Wilson interval; 0/0 is 0 without an interval.
  ///
  /// - Parameter undefinedReason: kept only where `count` is 0.
  public static func proportion(
    _ successes: Int, of count: Int, confidence: Double = 0.95, undefinedReason: String? = nil
  ) -> Estimate {
    let interval = WilsonInterval.interval(successes: successes, of: count, confidence: confidence)
    return Estimate(
      value: ratio(successes, count), low: interval?.lowerBound, high: interval?.upperBound,
      undefinedReason: count == 0 ? undefinedReason : nil)
  }

  /// The mean over the rounds of a repeated measurement, mean ± t(k − 1) · s · √(1/k + r), where s is
  /// the sample standard deviation (divisor k − 1) of the k values.
  ///
  /// The folds of a cross-validation share training data, so that the plain interval (r = 0) would be
  /// too narrow; with r the number of measured messages over that of training messages it is about
  /// right: Nadeau and Bengio, "Inference for the generalization error", Machine Learning 52 (2003),
  /// section 3, the corrected resampled t.
  ///
  /// One round, or rounds that all agree, have no interval. A round without a finite value makes the mean
  /// undefined.
  ///
  /// - Parameter testToTrainRatio: r; 0 for rounds that are independent draws.
  public static func mean(
    of rounds: [Double?], testToTrainRatio: Double = 0, confidence: Double = 0.95
  ) -> Estimate {
    let values = rounds.compactMap { $0 }.filter(\.isFinite)
    guard !rounds.isEmpty else {
      return Estimate(value: nil, undefinedReason: "there are no rounds")
    }
    guard values.count == rounds.count else {
      let bad = rounds.firstIndex { $0?.isFinite != true } ?? 0
      return Estimate(
        value: nil, undefinedReason: "round \(bad + 1) of \(rounds.count) has no value")
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    guard let first = values.first, values.contains(where: { $0 != first }) else {
      return Estimate(value: mean)
    }
    let t = CriticalValue.studentT(confidence: confidence, degreesOfFreedom: values.count - 1)
    let margin = t * (values.sampleVariance * (1 / count + testToTrainRatio)).squareRoot()
    return Estimate(value: mean, low: mean - margin, high: mean + margin)
  }
}

extension [Double] {
  /// Sample variance (divisor k − 1) of at least two values.
  var sampleVariance: Double {
    let mean = reduce(0, +) / Double(count)
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
  }
}

extension Estimate {
  /// With an interval that ends where the metric does.
  func clamped(to range: ClosedRange<Double>) -> Estimate {
    Estimate(
      value: value, low: low.map { max($0, range.lowerBound) },
      high: high.map { min($0, range.upperBound) }, undefinedReason: undefinedReason)
  }
}

extension Estimate: Codable {
  enum CodingKeys: String, CodingKey {
    case value, low, high
    case undefinedReason = "undefined_reason"
  }

  /// `value`, `low` and `high` are always present, null where undefined.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encodeIfPresent(undefinedReason, forKey: .undefinedReason)
  }
}

/// part / whole, and 0 for 0/0, scikit-learn's `zero_division=0`.
func ratio(_ part: Int, _ whole: Int) -> Double {
  whole == 0 ? 0 : Double(part) / Double(whole)
}
