/// What a threshold on the probability of the positive class is to achieve.
///
/// The first three are promises about messages yet to come; the others are the best on those at hand.
public enum ThresholdCriterion: Sendable, Equatable {
  /// At most this share of the negatives counts as positive, 0...1.
  case maxFalsePositiveRate(Double)
  /// At most this share of the positives is answered negative, 0...1.
  case maxFalseNegativeRate(Double)
  /// At least this share of what counts as positive is positive, 0...1.
  case minPrecision(Double)
  /// The lowest total, when either mistake costs so much. Not negative, not both 0.
  case cost(falsePositive: Double, falseNegative: Double)
  case bestF1
  case bestMCC

  /// The criterion in words: "at most 0.1 % of ham counts as spam".
  ///
  /// - Parameters:
  ///   - positive: Name of the positive class.
  ///   - negative: Name of the other.
  public func sentence(positive: String, negative: String) -> String {
    switch self {
    case .maxFalsePositiveRate(let share):
      "at most \(PlainNumber.percent(share)) of \(negative) counts as \(positive)"
    case .maxFalseNegativeRate(let share):
      "at most \(PlainNumber.percent(share)) of \(positive) counts as \(negative)"
    case .minPrecision(let share):
      "at least \(PlainNumber.percent(share)) of what counts as \(positive) is \(positive)"
    case .cost(let falsePositive, let falseNegative):
      "the lowest cost, with \(PlainNumber.text(falsePositive)) for \(negative) that counts as \(positive) "
        + "and \(PlainNumber.text(falseNegative)) for \(positive) that counts as \(negative)"
    case .bestF1: "the highest F1 of \(positive)"
    case .bestMCC: "the highest Matthews correlation"
    }
  }

  /// The share that is promised of messages yet to come, nil where nothing is.
  var promisedShare: Double? {
    switch self {
    case .maxFalsePositiveRate(let share), .maxFalseNegativeRate(let share),
      .minPrecision(let share):
      share
    case .cost, .bestF1, .bestMCC: nil
    }
  }

  /// Throws `MetricError.shareOutOfRange` or `.costsOutOfRange`.
  func check() throws(MetricError) {
    if let promisedShare, !(0...1 ~= promisedShare) { throw .shareOutOfRange(found: promisedShare) }
    guard case .cost(let falsePositive, let falseNegative) = self else { return }
    let isUsable =
      falsePositive >= 0 && falseNegative >= 0 && (falsePositive + falseNegative).isFinite
      && falsePositive + falseNegative > 0
    guard isUsable else {
      throw .costsOutOfRange(falsePositive: falsePositive, falseNegative: falseNegative)
    }
  }
}
