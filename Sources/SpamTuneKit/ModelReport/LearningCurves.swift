/// How training went.
public struct LearningCurves: Sendable, Codable, Equatable {
  public struct Step: Sendable, Codable, Equatable {
    public var step: Int
    /// Mean of the step's batch in nats per message; nil where it was no number.
    public var loss: Double?

    public init(step: Int, loss: Double?) {
      self.step = step
      self.loss = loss
    }
  }

  public struct Epoch: Sendable, Codable, Equatable {
    public var epoch: Int
    public var step: Int
    public var trainLoss: Double?
    public var validationLoss: Double?
    public var trainAccuracy: Double?
    public var validationAccuracy: Double?

    public init(
      epoch: Int, step: Int, trainLoss: Double? = nil, validationLoss: Double? = nil,
      trainAccuracy: Double? = nil, validationAccuracy: Double? = nil
    ) {
      self.epoch = epoch
      self.step = step
      self.trainLoss = trainLoss
      self.validationLoss = validationLoss
      self.trainAccuracy = trainAccuracy
      self.validationAccuracy = validationAccuracy
    }

    enum CodingKeys: String, CodingKey {
      case epoch, step
      case trainLoss = "train_loss"
      case validationLoss = "validation_loss"
      case trainAccuracy = "train_accuracy"
      case validationAccuracy = "validation_accuracy"
    }
  }

  /// In their order; of long runs evenly chosen ones, the first and the last among them.
  public var steps: [Step]
  /// What was measured at the end of each.
  public var epochs: [Epoch]
  /// Whether it overfits, in one sentence.
  public var verdict: String

  public init(steps: [Step], epochs: [Epoch], verdict: String) {
    self.steps = steps
    self.epochs = epochs
    self.verdict = verdict
  }
}
