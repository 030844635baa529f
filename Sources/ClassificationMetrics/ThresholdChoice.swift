/// A threshold on the probability of the positive class, chosen on validation data, and what can be promised
/// of messages yet to come.
///
/// A threshold lies halfway between two neighbouring distinct scores; equal scores are never told apart. It
/// is 0 where everything may count as positive and `DecisionRule.outOfReach` where nothing may.
public struct ThresholdChoice: Sendable, Codable, Equatable {
  public let criterion: ThresholdCriterion
  /// How surely the promise holds, at least 0.5 and below 1.
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
  ///   - sweep: Probabilities on validation data that training did not see. Both classes must occur.
  ///   - criterion: What the threshold is to achieve.
  ///   - confidence: How surely the promise is to hold, at least 0.5 and below 1.
  ///   - seed: Seed of the resamples behind the interval of F1, MCC and cost.
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
    let counts = sweep.counts(at: position)
    let quantity = ThresholdQuantity(criterion, of: counts)
    let bound = quantity.bound(confidence: confidence)
    let isPromised = bound.map(quantity.isKept(by:)) ?? false

    self.criterion = criterion
    self.confidence = confidence
    threshold = sweep.threshold(at: position)
    confusionMatrix = ConfusionMatrix(counts)
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

/// What a criterion speaks of, at one threshold.
private struct ThresholdQuantity {
  private let criterion: ThresholdCriterion
  private let counts: BinaryCounts

  init(_ criterion: ThresholdCriterion, of counts: BinaryCounts) {
    self.criterion = criterion
    self.counts = counts
  }

  /// Mistakes among how many examples, for a rate or a precision.
  private var mistakes: (part: Int, whole: Int)? {
    switch criterion {
    case .maxFalsePositiveRate: counts.fraction(.falsePositiveRate)
    case .maxFalseNegativeRate: counts.fraction(.falseNegativeRate)
    case .minPrecision: (counts.falsePositives, counts.predictedPositives)
    case .cost, .bestF1, .bestMCC: nil
    }
  }

  private var isPrecision: Bool {
    if case .minPrecision = criterion { true } else { false }
  }

  /// Exact and one-sided: an upper one of a rate, a lower one of a precision.
  func bound(confidence: Double) -> Double? {
    guard let mistakes, mistakes.whole > 0 else { return nil }
    let upper = ClopperPearsonBound.upper(
      mistakes.part, of: mistakes.whole, confidence: confidence)
    return isPrecision ? 1 - upper : upper
  }

  func isKept(by value: Double) -> Bool {
    guard let share = criterion.promisedShare else { return false }
    return isPrecision ? value >= share : value <= share
  }

  func estimate(seed: UInt64) -> Estimate {
    let undefined =
      counts.predictedPositives == 0
      ? "nothing counts as positive" : "everything counts as positive"
    if let mistakes {
      return .proportion(
        isPrecision ? mistakes.whole - mistakes.part : mistakes.part, of: mistakes.whole,
        undefinedReason: undefined)
    }
    guard score(counts) != nil else { return .undefined(undefined) }
    // A resample draws each class by itself: of the examples of a class only the two counts change.
    let cells = ConfusionMatrix(counts).counts.joined().enumerated().flatMap { cell, count in
      repeatElement(cell, count: count)
    }
    return StratifiedBootstrap(labels: cells.map { $0 / 2 }, seed: seed).estimates { draws in
      var drawn = [0, 0, 0, 0]
      for (cell, count) in zip(cells, draws) { drawn[cell] += count }
      // 0/0 of a resample is 0, so that it does not cost the interval.
      return [
        score(
          BinaryCounts(
            truePositives: drawn[3], falsePositives: drawn[1], falseNegatives: drawn[2],
            trueNegatives: drawn[0])) ?? 0
      ]
    }[0]
  }

  /// F1, MCC, or the cost of all mistakes over the number of examples; nil for a rate and a precision.
  private func score(_ counts: BinaryCounts) -> Double? {
    switch criterion {
    case .maxFalsePositiveRate, .maxFalseNegativeRate, .minPrecision: nil
    case .cost(let falsePositive, let falseNegative):
      (falsePositive * Double(counts.falsePositives)
        + falseNegative * Double(counts.falseNegatives)) / Double(counts.total)
    case .bestF1: counts.f1
    case .bestMCC: counts.mcc
    }
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
