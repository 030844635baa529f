/// A command line taken apart: which command it names, and which options it gives, typed or in files.
///
/// What the options mean is for the command's parser to say. This says what was given, which a parser that fills
/// in defaults cannot tell afterwards, and hands the parser the options of files as if they had been typed; where
/// an option is typed as well, the typed one holds. Paths in a file mean what they would mean if they were typed.
package struct ParsedCommandLine: Sendable {
  /// An option that was given.
  package struct Option: Equatable, Sendable {
    package let value: OptionValue
    package let origin: Origin
  }

  package enum Origin: Equatable, Sendable {
    case typed, file
  }

  /// The command line that the program runs with; an empty one where none was set.
  @TaskLocal package static var current = ParsedCommandLine()

  /// As typed, the program's name first.
  package let words: [String]
  /// What the parser is to read: the typed arguments without the program's name, and the options from files right
  /// after the words that name the command.
  package let arguments: [String]
  /// Those of `arguments` that come from files.
  package let fileArguments: [String]
  private let fileOptions: [OptionValue]
  /// The program's commands.
  package let program: CommandTree

  /// Long names of the options that may name a file of options.
  private static let fileOptionNames = ["config", "options"]

  /// - Parameter words: The program's name and its arguments.
  /// - Throws: `OptionsFileError`, `FileError`: a file of options that cannot be used.
  package init(_ words: [String], of program: CommandTree) throws {
    self.words = words
    self.program = program
    // Otherwise the parser need not describe the command.
    let mayNameFile = words.contains { word in
      Self.fileOptionNames.contains { word.hasPrefix("--" + $0) }
    }
    guard mayNameFile else {
      (arguments, fileArguments, fileOptions) = (Array(words.dropFirst()), [], [])
      return
    }
    let typed = TypedArguments(words.dropFirst(), of: program)
    var options = FileOptions(commands: typed.commands, typed: Set(typed.options.map(\.name)))
    if !typed.asksForHelp {
      for path in typed.files { try options.add(try ConfigurationFile(path: path)) }
    }
    fileOptions = options.values
    fileArguments = typed.command.arguments(fileOptions)
    arguments = typed.path + fileArguments + typed.rest
  }

  private init() {
    (words, arguments, fileArguments, fileOptions) = ([], [], [], [])
    program = CommandTree("") { #"{"command": {}}"# }
  }

  /// The options of the command as its parser meets them: of one that is given several times the last one holds.
  /// The parser must have accepted them.
  package var options: [Option] {
    fileOptions.map { Option(value: $0, origin: .file) }
      + TypedArguments(words.dropFirst(), of: program).options
      .map { Option(value: $0, origin: .typed) }
  }

  /// As typed, for a record.
  package var text: String { words.joined(separator: " ") }
}

/// What a user typed, the program's name apart.
private struct TypedArguments {
  /// The command that will run and those above it, from the root.
  let commands: [CommandTree]
  /// The words that name the command, and all others.
  let path: ArraySlice<String>
  let rest: ArraySlice<String>
  /// In their order; those that the command does not have are left to its parser to complain about.
  private(set) var options: [OptionValue] = []
  /// Paths of the files of options, in their order.
  private(set) var files: [String] = []

  var command: CommandTree { commands[commands.count - 1] }
  var asksForHelp: Bool { options.contains { $0.name == "help" } }

  init(_ words: ArraySlice<String>, of root: CommandTree) {
    var commands = [root]
    var rest = words
    while let word = rest.first, let next = commands[commands.count - 1].subcommand(named: word) {
      commands.append(next)
      rest = rest.dropFirst()
    }
    path = words[..<rest.startIndex]
    self.rest = rest
    while let next = commands[commands.count - 1].subcommandByDefault { commands.append(next) }
    self.commands = commands
    while let word = rest.popFirst(), word != "--" {
      if word.hasPrefix("-"), word != "-" { read(word, before: &rest) }
    }
  }

  /// - Parameters:
  ///   - word: Begins with a dash.
  ///   - rest: Gives up its first word where that is the option's value.
  private mutating func read(_ word: String, before rest: inout ArraySlice<String>) {
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    // Several letters behind one dash are as many short options.
    let names = word.hasPrefix("--") ? [name] : name.map(String.init)
    for option in names.compactMap(command.option(calledByAny:)) {
      guard let name = option.name else { continue }
      if option.isFlag {
        options.append(OptionValue(name: name, value: "true"))
      } else if let equals = word.firstIndex(of: "=") {
        add(option, name, String(word[word.index(after: equals)...]))
      } else if let value = rest.first, value == "-" || !value.hasPrefix("-") {
        add(option, name, value)
        rest = rest.dropFirst()
      }
    }
  }

  private mutating func add(_ option: CommandTree.Option, _ name: String, _ value: String) {
    options.append(OptionValue(name: name, value: value))
    if option.namesFile { files.append(value) }
  }
}
