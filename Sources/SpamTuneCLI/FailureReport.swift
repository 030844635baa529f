import ArgumentParser
import Files
import Foundation

/// How the program ends when something went wrong: one sentence and an exit code.
struct FailureReport {
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
    case let error as any ReportableError:
      (sentence, exitCode) = ("\(error)".withOptions, Self.code(of: error.exitClass))
    case let error as CocoaError: (sentence, exitCode) = (Self.sentence(for: error), 1)
    default: return nil
    }
  }

  private static func code(of exitClass: ExitClass) -> Int32 {
    switch exitClass {
    case .failure: 1
    case .usage: 64
    case .input: 65
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

  /// Ends the program.
  func end() -> Never {
    if let sentence { note("spamtune: " + sentence) }
    exit(exitCode)
  }
}
