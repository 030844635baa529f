public import Foundation

/// The messages that an evaluation was made on.
public enum EvaluationPart: String, Codable, Hashable, Sendable, CaseIterable {
  case train
  case validation
  case test
  /// A whole file, whatever the run's split.
  case file

  /// The parts that a run divides its messages into.
  public static let ofSplit: [EvaluationPart] = [.train, .validation, .test]
}

/// One measurement of a model on labelled messages.
public struct EvaluationRecord: Codable, Hashable, Sendable {
  /// The run whose model it is; nil for a model that no run of this database made.
  public var run: Run.ID?
  public var part: EvaluationPart
  /// Where in training it was made, in optimiser steps; nil for one made later of a saved model.
  public var step: Int?
  /// Epochs done by then, from 0; nil for one made later of a saved model.
  public var epoch: Int?
  private var dataPath: String
  private var dataSHA256: String
  private var modelPath: String?
  private var modelSHA256: String?
  /// Class names in the order of the logits, and of each prediction's probabilities.
  public var classes: [String]
  public var positiveClass: String?
  /// Messages measured.
  public var examples: Int
  /// Mean cross-entropy in nats per message; NaN is stored as NULL and reads back as NaN.
  @NaNAsNull public var loss: Double
  /// Wall time of the evaluation.
  public var seconds: Double
  public var metrics: [MetricRecord] = []
  public var confusion: [ConfusionCount] = []
  /// Lowest probability of the positive class that counted as positive; nil where the most probable class
  /// was the answer.
  public var threshold: Double?
  /// Probabilities from here up to `threshold` were left undecided; nil for an answer in every case.
  public var unsureFrom: Double?
  /// That logits were divided by before they became probabilities; nil for as they are.
  public var temperature: Double?
  /// Kept to the millisecond.
  public var createdAt: Date

  /// All but metrics and confusion counts, which are rows of their own.
  private enum CodingKeys: String, CodingKey {
    case run = "run_id"
    case part, step, epoch
    case dataPath = "data_path"
    case dataSHA256 = "data_sha256"
    case modelPath = "model_path"
    case modelSHA256 = "model_sha256"
    case classes
    case positiveClass = "positive_class"
    case examples, loss, seconds, threshold
    case unsureFrom = "unsure_from"
    case temperature
    case createdAt = "created_at"
  }

  public init(
    run: Run.ID?, part: EvaluationPart, step: Int? = nil, epoch: Int? = nil, data: FileReference,
    model: FileReference? = nil, classes: [String], positiveClass: String? = nil, examples: Int,
    loss: Double, seconds: Double, metrics: [MetricRecord], confusion: [ConfusionCount] = [],
    threshold: Double? = nil, unsureFrom: Double? = nil, temperature: Double? = nil,
    createdAt: Date = Date()
  ) {
    self.run = run
    self.part = part
    self.step = step
    self.epoch = epoch
    (dataPath, dataSHA256) = (data.path, data.sha256)
    (modelPath, modelSHA256) = (model?.path, model?.sha256)
    self.classes = classes
    self.positiveClass = positiveClass
    self.examples = examples
    self.loss = loss
    self.seconds = seconds
    self.metrics = metrics
    self.confusion = confusion
    self.threshold = threshold
    self.unsureFrom = unsureFrom
    self.temperature = temperature
    self.createdAt = createdAt
  }

  public var data: FileReference {
    get { FileReference(path: dataPath, sha256: dataSHA256) }
    set { (dataPath, dataSHA256) = (newValue.path, newValue.sha256) }
  }

  /// The saved model; nil for one made during training. Required where `run` is nil.
  public var model: FileReference? {
    get { FileReference(modelPath, modelSHA256) }
    set { (modelPath, modelSHA256) = (newValue?.path, newValue?.sha256) }
  }
}

/// An evaluation as stored.
public struct StoredEvaluation: Decodable, Identifiable, Hashable, Sendable {
  /// Names the evaluation inside its database.
  public typealias ID = RowID<StoredEvaluation>

  public let id: ID
  /// Metrics and confusion counts come sorted by name. No column: GRDB reads it from the columns of the
  /// same row.
  public internal(set) var record: EvaluationRecord
}

/// One metric with its interval.
public struct MetricRecord: Codable, Hashable, Sendable {
  /// Lower-case letters, digits and underscores: "accuracy", "roc_auc".
  public var name: String
  /// nil where the metric is undefined, such as ROC-AUC of messages of one class. NaN is the same.
  public var value: Double?
  /// Lower end of the 95 % interval.
  public var low: Double?
  /// Upper end of the 95 % interval.
  public var high: Double?

  public init(name: String, value: Double?, low: Double? = nil, high: Double? = nil) {
    self.name = name
    self.value = value
    self.low = low
    self.high = high
  }
}

/// One cell of a confusion matrix.
public struct ConfusionCount: Codable, Hashable, Sendable {
  public var truth: String
  public var predicted: String
  public var count: Int

  public init(truth: String, predicted: String, count: Int) {
    self.truth = truth
    self.predicted = predicted
    self.count = count
  }
}

/// What the model said about one message.
public struct PredictionRecord: Codable, Hashable, Sendable {
  /// The message's row in its data file, from 1.
  public var row: Int
  /// SHA-256 of the message's bytes, 64 lower-case hexadecimal digits.
  public var textSHA256: String
  public var truth: String
  public var predicted: String
  /// Probability of the predicted class, 0…1; NaN is stored as NULL.
  @NaNAsNull public var probability: Double
  /// One probability for each of the evaluation's classes, in their order; NaN is stored as null.
  @NumbersAsJSON public var probabilities: [Double]
  /// The message itself, only where its owner asked to keep it.
  public var text: String?

  private enum CodingKeys: String, CodingKey {
    case row
    case textSHA256 = "text_sha256"
    case truth, predicted, probability, probabilities, text
  }

  public init(
    row: Int, textSHA256: String, truth: String, predicted: String, probability: Double,
    probabilities: [Double], text: String? = nil
  ) {
    self.row = row
    self.textSHA256 = textSHA256
    self.truth = truth
    self.predicted = predicted
    self.probability = probability
    self.probabilities = probabilities
    self.text = text
  }
}
