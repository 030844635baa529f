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
      "The loss at step \(step) is not a number. Lower --learning-rate, or set "
        + "--max-gradient-norm 1."
    case .noTrainingMessages:
      "There are no messages to train on. Give more rows, or a larger first part of --split."
    case .nothingToSelectBy:
      "There are no validation messages, by which --keep-best and --early-stopping choose. Give them a part "
        + "of --split, or --validation-file."
    case .unreadableCheckpoint(let file, let reason):
      "\(file): \(reason). Delete this checkpoint to resume from the one before it."
    case .foreignCheckpoint(let file, let reason):
      "\(file): \(reason). It belongs to another run."
    }
  }
}
