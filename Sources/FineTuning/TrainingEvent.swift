import Files

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

/// A run that cannot go on.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  case diverged(step: Int)
  case noTrainingMessages
  case nothingToSelectBy
  case unreadableCheckpoint(file: String, reason: String)
  case foreignCheckpoint(file: String, reason: String)

  public var description: String {
    switch self {
    case .diverged(let step):
      "The loss at step \(step) is not a number. Lower `learning_rate`, or set "
        + "`max_gradient_norm` 1."
    case .noTrainingMessages:
      "There are no messages to train on. Give more rows, or a larger first part of `split`."
    case .nothingToSelectBy:
      "There are no validation messages, by which `keep_best` and `early_stopping` choose. Give them a part "
        + "of `split`, or `validation_file`."
    case .unreadableCheckpoint(let file, let reason):
      "\(file): \(reason). Delete this checkpoint to resume from the one before it."
    case .foreignCheckpoint(let file, let reason):
      "\(file): \(reason). It belongs to another run."
    }
  }
}

extension Int {
  /// Whether something that happens every so many steps happens after this one; an interval of 0
  /// means never.
  func isDue(every interval: Int) -> Bool {
    interval > 0 && isMultiple(of: interval)
  }
}

extension TrainingError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .nothingToSelectBy: .usage
    default: .failure
    }
  }
}
