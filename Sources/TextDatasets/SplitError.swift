import Files

/// A split that cannot be made.
public enum SplitError: Error, Equatable, CustomStringConvertible {
  case fractions(String)
  case fold(String)
  case unknownSplit(String)
  case alreadyBalanced(SplitProtocol)
  case needsShuffling(SplitProtocol)
  /// `rows` are expected, and `found` holds no message.
  case otherFile(SplitProtocol, path: String, rows: Int, found: String)
  case foldCount(Int)
  /// `messages` counts messages that are equal after normalisation once.
  case tooFewMessages(label: String, messages: Int, parts: Int)
  /// `messages` counts messages that are equal after normalisation once: there can be as many folds.
  case tooFewForFolds(label: String, messages: Int, folds: Int)
  case tiedClass(label: String, parts: Int)
  case noSample(count: Int, messages: Int, classes: Int)

  public var description: String {
    switch self {
    case .fractions(let text):
      "The split '\(text)' is not three shares of train/validation/test that sum to 100, with "
        + "something to train on; give for example 70/10/20, or 80/0/20 for no validation part."
    case .fold(let text):
      "The split '\(text)' is none: write kfold:K:I for part I of K as the test, with K 3 or more and "
        + "I from 1 to K, or kfold:K for the first."
    case .unknownSplit(let text):
      "There is no split '\(text)'; give shares of train/validation/test such as 70/10/20, kfold:K or "
        + "kfold:K:I, almeida2011, raschka, or raschka-experiments."
    case .alreadyBalanced(let split):
      "The split '\(split)' has as many messages of each class already; leave out `balance` undersample."
    case .needsShuffling(let split):
      "The split '\(split)' is a certain random order; leave out `no_shuffle`."
    case .otherFile(let split, let path, let rows, let found):
      "\(path): the split '\(split)' is of the UCI SMS Spam Collection, \(rows) rows "
        + "\(split.isBalanced ? "as pandas reads them, " : "")of which \(SMSCollection.spamCount) are "
        + "spam and the others ham; found \(found). Fetch the file with scripts/fetch-sms."
    case .foldCount(let count):
      "\(count) folds cannot be cross-validated; give at least 2."
    case .tooFewMessages(let label, let messages, let parts):
      "\(Self.phrase(label)) has \(messages) distinct \(messages == 1 ? "message" : "messages"), "
        + "too few for each of \(parts) parts to get one; add messages or ask for fewer parts."
    case .tooFewForFolds(let label, let messages, let folds):
      "\(Self.phrase(label)) has \(messages) distinct \(messages == 1 ? "message" : "messages"), and equal "
        + "ones stay together: too few for one in each of \(folds) folds. "
        + (messages < 2
          ? "Add messages; with one there can be no folds."
          : "Ask for \(messages) folds at most, or add messages.")
    case .tiedClass(let label, let parts):
      "\(Self.phrase(label)) cannot be in each of \(parts) parts: its messages are tied to those "
        + "of other classes by equal texts with different labels; correct those labels."
    case .noSample(let count, let messages, let classes):
      "No \(count) of the \(messages) messages have all \(classes) classes among them and leave "
        + "something to measure; train on \(count < classes ? "more" : "another number"), or give "
        + "more messages."
    }
  }

  private static func phrase(_ label: String) -> String {
    PlainName.quoted(label).map { "The class \($0)" } ?? "A class"
  }
}

extension SplitError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .fractions, .fold, .unknownSplit, .alreadyBalanced, .needsShuffling: .usage
    default: .input
    }
  }
}
