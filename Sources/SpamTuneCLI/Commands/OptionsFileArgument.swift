import ArgumentParser
import OptionsFiles

/// A file of options. It is read before the command line is parsed; this makes the parser know of it.
struct OptionsFileArgument: ParsableArguments {
  @Option(name: .customLong("config"), help: .optionsFile) var files: [String] = []
}

/// The same for commands whose `--config` is a model's config.json.
struct OptionsFileArgumentBesideConfig: ParsableArguments {
  @Option(name: .customLong("options"), help: .optionsFile) var files: [String] = []
}

extension ArgumentHelp {
  fileprivate static var optionsFile: ArgumentHelp {
    ArgumentHelp(
      "TOML or YAML file of options, each by its name; what is typed here comes first.",
      valueName: CommandTree.fileValueName)
  }
}

extension SpamTuneCommand {
  /// The command line with the options from its files.
  ///
  /// - Throws: What makes a file unusable: `ConfigurationFileError`, `OptionsFileError`, `FileError`.
  static func expanded(_ arguments: [String]) throws -> ExpandedArguments? {
    // To describe all commands takes the parser longer than most commands have.
    let mayHaveFile = arguments.contains { $0.hasPrefix("--config") || $0.hasPrefix("--options") }
    guard mayHaveFile else { return nil }
    return try ExpandedArguments(arguments, of: try CommandTree.read(_dumpHelp()))
  }
}
