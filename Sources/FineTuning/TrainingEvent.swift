/// What a run reports while it goes on.
public enum TrainingEvent: Sendable {
  case step(TrainingStep)
  /// At the end of an epoch, or between (`--eval-every`).
  case progress(TrainingProgress)
  case checkpoint(CheckpointEvent)
}

/// One update of the weights.
public struct TrainingStep: Sendable, Equatable, Codable {
  /// Counted from 1.
  public let step: Int
  public let totalSteps: Int
  /// Counted from 1.
  public let epoch: Int
  /// Mean loss of the step's messages before the update, in nats.
  public let loss: Double
  public let learningRate: Double
  /// Euclidean norm before clipping.
  public let gradientNorm: Double
  /// Messages in the step.
  public let messageCount: Int
}

/// How well the model does at some moment of training.
public struct TrainingProgress: Sendable, Equatable, Codable {
  public let step: Int
  /// Epochs done; a fraction between two ends of epochs.
  public let epoch: Double
  /// Mean loss of this epoch's messages as they were learned from, in nats.
  public let runningLoss: Double
  public let train: PartResult
  /// Nil when the validation part is empty.
  public let validation: PartResult?
  /// Of validation, by the run's criterion, higher is better; nil without one, or where it is undefined.
  public let score: Double?

  public var isEndOfEpoch: Bool { epoch == epoch.rounded() }
}

/// Loss and accuracy on one part of the data.
public struct PartResult: Sendable, Equatable, Codable {
  /// Mean cross-entropy in nats, without class weights and smoothing.
  public let loss: Double
  public let correct: Int
  public let count: Int

  public var accuracy: Double { Double(correct) / Double(count) }
}
