import ClassificationMetrics
import ClassifierModels
import Experiments
import GPT2Kernels
import RunDatabase

/// Labelled messages with a model's answers to them: what evaluations, audits and reports begin with.
public struct ScoredMessages: Sendable {
  public let messages: LabelledMessages
  /// In the order of the probabilities.
  public let classes: ClassSet
  /// How the positive class of two is decided on. Evaluations count what is left undecided as negative.
  public let decision: DecisionRule
  /// Unnormalised log-scores before temperature, (n, K).
  public let logits: [[Double]]
  /// Calibrated where the model is, (n, K).
  public let probabilities: [[Double]]
  public let evaluation: Evaluation
  /// The messages as the model read them.
  package let encoded: [EncodedMessage]
  let measurement: ScoredPart

  /// - Parameters:
  ///   - classifier: Prepared for many texts.
  ///   - positiveLabel: Nil for the model's own.
  /// - Throws: `ClassifierError.unknownClass`, `.messageTooLong`; `MetricError`.
  public init(
    _ messages: LabelledMessages, by classifier: TextClassifier, positiveLabel: String? = nil,
    longText: LongText = .truncate
  ) throws {
    var classes = classifier.classes
    if let positiveLabel {
      classes = ClassSet(classes.names, positiveName: positiveLabel)
      guard classes.positive != nil else {
        throw ClassifierError.unknownClass(positiveLabel, classes: classes.names)
      }
    }
    encoded = try classifier.encode(
      messages.texts, longText: longText, places: messages.places)
    let logits = classifier.logits(of: encoded)
    let measurement = try ScoredPart(
      logits: logits, labels: messages.labels, classes: classes,
      decision: classifier.decision)
    self.messages = messages
    self.measurement = measurement
    self.classes = classes
    evaluation = measurement.evaluation
    decision = measurement.rule
    self.logits = logits.doubleRows
    probabilities = measurement.probabilities
  }

  /// Messages of which only a part was read.
  public var truncatedMessages: Int { encoded.count(where: \.isTruncated) }

  /// Tokens of each whole message.
  public var tokenCounts: [Int] { encoded.map(\.tokenCount) }

  /// How the model's logits became these answers.
  package var modelDecision: ModelDecision { measurement.decision }

  /// Messages that are left undecided.
  public var unsureCount: Int {
    guard classes.count == 2 else { return 0 }
    return positiveProbabilities?.count { decision.answer($0) == .unsure } ?? 0
  }

  /// Probability of the positive class, one per message; nil without such a class.
  public var positiveProbabilities: [Double]? {
    classes.positive.map { positive in probabilities.map { $0[positive] } }
  }

  /// One record per message.
  func predictions(storesText: Bool) -> [PredictionRecord] {
    measurement.predictions(rows: messages.rows, texts: messages.texts, storesText: storesText)
  }
}
