import Options
import TestFiles

/// A program as swift-argument-parser describes it: `paint`, also called `coat`, `mix` with a `--config` of its
/// own, and `jobs` with `list`, which also runs when none is named, and `show`.
enum SmallProgram {
  static let tree = CommandTree(
    "studio",
    subcommands: [
      command(
        "paint", aliases: ["coat"],
        [
          option("color", short: "c"), option("width"), option("file", isRepeating: true),
          flag("dry-run"), option("resume"), fileOption("config"), positional("wall"),
        ]),
      command("mix", [option("config"), option("water"), fileOption("options")]),
      CommandTree(
        "jobs",
        subcommands: [
          command("list", [option("limit"), fileOption("config")]),
          command("show", [option("style"), fileOption("config")]),
        ], defaultSubcommand: "list"
      ) { description([]) },
    ]
  ) { description([]) }

  /// The line taken apart; each file is written into the current test's folder, whose path stands in the line
  /// as @.
  static func parsed(
    _ line: String, _ files: [String: String] = [:], in folder: TemporaryFolder
  ) throws -> ParsedCommandLine {
    for (name, text) in files { try folder.file(name, text) }
    let words = line.replacing("@", with: folder.path + "/").split(separator: " ").map(String.init)
    return try ParsedCommandLine(["studio"] + words, of: tree)
  }

  /// The arguments with what the files add.
  static func expand(_ line: String, _ files: [String: String] = [:]) throws -> [String] {
    let folder = try TemporaryFolder()
    return try parsed(line, files, in: folder).arguments
      .map { $0.replacing(folder.path + "/", with: "@") }
  }

  /// What is wrong with `@a.toml`, or another file, without its folder.
  static func complaint(_ line: String, _ files: [String: String]) throws -> String? {
    let folder = try TemporaryFolder()
    do {
      _ = try parsed(line, files, in: folder)
      return nil
    } catch let error as OptionsFileError {
      return error.description.replacing(folder.path + "/", with: "")
    }
  }

  private static func command(
    _ name: String, aliases: [String] = [], _ arguments: [String]
  ) -> CommandTree {
    CommandTree(name, aliases: aliases) { description(arguments) }
  }

  private static func description(_ arguments: [String]) -> String {
    let all = (arguments + [flag("help", short: "h")]).joined(separator: ", ")
    return "{\"serializationVersion\": 0, \"command\": {\"arguments\": [\(all)]}}"
  }

  private static func option(
    _ name: String, short: String? = nil, isRepeating: Bool = false
  ) -> String {
    argument("option", name, short, isRepeating, valueName: name)
  }

  private static func fileOption(_ name: String) -> String {
    argument("option", name, nil, true, valueName: CommandTree.fileValueName)
  }

  private static func flag(_ name: String, short: String? = nil) -> String {
    argument("flag", name, short, false, valueName: name)
  }

  private static func positional(_ name: String) -> String {
    "{\"kind\": \"positional\", \"isRepeating\": true, \"valueName\": \"\(name)\"}"
  }

  private static func argument(
    _ kind: String, _ name: String, _ short: String?, _ isRepeating: Bool, valueName: String
  ) -> String {
    let second = short.map { "{\"kind\": \"short\", \"name\": \"\($0)\"}," } ?? ""
    return """
      {"kind": "\(kind)", "isRepeating": \(isRepeating), "valueName": "\(valueName)",
       "names": [\(second) {"kind": "long", "name": "\(name)"}]}
      """
  }
}
