public import Foundation

/// One measurement of a model on labelled messages.
public struct EvaluationRecord: Hashable, Sendable {
  /// The run whose model it is; nil for a model that no run of this database made.
  public var run: Run.ID?
  public var part: EvaluationPart
  /// Where in training it was made, in optimiser steps; nil for one made later of a saved model.
  public var step: Int?
  /// Epochs done by then, from 0; nil for one made later of a saved model.
  public var epoch: Int?
  public var data: FileReference
  /// The saved model; nil for one made during training. Required where `run` is nil.
  public var model: FileReference?
  /// Class names in the order of the logits, and of each prediction's probabilities.
  public var classes: [String]
  public var positiveClass: String?
  /// Messages measured.
  public var examples: Int
  /// Mean cross-entropy in nats per message; NaN is stored as NULL and reads back as NaN.
  public var loss: Double
  /// Wall time of the evaluation.
  public var seconds: Double
  public var metrics: [MetricRecord]
  public var confusion: [ConfusionCount]
  /// Lowest probability of the positive class that counted as positive; nil where the most probable class
  /// was the answer.
  public var threshold: Double?
  /// Probabilities from here up to `threshold` were left undecided; nil for an answer in every case.
  public var unsureFrom: Double?
  /// That logits were divided by before they became probabilities; nil for as they are.
  public var temperature: Double?
  /// Kept to the millisecond.
  public var createdAt: Date

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
    self.data = data
    self.model = model
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
}
