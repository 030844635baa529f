import ClassificationMetrics
import ClassifierModels
import Files
import GPT2Kernels
import RunDatabase
import TextDatasets

/// A model's answers to labelled messages, and how good they are.
package struct ScoredPart {
  package let evaluation: Evaluation
  private let labels: [Int]
  private let classes: ClassSet
  /// (n, K).
  package let probabilities: [[Double]]
  private let predicted: [Int]
  /// How the answers came about.
  package let decision: ModelDecision

  /// Where the positive class of two is decided on.
  package var rule: DecisionRule { decision.rule ?? DecisionRule() }

  /// Of the bootstrap that the intervals come from; fixed, so that the same answers always have the
  /// same intervals.
  private static let bootstrapSeed: UInt64 = 1

  /// - Parameters:
  ///   - logits: (n, K).
  ///   - labels: n class indices.
  ///   - decision: How the logits become answers.
  package init(
    logits: Matrix, labels: [Int], classes: ClassSet,
    decision: ModelDecision = ModelDecision()
  ) throws {
    let decision = decision.about(classes.positiveName)
    let logits = decision.calibrated(logits)
    let probabilities = GPT2Kernels.probabilities(ofLogits: logits)
    try self.init(
      probabilities: probabilities,
      predicted: labels.indices.map { row in
        if let rule = decision.rule, let (positive, negative) = classes.pair {
          return rule.answer(probabilities[row][positive]) == .positive ? positive : negative
        }
        return logits.indexOfMaximum(inRow: row)
      }, labels: labels, classes: classes,
      loss: CrossEntropy().forward(logits, labels: labels).mean, decision: decision)
  }

  /// Of a method that gives probabilities. Some are 0, so that the loss is that of clipped ones.
  ///
  /// - Parameters:
  ///   - probabilities: (n, K).
  ///   - labels: n class indices.
  package init(
    probabilities: [[Double]], labels: [Int], classes: ClassSet
  ) throws {
    let predictions = try Predictions(
      labels: labels, probabilities: probabilities.flatMap(\.self), classes: classes.count)
    try self.init(
      probabilities: probabilities,
      predicted: predictions.decisions(
        positive: classes.positive), labels: labels, classes: classes, loss: predictions.logLoss)
  }

  private init(
    probabilities: [[Double]], predicted: [Int], labels: [Int], classes: ClassSet, loss: Double,
    decision: ModelDecision = ModelDecision()
  ) throws {
    self.decision = decision
    self.probabilities = probabilities
    self.predicted = predicted
    self.labels = labels
    self.classes = classes
    evaluation = try Self.evaluation(
      labels: labels, probabilities: probabilities, classes: classes, loss: loss,
      threshold: (decision.rule ?? DecisionRule()).threshold)
  }

  /// How good recorded answers are: what `evaluation` was when they were given.
  ///
  /// - Parameter probabilities: One list of K per label.
  /// - Throws: `MetricError`.
  package static func evaluation(
    labels: [Int], probabilities: [[Double]], classes: ClassSet,
    loss: Double, threshold: Double = DecisionRule().threshold
  ) throws -> Evaluation {
    try Evaluation(
      labels: labels, probabilities: probabilities.flatMap(\.self),
      classes: classes, threshold: threshold, loss: loss,
      seed: bootstrapSeed)
  }

  /// Records of the answers to some messages of a data set.
  ///
  /// - Parameter indices: Of those that were answered, in their order.
  package func predictions(
    at indices: [Int], of data: LabelledDataset, storesText: Bool
  ) -> [PredictionRecord] {
    predictions(
      rows: data.rows(at: indices), texts: data.texts(at: indices),
      storesText: storesText)
  }

  /// One record per message.
  package func predictions(rows: [Int], texts: [String], storesText: Bool) -> [PredictionRecord] {
    labels.indices.map { index in
      PredictionRecord(
        row: rows[index], textSHA256: SHA256Sum.of(texts[index]),
        truth: classes.names[labels[index]], predicted: classes.names[predicted[index]],
        probability: probabilities[index][predicted[index]],
        probabilities: probabilities[index], text: storesText ? texts[index] : nil)
    }
  }
}
