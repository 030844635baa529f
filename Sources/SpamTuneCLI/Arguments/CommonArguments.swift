import ArgumentParser
import GPT2Kernels
import Options

/// Text for people, or JSON for programs.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Text for the terminal or for Markdown, or JSON for programs.
enum DocumentFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}

/// Text for people, JSON for programs, or a table of one row per text.
enum ClassificationFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv
}

/// How many threads to use.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use. Results do not depend on it. (default: all processors)")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); give 1 or more.")
    }
  }

  func apply() {
    if let threads { Parallel.threads = threads }
  }
}

/// A file of options. `ParsedCommandLine` reads it before the parser runs; this makes the parser know of it.
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
