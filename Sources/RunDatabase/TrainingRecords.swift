public import Foundation

/// One optimiser step.
public struct StepRecord: Codable, Hashable, Sendable {
  /// Optimiser steps since the start of the run, from 1.
  public var step: Int
  /// The epoch the step belongs to, from 1.
  public var epoch: Int
  /// Mean cross-entropy of the step's batch before the step, in nats per message. Stored as NULL
  /// when it is not a number, and read back as NaN; infinities are kept.
  @NaNAsNull public var loss: Double
  public var learningRate: Double
  /// Euclidean norm of the gradient before clipping; nil where it was not computed. NaN is stored
  /// as NULL and reads back as nil.
  public var gradientNorm: Double?

  private enum CodingKeys: String, CodingKey {
    case step, epoch, loss
    case learningRate = "learning_rate"
    case gradientNorm = "gradient_norm"
  }

  public init(step: Int, epoch: Int, loss: Double, learningRate: Double, gradientNorm: Double?) {
    self.step = step
    self.epoch = epoch
    self.loss = loss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
  }
}

/// One pass over the training messages. What was measured at its end are evaluations with the
/// same `epoch` and `step`.
public struct EpochRecord: Codable, Hashable, Sendable {
  /// From 1.
  public var epoch: Int
  /// The last optimiser step of the epoch.
  public var step: Int
  /// Messages that the epoch went through.
  public var examples: Int
  /// Mean cross-entropy over those messages as they were learned from, in nats per message; NaN
  /// is stored as NULL.
  @NaNAsNull public var loss: Double
  /// Wall time of the epoch, evaluations not included.
  public var seconds: Double

  public init(epoch: Int, step: Int, examples: Int, loss: Double, seconds: Double) {
    self.epoch = epoch
    self.step = step
    self.examples = examples
    self.loss = loss
    self.seconds = seconds
  }
}

/// A checkpoint on disk that a run can be resumed from.
public struct CheckpointRecord: Codable, Hashable, Sendable {
  /// Optimiser steps done when it was saved; 0 before the first.
  public var step: Int
  /// Epochs begun when it was saved; 0 before the first.
  public var epoch: Int
  private var path: String
  private var sha256: String
  public var bytes: Int64
  /// Kept to the millisecond.
  public var createdAt: Date

  private enum CodingKeys: String, CodingKey {
    case step, epoch, path, sha256, bytes
    case createdAt = "created_at"
  }

  public init(
    step: Int, epoch: Int, file: FileReference, bytes: Int64, createdAt: Date = Date()
  ) {
    self.step = step
    self.epoch = epoch
    path = file.path
    sha256 = file.sha256
    self.bytes = bytes
    self.createdAt = createdAt
  }

  public var file: FileReference {
    get { FileReference(path: path, sha256: sha256) }
    set { (path, sha256) = (newValue.path, newValue.sha256) }
  }
}
