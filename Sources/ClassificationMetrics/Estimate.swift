/// A metric's value with its confidence interval, 95 % unless its maker says otherwise; or the reason why it
/// is undefined.
///
/// Either `value` or `undefinedReason` is there. `low` and `high` are nil where no interval can be given: no
/// value, or resamples (or folds) that all agree, whose zero width would promise certainty.
public struct Estimate: Sendable, Equatable {
  public let value: Double?
  public let low: Double?
  public let high: Double?
  /// Why there is no value; nil where there is one.
  public let undefinedReason: String?

  public init(value: Double, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
    undefinedReason = nil
  }

  /// - Parameter reason: A clause without a full stop, such as "no example has the label 'spam'".
  public static func undefined(_ reason: String) -> Estimate { Estimate(undefinedReason: reason) }

  private init(undefinedReason: String) {
    (value, low, high) = (nil, nil, nil)
    self.undefinedReason = undefinedReason
  }

  /// An estimate from a record that keeps no reasons.
  package init(recorded value: Double?, low: Double? = nil, high: Double? = nil) {
    self =
      value.map { Estimate(value: $0, low: low, high: high) }
      ?? .undefined("it was undefined when this was recorded")
  }

  /// The same value, or the same reason, without the interval.
  package var withoutInterval: Estimate { value.map { Estimate(value: $0) } ?? self }

  /// This estimate with an interval that ends where the metric does.
  func clamped(to range: ClosedRange<Double>) -> Estimate {
    guard let value else { return self }
    return Estimate(
      value: value, low: low.map { max($0, range.lowerBound) },
      high: high.map { min($0, range.upperBound) })
  }
}

extension Estimate {
  /// A proportion with its Wilson interval.
  ///
  /// - Parameters:
  ///   - successes: 0...count.
  ///   - undefinedReason: Why there is no proportion where `count` is 0.
  public static func proportion(
    _ successes: Int, of count: Int, confidence: Double = 0.95,
    undefinedReason: String = "there are no examples"
  ) -> Estimate {
    guard
      let interval = WilsonInterval.interval(
        successes: successes, of: count, confidence: confidence)
    else { return .undefined(undefinedReason) }
    return Estimate(
      value: Double(successes) / Double(count), low: interval.lowerBound,
      high: interval.upperBound)
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
  /// - Parameters:
  ///   - rounds: The value of each round, nil where it is undefined.
  ///   - testToTrainRatio: r; 0 for rounds that are independent draws.
  ///   - confidence: Strictly between 0 and 1.
  public static func mean(
    of rounds: [Double?], testToTrainRatio: Double = 0, confidence: Double = 0.95
  ) -> Estimate {
    let values = rounds.compactMap { $0 }.filter(\.isFinite)
    guard !rounds.isEmpty else { return .undefined("there are no rounds") }
    guard values.count == rounds.count else {
      let bad = rounds.firstIndex { $0?.isFinite != true } ?? 0
      return .undefined("round \(bad + 1) of \(rounds.count) has no value")
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

  /// Where a reason is given the value is undefined, though older files have a 0 beside some reasons.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let reason = try container.decodeIfPresent(String.self, forKey: .undefinedReason)
    let value = try container.decodeIfPresent(Double.self, forKey: .value)
    guard let value, reason == nil else {
      self = .undefined(reason ?? "no reason was recorded")
      return
    }
    self.init(
      value: value, low: try container.decodeIfPresent(Double.self, forKey: .low),
      high: try container.decodeIfPresent(Double.self, forKey: .high))
  }
}

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
