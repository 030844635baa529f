import Foundation

/// The commands of a program with their options, as its parser describes them.
///
/// It is what swift-argument-parser prints for `--experimental-dump-help`, reduced to what is needed here.
public struct CommandTree: Decodable, Sendable {
  struct Option: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      let kind: String
      let name: String
    }

    let kind: String
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?

    /// What the user calls it, without dashes; nil for what has its place instead of a name.
    var name: String? { names?.first { $0.kind == "long" }?.name }
    var isFlag: Bool { kind == "flag" }
  }

  /// The value's name of the option that names a file of options. By it the option is recognised, because a
  /// command may have another of the same name.
  public static let fileValueName = "options-file"

  let commandName: String
  private let aliases: [String]?
  private let defaultSubcommand: String?
  private let subcommands: [CommandTree]?
  private let arguments: [Option]?

  /// - Parameter dump: The parser's description, in JSON.
  /// - Throws: `DecodingError` when it is written otherwise than by swift-argument-parser 1.8.
  public static func read(_ dump: String) throws -> CommandTree {
    struct Dump: Decodable {
      let command: CommandTree
    }
    return try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
  }

  /// The option that names a file of options, if the command has one.
  var fileOption: Option? { arguments?.first { $0.valueName == Self.fileValueName } }

  func subcommand(named name: String) -> CommandTree? {
    subcommands?.first { $0.commandName == name || $0.aliases?.contains(name) == true }
  }

  /// The one that runs when none is named.
  var subcommandByDefault: CommandTree? { defaultSubcommand.flatMap(subcommand(named:)) }

  var subcommandNames: [String] { (subcommands ?? []).map(\.commandName).filter { $0 != "help" } }

  /// This command's own, and what has its place instead of a name.
  var options: [Option] { arguments ?? [] }

  /// This command's own option of that name.
  func option(named name: String) -> Option? { arguments?.first { $0.name == name } }

  /// This command's own option of that name, be it long or short.
  func option(calledByAny name: String) -> Option? {
    arguments?.first { ($0.names ?? []).contains { $0.name == name } }
  }

  /// Whether this command or one below it has it, though a file may not hold it.
  func hasForCommandLineOnly(_ name: String) -> Bool {
    (arguments ?? []).contains { $0.name == name && isForCommandLineOnly($0) }
      || (subcommands ?? []).contains { $0.hasForCommandLineOnly(name) }
  }

  /// Whether this command or one below it can be told so in a file.
  func knows(_ name: String) -> Bool { optionNames.contains(name) }

  /// The names of all options of this command and those below it that a file may hold.
  var optionNames: Set<String> {
    let own = (arguments ?? []).filter { !isForCommandLineOnly($0) }.compactMap(\.name)
    return (subcommands ?? []).reduce(into: Set(own)) { $0.formUnion($1.optionNames) }
  }

  /// What a file may not hold: other files, whatever speaks of one call alone.
  func isForCommandLineOnly(_ option: Option) -> Bool {
    option.valueName == Self.fileValueName
      || ["help", "version", "resume"].contains(option.name)
  }
}
