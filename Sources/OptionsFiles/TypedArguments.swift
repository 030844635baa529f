/// What a user typed, taken apart as far as the files of options need it.
struct TypedArguments {
  /// The command that will run, and those above it, from the root.
  let commands: [CommandTree]
  /// The words that name the command, and all others.
  let words: ArraySlice<String>
  let others: ArraySlice<String>
  /// Paths of the files of options, in their order.
  private(set) var files: [String] = []
  private(set) var asksForHelp = false
  /// The options that were typed, without dashes and values.
  private var given: Set<String> = []

  /// The words of the command's path, without the root.
  var path: [String] { commands.dropFirst().map(\.commandName) }

  init(_ arguments: [String], of root: CommandTree) {
    var command = root
    var commands = [root]
    var rest = arguments[...]
    while let word = rest.first, let next = command.subcommand(named: word) {
      command = next
      commands.append(next)
      rest = rest.dropFirst()
    }
    words = arguments[..<rest.startIndex]
    others = rest
    while let next = command.subcommandByDefault {
      command = next
      commands.append(next)
    }
    self.commands = commands
    readOptions(named: command.fileOption?.name)
  }

  func gives(_ option: CommandTree.Option) -> Bool {
    (option.names ?? []).contains { given.contains($0.name) }
  }

  private mutating func readOptions(named fileOption: String?) {
    var words = others
    while let word = words.popFirst(), word != "--" {
      guard word.hasPrefix("-") else { continue }
      let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
      if !word.hasPrefix("--") { given.formUnion(name.map(String.init)) }
      given.insert(name)
      asksForHelp = asksForHelp || word == "--help" || word == "-h"
      guard name == fileOption, word.hasPrefix("--") else { continue }
      if let equals = word.firstIndex(of: "=") {
        files.append(String(word[word.index(after: equals)...]))
      } else if let path = words.first, !path.hasPrefix("-") {
        // Without a path the parser will complain.
        files.append(path)
      }
    }
  }
}
