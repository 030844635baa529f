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
  /// Kept to the millisecond.
  public var createdAt: Date

  public init(
    run: Run.ID?, part: EvaluationPart, step: Int? = nil, epoch: Int? = nil, data: FileReference,
    model: FileReference? = nil, classes: [String], positiveClass: String? = nil, examples: Int,
    loss: Double, seconds: Double, metrics: [MetricRecord], confusion: [ConfusionCount] = [],
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
    self.createdAt = createdAt
  }
}
