import Files

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

extension TrainingError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .nothingToSelectBy: .usage
    default: .failure
    }
  }
}
