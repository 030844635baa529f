/// How the probability of the positive class of two becomes an answer.
public struct DecisionRule: Sendable, Codable, Equatable {
  /// Lowest probability that counts as positive, 0...1; above 1 where nothing does.
  public var threshold: Double
  /// Probabilities from here up to `threshold` are left undecided; nil for an answer in every case.
  public var unsureFrom: Double?

  public init(threshold: Double = 0.5, unsureFrom: Double? = nil) {
    self.threshold = threshold
    self.unsureFrom = unsureFrom
  }

  /// A threshold that no probability reaches: nothing counts as positive.
  public static let outOfReach = 2.0

  public enum Answer: Sendable, Equatable {
    case positive, unsure, negative
  }

  /// - Parameter probability: of the positive class.
  public func answer(_ probability: Double) -> Answer {
    if probability >= threshold { return .positive }
    guard let unsureFrom else { return .negative }
    return probability >= unsureFrom ? .unsure : .negative
  }

  enum CodingKeys: String, CodingKey {
    case threshold
    case unsureFrom = "unsure_from"
  }
}

/// The rule of a three-way answer, positive, unsure or negative, from two thresholds chosen on the same
/// validation data.
///
/// Each promise holds with the confidence asked for by itself.
public struct DecisionChoice: Sendable, Codable, Equatable {
  /// From which probability on an example counts as positive.
  public let upper: ThresholdChoice
  /// Below which it is answered negative; nil for an answer in every case.
  public let lower: ThresholdChoice?

  /// - Parameters:
  ///   - sweep: Probabilities on validation data that training did not see. Both classes must occur.
  ///   - criterion: What the upper threshold is to achieve.
  ///   - maxFalseNegativeRate: Largest share of the positives that is answered negative, 0...1, which the
  ///     lower threshold is to keep; nil for one threshold alone.
  ///   - confidence: How surely each promise is to hold, at least 0.5 and below 1.
  /// - Throws: As `ThresholdChoice`.
  public init(
    _ sweep: ThresholdSweep, _ criterion: ThresholdCriterion, maxFalseNegativeRate: Double? = nil,
    confidence: Double = 0.95
  ) throws(MetricError) {
    upper = try ThresholdChoice(sweep, criterion, confidence: confidence)
    guard let maxFalseNegativeRate else {
      lower = nil
      return
    }
    lower = try ThresholdChoice(
      sweep, .maxFalseNegativeRate(maxFalseNegativeRate), confidence: confidence)
  }

  /// Nothing is unsure where the lower threshold is not below the upper one: answering negative below the
  /// upper one then misses no more than the lower one would, so that both promises are kept.
  public var rule: DecisionRule {
    guard let lower, lower.threshold < upper.threshold else {
      return DecisionRule(threshold: upper.threshold)
    }
    return DecisionRule(threshold: upper.threshold, unsureFrom: lower.threshold)
  }

  /// The rule in words: "at most 0.1 % of ham counts as spam, and at most 1 % of spam is answered ham".
  public func sentence(positive: String, negative: String) -> String {
    let first = upper.criterion.sentence(positive: positive, negative: negative)
    guard let lower, let share = lower.criterion.promisedShare else { return first }
    return first
      + ", and at most \(PlainNumber.percent(share)) of \(positive) is answered \(negative)"
  }

  /// Why the validation data cannot promise what was asked for: one text per threshold that has something to
  /// warn of.
  public func warnings(positive: String, negative: String) -> [String] {
    [upper, lower].compactMap { $0?.warning(positive: positive, negative: negative) }
  }
}
