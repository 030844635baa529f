import ArgumentParser
import Audits
import Baselines
import ClassificationMetrics
import ConfigurationFiles
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Tokenizer
import ModelFiles
import OptionsFiles
import RunDatabase
import SpamTuneKit
import TextDatasets

/// How the program ends when something went wrong: one sentence and an exit code.
enum Failure {
  static func exit(with error: any Error) -> Never {
    switch error {
    case is CleanExit, is ValidationError, is ExitCode:
      SpamTuneCommand.exit(withError: error)
    case let error as OutputError:
      if error.isClosedPipe { Foundation.exit(128 + SIGPIPE) }
      end("\(error)", code: 1)
    case let error as ClassifierError where error.isMisuse:
      end("\(error)", code: 64)
    case is SearchError, is AuditError, KitError.badOption, RunDatabaseError.invalidName,
      RunDatabaseError.query, SplitError.fractions,
      SplitError.fold, SplitError.unknownSplit, SplitError.alreadyBalanced,
      SplitError.needsShuffling, TrainingError.nothingToSelectBy:
      end("\(error)", code: 64)
    case is TrainingError, is RunDatabaseError, SweepError.nothingFinished:
      end("\(error)", code: 1)
    case is KitError, is ModelFolderError, is ClassifierError, is FeatureError, is SweepError,
      is DatasetError,
      is SplitError, is BatchOrderError,
      is TokenizerError, is FileError, is ModelFileError, is ModelError, is MetricError,
      is ConfigurationFileError, is OptionsFileError, is BaselineError:
      end("\(error)", code: 65)
    case let error as CocoaError:
      end(sentence(for: error), code: 1)
    default:
      // Errors of the argument parser have no public type.
      SpamTuneCommand.exit(withError: error)
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

  private static func end(_ sentence: String, code: Int32) -> Never {
    note("spamtune: " + withOptions(sentence))
    Foundation.exit(code)
  }
}
