import ArgumentParser
import Audits
import Baselines
import ClassificationMetrics
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Tokenizer
import ModelFiles
import Options
import RunDatabase
import SpamTuneKit
import TextDatasets

/// How the program ends when something went wrong: one sentence and an exit code.
struct Failure {
  /// Nil where there is nobody to tell it.
  let sentence: String?
  let exitCode: Int32

  /// - Returns: Nil for what the argument parser tells itself: help, wrong usage, exit codes. Its other errors
  ///   have no public type.
  init?(_ error: any Error) {
    switch error {
    case is CleanExit, is ValidationError, is ExitCode: return nil
    case let error as OutputError where error.isClosedPipe:
      (sentence, exitCode) = (nil, 128 + SIGPIPE)
    case let error as ClassifierError where error.isMisuse: (sentence, exitCode) = ("\(error)", 64)
    case is SearchError, is AuditError, KitError.badOption, RunDatabaseError.invalidName,
      RunDatabaseError.query, SplitError.fractions,
      SplitError.fold, SplitError.unknownSplit, SplitError.alreadyBalanced,
      SplitError.needsShuffling, TrainingError.nothingToSelectBy:
      (sentence, exitCode) = ("\(error)", 64)
    case is OutputError, is TrainingError, is RunDatabaseError, SweepError.nothingFinished:
      (sentence, exitCode) = ("\(error)", 1)
    case is KitError, is ModelFolderError, is ClassifierError, is FeatureError,
      is SweepError, is DatasetError,
      is SplitError, is BatchOrderError,
      is TokenizerError, is FileError, is ModelFileError, is ModelError, is MetricError,
      is OptionsFileError, is BaselineError:
      (sentence, exitCode) = ("\(error)", 65)
    case let error as CocoaError: (sentence, exitCode) = (Self.sentence(for: error), 1)
    default: return nil
    }
  }

  /// Foundation's own description often names neither the file nor the reason.
  private static func sentence(for error: CocoaError) -> String {
    let place = error.filePath.map { $0 + ": " } ?? ""
    let reason = error.underlying.flatMap { $0 as? POSIXError }.map {
      String(cString: strerror($0.code.rawValue))
    }
    return place + (reason ?? error.localizedDescription) + ". Check the path."
  }

  /// Libraries name settings between backticks; here they are options.
  private static func withOptions(_ sentence: String) -> String {
    sentence.replacing(/`([a-z][a-z0-9_]*)`/) { match in
      "--" + match.1.replacing("_", with: "-")
    }
  }

  /// Ends the program.
  func end() -> Never {
    if let sentence { note("spamtune: " + Self.withOptions(sentence)) }
    exit(exitCode)
  }
}
