import OptionsFiles
import TestFiles

/// A program as swift-argument-parser describes it: `paint`, `mix` with a `--config` of its own, and `jobs`
/// with `list`, which also runs when none is named, and `show`.
enum SmallProgram {
  static func tree() throws -> CommandTree {
    let paint = command(
      "paint",
      [
        option("color", short: "c"), option("width"), option("file", isRepeating: true),
        flag("dry-run"), option("resume"), fileOption("config"), positional("wall"),
      ], extra: "\"aliases\": [\"coat\"],")
    let mix = command("mix", [option("config"), option("water"), fileOption("options")])
    let list = command("list", [option("limit"), fileOption("config")])
    let show = command("show", [option("style"), fileOption("config")])
    let jobs = command(
      "jobs", [], extra: "\"defaultSubcommand\": \"list\", \"subcommands\": [\(list), \(show)],")
    let help = command("help", [])
    return try CommandTree.read(
      """
      {"serializationVersion": 0, "command":
        \(command("studio", [], extra: "\"subcommands\": [\(paint), \(mix), \(jobs), \(help)],"))}
      """)
  }

  /// The arguments with what the files add; each file is written into the current test's folder, whose path
  /// stands in the arguments as @.
  static func expand(
    _ arguments: String, _ files: [String: String] = [:]
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.file(name, text) }
    let words = arguments.replacing("@", with: folder.path + "/").split(separator: " ")
      .map(String.init)
    return try ExpandedArguments(words, of: tree()).arguments
      .map { $0.replacing(folder.path + "/", with: "@") }
  }

  /// What is wrong with `@a.toml`, or another file, without its folder.
  static func complaint(_ arguments: String, _ files: [String: String]) throws -> String? {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.file(name, text) }
    let words = arguments.replacing("@", with: folder.path + "/").split(separator: " ")
      .map(String.init)
    do {
      _ = try ExpandedArguments(words, of: tree())
      return nil
    } catch let error as OptionsFileError {
      return error.description.replacing(folder.path + "/", with: "")
    }
  }

  private static func command(_ name: String, _ arguments: [String], extra: String = "") -> String {
    let all = (arguments + [flag("help", short: "h")]).joined(separator: ", ")
    return "{\"commandName\": \"\(name)\", \(extra) \"arguments\": [\(all)]}"
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
