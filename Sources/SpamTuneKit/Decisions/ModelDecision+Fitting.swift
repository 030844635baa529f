import ClassificationMetrics
import GPT2Kernels

extension ModelDecision {
  /// Fewer messages say nothing about how sure a model may be.
  static let fewestForTemperature = 50

  /// Chooses temperature and thresholds on messages that training did not learn from.
  ///
  /// The threshold is one of calibrated probabilities; a temperature keeps their order, so that both may be
  /// fitted to the same messages.
  ///
  /// - Parameters:
  ///   - logits: (n, K).
  ///   - labels: n class indices.
  ///   - messages: Name and digest of the messages.
  /// - Returns: The decision, and what its user should know.
  /// - Throws: `KitError.badOption`, `MetricError`.
  static func fitted(
    to logits: Matrix, labels: [Int], classes: [String], positiveLabel: String?,
    options: DecisionOptions, messages: (name: String, sha256: String)
  ) throws -> (decision: ModelDecision, remarks: [String]) {
    let positiveClass = positiveLabel.flatMap { classes.firstIndex(of: $0) }
    try options.check(classes: classes, positiveClass: positiveClass)
    var decision = ModelDecision()
    var evidence = DecisionEvidence(
      data: messages.name, sha256: messages.sha256,
      examples: Dictionary(
        uniqueKeysWithValues: classes.enumerated().map { k, name in
          (name, labels.count { $0 == k })
        }))
    var remarks: [String] = []
    if options.fitsTemperature {
      let (fit, remark) = try temperature(of: logits, labels: labels)
      evidence.temperature = fit
      if let fit, !fit.isAtBound { decision.temperature = fit.temperature }
      remarks.append(remark)
    }
    if let criterion = options.criterion, let positiveClass, let positiveLabel {
      let probabilities = GPT2Kernels.probabilities(ofLogits: decision.calibrated(logits))
      let sweep = try ThresholdSweep(
        labels: labels, scores: probabilities.map { $0[positiveClass] }, positive: positiveClass)
      let negativeLabel = classes[1 - positiveClass]
      let choice = try DecisionChoice(
        sweep, criterion, maxFalseNegativeRate: options.maximumFalseNegativeRate)
      decision.positiveLabel = positiveLabel
      decision.rule = choice.rule
      evidence.thresholds = choice
      remarks.append(
        Self.sentence(
          choice.rule, positiveLabel,
          because: choice.sentence(positive: positiveLabel, negative: negativeLabel)))
      remarks += choice.warnings(positive: positiveLabel, negative: negativeLabel)
    }
    decision.evidence = evidence
    return (decision, remarks)
  }

  /// - Returns: The fit, nil where there are too few messages, and what came of it in words.
  private static func temperature(
    of logits: Matrix, labels: [Int]
  ) throws -> (TemperatureFit?, remark: String) {
    guard labels.count >= fewestForTemperature else {
      return (
        nil,
        "probabilities are as the logits give them: \(labels.count) validation messages are too few to "
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

  private static func rounded(_ value: Double) -> String {
    "\((value * 1e4).rounded() / 1e4)"
  }
}
