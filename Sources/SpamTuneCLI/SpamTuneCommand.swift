import ArgumentParser
import OptionsFiles
import SpamTuneKit

/// The command line as a whole.
@main
struct SpamTuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spamtune",
    abstract: "Fine-tune a GPT-2 into a text classifier on an ordinary CPU.",
    discussion: """
      Start with 'spamtune train', then 'spamtune classify "some text"'.

      Results go to standard output, progress and notes to standard error. Exit codes: 0 done, \
      1 failed, 2 drift that --fail-on asked about, 64 wrong usage, 65 a file that cannot be used, \
      130 interrupted.
      """,
    version: SpamTune.version,
    subcommands: [
      Train.self, Classify.self, Evaluate.self, Report.self, Calibrate.self, Audit.self,
      DriftCheck.self, CrossValidate.self, Baseline.self, Compare.self,
      Sweep.self, Merge.self, Quantise.self, Export.self, Pretrain.self, Tokenizer.self,
      Generate.self, Tokenize.self, Inspect.self, InitBase.self, Runs.self, Bench.self,
    ])

  static func main() {
    do {
      var command = try parsed(Array(CommandLine.arguments.dropFirst()))
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
  }

  /// The command that the arguments ask for, with the options from its files.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    guard let expanded = try expanded(arguments) else { return try parseAsRoot(arguments) }
    do {
      return try parseAsRoot(expanded.arguments)
    } catch {
      // What is wrong may not stand on the command line that the user sees.
      if exitCode(for: error) != .success, !expanded.added.isEmpty {
        note("options from files: " + expanded.added.map(\.shellWord).joined(separator: " "))
      }
      throw error
    }
  }
}
