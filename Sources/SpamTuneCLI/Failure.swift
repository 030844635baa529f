import ArgumentParser
import ClassificationMetrics
import FineTuning
import Foundation
import GPT2
import GPT2Tokenizer
import ModelFiles
import RunDatabase
import SpamTuneKit
import TextDatasets

/// How the program ends when something went wrong: one sentence and an exit code.
enum Failure {
  static func exit(with error: any Error) -> Never {
    switch error {
    case is CleanExit, is ValidationError, is ExitCode:
      SpamTuneCommand.exit(withError: error)
    case KitError.badOption(let sentence):
      end(sentence, code: 64)
    case is KitError, is DatasetError, is SplitError, is BatchOrderError, is TokenizerError,
      is ModelFileError, is ModelError, is MetricError:
      end("\(error)", code: 65)
    case is TrainingError, is RunDatabaseError:
      end("\(error)", code: 1)
    case let error as NSError where error.domain == NSCocoaErrorDomain:
      end(error.localizedDescription, code: 1)
    default:
      // Errors of the argument parser have no public type.
      SpamTuneCommand.exit(withError: error)
    }
  }

  private static func end(_ sentence: String, code: Int32) -> Never {
    note("spamtune: " + sentence)
    Foundation.exit(code)
  }
}

/// Writes a line to standard error.
func note(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}
