import Files
import TextDatasets

/// What stops a command that its user can mend. Every message ends with what to do.
public enum KitError: Error, Equatable, Sendable, CustomStringConvertible {
  case quantisedBase(String)
  case outputHoldsRun(String)
  case noSuchRun(String)
  case runIsActive(String)
  case unreadablePlan(String, reason: String)
  /// `kind` is the command that began the run.
  case otherKind(String, kind: String)
  case changed(String, since: String)
  /// What the user gave to fit a decision on is what the model learned from.
  case learnedFrom(String)
  case noValidation(model: String)
  case tooFewMessages(String, count: Int, needed: Int)
  case sameMessages(String)
  /// The run divided its messages so that a part has none.
  case emptyPart(String, run: String)
  /// There are no messages that a run held out and that its model could be measured on.
  case notHeldOut(String, reason: String)
  /// `reason` ends with what to do, without a full stop.
  case notReportable(String, reason: String)
  case noModel(database: String)
  case unknownTrainingMessages(model: String)
  case labelsLearned(String)
  case badRecommendation(String, reason: String)
  case badOption(String)
  case tooManyBlocks(asked: Int, blocks: Int)
  case notComparable(String, reason: String)

  public var description: String {
    switch self {
    case .quantisedBase(let path):
      "\(path): its weights are quantised, and codes do not learn. Train adapters on them with `method` lora, "
        + "or name the base that they were made from."
    case .outputHoldsRun(let path):
      "\(path): already holds a run. Choose another `output`, "
        + "or go on with it if it was stopped: `resume` \(path)."
    case .noSuchRun(let name):
      "No run '\(name)' is recorded. List the runs to see their names; a run's folder works as well."
    case .runIsActive(let path):
      "\(path): another process is training this run. Wait for it, or stop it first."
    case .unreadablePlan(let path, let reason):
      "\(path): \(reason). Without it the run cannot be resumed; start it anew."
    case .otherKind(let path, let kind):
      "\(path): the run was begun by '\(kind)'. Resume it with that command."
    case .changed(let what, let since):
      "\(what) changed since \(since). A resumed run needs what it began with; "
        + "put it back, or start a new run."
    case .learnedFrom(let path):
      "\(path): the model learned from these messages, so they say too much good of it. Give others with "
        + "`data`, or leave it out for the run's validation part."
    case .noValidation(let model):
      "\(model): no run that knows which messages it was validated on. Name a file of labelled messages "
        + "that it did not learn from with `data`."
    case .emptyPart(let part, let run):
      "Run \(run) has no \(part) messages. Name a file of labelled messages with `data`."
    case .notHeldOut(let place, let reason):
      "\(place): \(reason). Name a file of such messages: with `data`; as the reference of a drift "
        + "check with `reference`."
    case .notReportable(let folder, let reason):
      "\(folder): \(reason)."
    case .tooFewMessages(let name, let count, let needed):
      "\(name): \(count) message\(count == 1 ? "" : "s"); a comparison needs at least \(needed) on either "
        + "side. Collect more, or join several files."
    case .sameMessages(let path):
      "\(path): is the reference itself, so that nothing could have changed. Name the messages that have "
        + "come in since with `current`."
    case .noModel(let database):
      "There is no trained model yet (looked in \(database)). "
        + "Train one first, or name a model's folder with `model`."
    case .unknownTrainingMessages(let model):
      "\(model): holds no training, so the messages it was trained on are not known. Name the run that made "
        + "the model, or leave out `nearest`."
    case .labelsLearned(let messages):
      "\(messages): the model learned from these messages, labels included. Choose some that it has not seen."
    case .badRecommendation(let path, let reason):
      "\(path): \(reason). Correct the file, or remove it to use the program's own defaults."
    case .badOption(let sentence):
      sentence
    case .notComparable(let method, let reason):
      "\(method): \(reason), so it cannot be compared. Compare the methods anew."
    case .tooManyBlocks(let asked, let blocks):
      "`trainable` last-\(asked): the model has \(blocks) blocks. "
        + "Choose last-1 to last-\(blocks), or all."
    }
  }
}

extension KitError: ReportableError {
  package var exitClass: ExitClass {
    switch self {
    case .badOption: .usage
    default: .input
    }
  }
}
