import ClassificationMetrics
import Digests
import GPT2Kernels
import RunDatabase

/// A model's answers to labelled messages, and how good they are.
struct Measurement {
  let evaluation: ClassificationMetrics.Evaluation
  private let labels: [Int]
  private let classes: [String]
  /// (n, K).
  let probabilities: [[Double]]
  private let predicted: [Int]

  /// Of the bootstrap that the intervals come from; fixed, so that the same answers always have the
  /// same intervals.
  private static let bootstrapSeed: UInt64 = 1

  /// - Parameters:
  ///   - logits: (n, K).
  ///   - labels: n class indices.
  init(logits: Matrix, labels: [Int], classes: [String], positiveLabel: String?) throws {
    try self.init(
      probabilities: GPT2Kernels.probabilities(ofLogits: logits),
      predicted: labels.indices.map { logits.indexOfMaximum(inRow: $0) }, labels: labels,
      classes: classes, positiveLabel: positiveLabel,
      loss: CrossEntropy().forward(logits, labels: labels).mean)
  }

  /// Of a method that gives probabilities. Some are 0, so that the loss is that of clipped ones.
  ///
  /// - Parameters:
  ///   - probabilities: (n, K).
  ///   - labels: n class indices.
  init(
    probabilities: [[Double]], labels: [Int], classes: [String], positiveLabel: String?
  ) throws {
    let predictions = try Predictions(
      labels: labels, probabilities: probabilities.flatMap(\.self), classes: classes.count)
    try self.init(
      probabilities: probabilities,
      predicted: predictions.decisions(
        positiveClass: positiveLabel.flatMap { classes.firstIndex(of: $0) }), labels: labels,
      classes: classes, positiveLabel: positiveLabel, loss: predictions.logLoss)
  }

  private init(
    probabilities: [[Double]], predicted: [Int], labels: [Int], classes: [String],
    positiveLabel: String?, loss: Double
  ) throws {
    self.probabilities = probabilities
    self.predicted = predicted
    self.labels = labels
    self.classes = classes
    evaluation = try Self.evaluation(
      labels: labels, probabilities: probabilities, classes: classes,
      positiveLabel: positiveLabel, loss: loss)
  }

  /// How good recorded answers are: what `evaluation` was when they were given.
  ///
  /// - Parameter probabilities: One list of K per label.
  /// - Throws: `MetricError`.
  static func evaluation(
    labels: [Int], probabilities: [[Double]], classes: [String], positiveLabel: String?,
    loss: Double
  ) throws -> ClassificationMetrics.Evaluation {
    try ClassificationMetrics.Evaluation(
      labels: labels, probabilities: probabilities.flatMap(\.self), classNames: classes,
      positiveClass: positiveLabel.flatMap { classes.firstIndex(of: $0) }, loss: loss,
      seed: bootstrapSeed)
  }

  /// One record per message.
  func predictions(rows: [Int], texts: [String], storesText: Bool) -> [PredictionRecord] {
    labels.indices.map { index in
      PredictionRecord(
        row: rows[index], textSHA256: SHA256Sum.of(texts[index]),
        truth: classes[labels[index]], predicted: classes[predicted[index]],
        probability: probabilities[index][predicted[index]],
        probabilities: probabilities[index], text: storesText ? texts[index] : nil)
    }
  }
}
