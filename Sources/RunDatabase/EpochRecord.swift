/// One pass over the training messages. What was measured at its end are evaluations with the
/// same `epoch` and `step`.
public struct EpochRecord: Hashable, Sendable {
  /// From 1.
  public var epoch: Int
  /// The last optimiser step of the epoch.
  public var step: Int
  /// Messages that the epoch went through.
  public var examples: Int
  /// Mean cross-entropy over those messages as they were learned from, in nats per message; NaN
  /// is stored as NULL.
  public var loss: Double
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
