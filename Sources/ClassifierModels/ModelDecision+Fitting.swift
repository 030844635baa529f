import ClassificationMetrics
import GPT2Kernels

extension ModelDecision {
  /// Fewer messages say nothing about how sure a model may be.
  package static let fewestForTemperature = 50

  /// Chooses temperature and thresholds on messages that training did not learn from.
  ///
  /// The threshold is one of calibrated probabilities; a temperature keeps their order, so that both may be
  /// fitted to the same messages.
  ///
  /// - Parameters:
  ///   - logits: (n, K).
  ///   - labels: n class indices.
  ///   - messages: Name and digest of the messages.
  ///   - knownTemperature: Kept where the messages are too few for another.
  /// - Returns: The decision, and what its user should know.
  /// - Throws: `ClassifierError`, `MetricError`.
  package static func fitted(
    to logits: Matrix, labels: [Int], classes: ClassSet, options: DecisionOptions,
    messages: (name: String, sha256: String), knownTemperature: Double = 1
  ) throws -> (decision: ModelDecision, remarks: [String]) {
    try options.check(classes)
    var decision = ModelDecision()
    var evidence = DecisionEvidence(
      data: messages.name, sha256: messages.sha256,
      examples: Dictionary(
        uniqueKeysWithValues: classes.names.enumerated().map { k, name in
          (name, labels.count { $0 == k })
        }))
    var remarks: [String] = []
    if options.fitsTemperature {
      let (fit, remark) = try temperature(of: logits, labels: labels, known: knownTemperature)
      evidence.temperature = fit
      decision.temperature =
        fit.map { $0.isAtBound ? 1 : $0.temperature } ?? knownTemperature
      remarks.append(remark)
    }
    if let criterion = options.criterion, let pair = classes.pair {
      let probabilities = GPT2Kernels.probabilities(ofLogits: decision.calibrated(logits))
      let sweep = try ThresholdSweep(
        labels: labels, scores: probabilities.map { $0[pair.positive] }, positive: pair.positive)
      let (positive, negative) = (classes.names[pair.positive], classes.names[pair.negative])
      let choice = try DecisionChoice(
        sweep, criterion, maxFalseNegativeRate: options.maximumFalseNegativeRate)
      decision.positiveLabel = positive
      decision.rule = choice.rule
      evidence.thresholds = choice
      remarks.append(
        Self.sentence(
          choice.rule, positive,
          because: choice.sentence(positive: positive, negative: negative)))
      remarks.append(
        Self.sentence(
          choice.upper.confusionMatrix.oneVersusRest(1), positive: positive,
          negative: negative))
      remarks += choice.warnings(positive: positive, negative: negative)
    }
    decision.evidence = evidence
    return (decision, remarks)
  }

  /// - Returns: The fit, nil where there are too few messages, and what came of it in words.
  private static func temperature(
    of logits: Matrix, labels: [Int], known: Double
  ) throws -> (TemperatureFit?, remark: String) {
    guard labels.count >= fewestForTemperature else {
      let present =
        known == 1
        ? "probabilities are as the logits give them" : "the temperature stays \(rounded(known))"
      return (
        nil,
        "\(present): \(labels.count) validation messages are too few to "
          + "calibrate by (\(fewestForTemperature) are needed)"
      )
    }
    let fit = try TemperatureFit(
      logits: logits.elements.map(Double.init), classes: logits.columns, labels: labels)
    guard !fit.isAtBound else {
      return (
        fit,
        "probabilities are as the logits give them: the validation messages set no bound to how sure "
          + "the model may be"
      )
    }
    return (
      fit,
      "probabilities are calibrated by a temperature of \(rounded(fit.temperature)): on the validation "
        + "messages their loss falls from \(rounded(fit.lossBefore)) to \(rounded(fit.lossAfter))"
    )
  }

  private static func sentence(
    _ rule: DecisionRule, _ label: String, because criterion: String
  ) -> String {
    let unsure = rule.unsureFrom.map { ", unsure from \(rounded($0))" } ?? ""
    let threshold =
      rule.threshold == DecisionRule.outOfReach
      ? "nothing is answered '\(label)'"
      : "the answer is '\(label)' from a probability of \(rounded(rule.threshold))"
    return "\(threshold)\(unsure): \(criterion)"
  }

  private static func sentence(
    _ counts: BinaryCounts, positive: String, negative: String
  ) -> String {
    "on these messages \(counts.falsePositives) of \(counts.negatives) '\(negative)' count as "
      + "'\(positive)', and \(counts.truePositives) of \(counts.positives) '\(positive)' are found"
  }

  private static func rounded(_ value: Double) -> String {
    "\((value * 1e4).rounded() / 1e4)"
  }
}
