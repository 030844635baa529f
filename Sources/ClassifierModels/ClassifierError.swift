import Files
import TextDatasets

/// What a classifier or generator was asked for and cannot do. Messages name settings between backticks.
public enum ClassifierError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A setting's name, and what is wrong with its value.
  case badSetting(String, String)
  /// A threshold was asked for where there is no positive class of two.
  case noThreshold(classes: Int)
  /// A class bears the name of the answer between two thresholds.
  case abstentionIsClass(String)
  case unknownClass(String, classes: [String])
  case messageTooLong(place: String, tokens: Int, limit: Int)
  case promptTooLong(tokens: Int, limit: Int)

  public var description: String {
    switch self {
    case .badSetting(let name, let reason):
      "`\(name)` \(reason)"
    case .noThreshold(let count):
      "A threshold tells a positive class from one other, and here are \(count): "
        + "leave out the options that choose one."
    case .abstentionIsClass(let name):
      "A class is called '\(name)', which is also the answer between two thresholds. "
        + "Rename it, or leave out `max_fnr`."
    case .unknownClass(let label, let classes):
      "`positive_label` '\(label)' is none of the classes: \(PlainName.list(classes))."
    case .messageTooLong(let place, let tokens, let limit):
      "\(place): \(tokens) tokens, but the model reads \(limit). "
        + "Choose `long_text` truncate, head-tail or windows."
    case .promptTooLong(let tokens, let limit):
      "The prompt has \(tokens) tokens; with room for one more the model reads \(limit). Shorten it."
    }
  }
}

extension ClassifierError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .badSetting, .noThreshold, .abstentionIsClass: .usage
    case .unknownClass, .messageTooLong, .promptTooLong: .input
    }
  }
}
