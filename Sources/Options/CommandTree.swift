import Foundation
import Synchronization

/// A command of a program with its options and the commands below it, as its parser describes them.
package final class CommandTree: Sendable {
  /// An option, a flag, or an argument that has its place instead of a name.
  package struct Option: Decodable, Sendable {
    private struct Name: Decodable {
      let kind: String
      let name: String
    }

    let isRepeating: Bool
    private let kind: String
    private let names: [Name]?
    private let valueName: String?

    /// The long name, without dashes; nil for what has its place instead.
    var name: String? { names?.first { $0.kind == "long" }?.name }
    package var isFlag: Bool { kind == "flag" }
    /// Whether its value is the path of a file of options.
    var namesFile: Bool { valueName == CommandTree.fileValueName }
    /// Whether a file may hold it, which excludes other files and whatever speaks of one call alone.
    var isForFiles: Bool {
      name.map { !namesFile && !["help", "version", "resume"].contains($0) } ?? false
    }

    /// Whether it is called so, by a long or a short name.
    func isCalled(_ name: String) -> Bool { (names ?? []).contains { $0.name == name } }
  }

  /// The value's name of the option that names a file of options. By it the option is recognised, because a
  /// command may have another of the same name.
  package static let fileValueName = "options-file"

  package let name: String
  private let aliases: [String]
  private let subcommands: [CommandTree]
  /// The one that runs when none is named.
  let subcommandByDefault: CommandTree?
  private let describe: @Sendable () -> String
  private let described = Mutex<[Option]?>(nil)

  /// - Parameters:
  ///   - defaultSubcommand: Its name.
  ///   - describe: What swift-argument-parser 1.8 prints for `--experimental-dump-help`, of this command. It is
  ///     called when the options are first asked for, since describing a command takes longer than running most.
  package init(
    _ name: String, aliases: [String] = [], subcommands: [CommandTree] = [],
    defaultSubcommand: String? = nil, describe: @escaping @Sendable () -> String
  ) {
    self.name = name
    self.aliases = aliases
    self.subcommands = subcommands
    subcommandByDefault = subcommands.first { $0.name == defaultSubcommand }
    self.describe = describe
  }

  package func subcommand(named name: String) -> CommandTree? {
    subcommands.first { $0.name == name || $0.aliases.contains(name) }
  }

  var subcommandNames: [String] { subcommands.map(\.name) }

  /// This command's own, in their order.
  private var options: [Option] {
    described.withLock { known in
      if let known { return known }
      let options = Self.options(inDump: describe())
      known = options
      return options
    }
  }

  private static func options(inDump dump: String) -> [Option] {
    struct Dump: Decodable {
      struct Command: Decodable {
        let arguments: [Option]?
      }
      let command: Command
    }
    do {
      return try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command.arguments ?? []
    } catch {
      preconditionFailure("not a description of a command by swift-argument-parser 1.8: \(error)")
    }
  }

  /// This command's own option of that long name.
  package func option(named name: String) -> Option? { options.first { $0.name == name } }

  /// This command's own option of that name, be it long or short.
  func option(calledByAny name: String) -> Option? { options.first { $0.isCalled(name) } }

  /// Whether a file may hold this command's own option of that name.
  package func takesFromFiles(_ name: String) -> Bool { option(named: name)?.isForFiles ?? false }

  /// Whether this command or one below it has an option of that name that a file may hold.
  func knows(_ name: String) -> Bool {
    takesFromFiles(name) || subcommands.contains { $0.knows(name) }
  }

  /// Whether this command or one below it has an option of that name that a file may not hold.
  func hasForCommandLineOnly(_ name: String) -> Bool {
    option(named: name).map { !$0.isForFiles } ?? false
      || subcommands.contains { $0.hasForCommandLineOnly(name) }
  }

  /// The names of all options of this command and those below it that a file may hold.
  package var optionNames: Set<String> {
    let own = options.filter(\.isForFiles).compactMap(\.name)
    return subcommands.reduce(into: Set(own)) { $0.formUnion($1.optionNames) }
  }
}
