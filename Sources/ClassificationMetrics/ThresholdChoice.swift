/// A threshold on the probability of the positive class, chosen on validation data, and what can be promised
/// of messages yet to come.
///
/// A threshold lies halfway between two neighbouring distinct scores; equal scores are never told apart. It
/// is 0 where everything may count as positive and `DecisionRule.outOfReach` where nothing may.
public struct ThresholdChoice: Sendable, Codable, Equatable {
  public let criterion: ThresholdCriterion
  /// Of the promise, at least 0.5 and below 1.
  public let confidence: Double
  /// Lowest probability that counts as positive.
  public let threshold: Double
  /// On the validation data at the threshold: class 0 negative, class 1 positive.
  public let confusionMatrix: ConfusionMatrix
  /// The criterion's quantity on the validation data: a rate, a precision, F1, MCC, or the cost of all
  /// mistakes over the number of examples. The interval of rates and precision is Wilson's, of the rest from
  /// 2,000 stratified resamples at the same threshold. As the threshold was chosen on the same data, F1, MCC
  /// and cost flatter.
  public let observed: Estimate
  /// The exact one-sided bound of a rate (upper) or a precision (lower); nil for a criterion that promises
  /// nothing, and for the precision where nothing counts as positive.
  public let bound: Double?
  /// Whether the bound keeps what the criterion asks for; false for a criterion that promises nothing.
  public let isPromised: Bool
  /// Where the promise is not kept, how many examples could keep it if none of them were a mistake: negatives
  /// for a false positive rate, positives for a false negative rate, examples that count as positive for a
  /// precision. Nil where it is kept, where nothing is promised, and where no number suffices.
  public let examplesNeeded: Int?

  /// - Parameters:
  ///   - sweep: Of probabilities on validation data that training did not see. Both classes must occur.
  ///   - criterion: What the threshold is to achieve.
  ///   - confidence: Of the promise, at least 0.5 and below 1.
  ///   - seed: Of the interval of F1, MCC and cost.
  /// - Throws: `MetricError.oneClassOnly`, `.scoresOutOfRange`, `.shareOutOfRange`, `.costsOutOfRange`,
  ///   `.confidenceOutOfRange`.
  public init(
    _ sweep: ThresholdSweep, _ criterion: ThresholdCriterion, confidence: Double = 0.95,
    seed: UInt64 = 1
  ) throws(MetricError) {
    try criterion.check()
    guard 0.5..<1 ~= confidence else { throw .confidenceOutOfRange(found: confidence) }
    guard sweep.positives > 0, sweep.negatives > 0 else {
      throw .oneClassOnly(positives: sweep.positives, negatives: sweep.negatives)
    }
    guard let highest = sweep.thresholds.first, let lowest = sweep.thresholds.last, lowest >= 0,
      highest <= 1
    else {
      throw .scoresOutOfRange(
        lowest: sweep.thresholds.last ?? .nan, highest: sweep.thresholds.first ?? .nan)
    }
    let position = sweep.position(for: criterion, confidence: confidence)
    let matrix = sweep.matrix(at: position)
    let quantity = ThresholdQuantity(criterion, of: matrix)
    let bound = quantity.bound(confidence: confidence)
    let isPromised = bound.map(quantity.isKept(by:)) ?? false

    self.criterion = criterion
    self.confidence = confidence
    threshold = sweep.threshold(at: position)
    confusionMatrix = matrix
    observed = quantity.estimate(seed: seed)
    self.bound = bound
    self.isPromised = isPromised
    examplesNeeded =
      isPromised ? nil : criterion.examplesNeeded(confidence: confidence)
  }
}

extension ThresholdChoice {
  enum CodingKeys: String, CodingKey {
    case criterion, confidence, threshold, observed, bound
    case confusionMatrix = "confusion_matrix"
    case isPromised = "promised"
    case examplesNeeded = "examples_needed"
  }
}

extension ThresholdCriterion {
  /// How many examples keep the promise if none of them is a mistake.
  func examplesNeeded(confidence: Double) -> Int? {
    switch self {
    case .maxFalsePositiveRate(let share), .maxFalseNegativeRate(let share):
      ClopperPearsonBound.trialsNeeded(toPromise: share, confidence: confidence)
    case .minPrecision(let share):
      ClopperPearsonBound.trialsNeeded(toPromise: 1 - share, confidence: confidence)
    case .cost, .bestF1, .bestMCC: nil
    }
  }
}
