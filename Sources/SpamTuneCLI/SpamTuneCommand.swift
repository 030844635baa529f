import ArgumentParser
import Options
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
      try run(CommandLine.arguments)
    } catch {
      guard let failure = FailureReport(error) else { exit(withError: error) }
      failure.end()
    }
  }

  /// Runs the command that the words ask for, with the options from the files they name.
  ///
  /// - Parameter words: The program's name and its arguments.
  static func run(_ words: [String]) throws {
    let line = try ParsedCommandLine(words, of: CommandTree(Self.self))
    try ParsedCommandLine.$current.withValue(line) {
      var command = try parsed(line)
      try command.run()
    }
  }

  private static func parsed(_ line: ParsedCommandLine) throws -> any ParsableCommand {
    do {
      return try parseAsRoot(line.arguments)
    } catch {
      // What is wrong may not stand on the command line that the user sees.
      if exitCode(for: error) != .success, !line.fileArguments.isEmpty {
        note("options from files: " + line.fileArguments.map(\.shellWord).joined(separator: " "))
      }
      throw error
    }
  }
}

extension CommandTree {
  /// Describes a command and those below it by what the parser knows of them.
  convenience init(_ command: any ParsableCommand.Type) {
    let configuration = command.configuration
    self.init(
      command._commandName, aliases: configuration.aliases,
      subcommands: configuration.subcommands.map { CommandTree($0) },
      defaultSubcommand: configuration.defaultSubcommand?._commandName
    ) { command._dumpHelp() }
  }
}
