/// One optimiser step.
public struct StepRecord: Hashable, Sendable {
  /// Optimiser steps since the start of the run, from 1.
  public var step: Int
  /// The epoch the step belongs to, from 1.
  public var epoch: Int
  /// Mean cross-entropy of the step's batch before the step, in nats per message. Stored as NULL
  /// when it is not a number, and read back as NaN; infinities are kept.
  public var loss: Double
  public var learningRate: Double
  /// Euclidean norm of the gradient before clipping; nil where it was not computed. NaN is stored
  /// as NULL and reads back as nil.
  public var gradientNorm: Double?

  public init(step: Int, epoch: Int, loss: Double, learningRate: Double, gradientNorm: Double?) {
    self.step = step
    self.epoch = epoch
    self.loss = loss
    self.learningRate = learningRate
    self.gradientNorm = gradientNorm
  }
}
