import ConfigurationFiles

/// The options that files hold for one command.
struct ChosenOptions {
  private let typed: TypedArguments
  /// By the option's name, in the order in which they first came up.
  private var chosen: [(name: String, arguments: [String])] = []

  init(_ typed: TypedArguments) {
    self.typed = typed
  }

  var arguments: [String] { chosen.flatMap(\.arguments) }

  /// Adds what a file holds for the command, and checks the rest of it.
  mutating func add(_ file: ConfigurationFile) throws(OptionsFileError) {
    guard let root = typed.commands.first else { return }
    try add(file.entries, of: root, path: [], file: file.path)
  }

  /// - Parameters:
  ///   - command: The one whose table it is.
  ///   - path: The names of the tables.
  private mutating func add(
    _ entries: [ConfigurationEntry], of command: CommandTree, path: [String], file: String
  ) throws(OptionsFileError) {
    var names: Set<String> = []
    var tables: [(CommandTree, String, [ConfigurationEntry])] = []
    for entry in entries {
      let place = OptionsFileError.Place(file: file, line: entry.line)
      if case .table(let children) = entry.value {
        guard let subcommand = command.subcommand(named: entry.key), entry.key != "help" else {
          throw misplaced(entry, in: command, path: path, place: place)
        }
        tables.append((subcommand, subcommand.commandName, children))
        continue
      }
      let name = entry.key.replacing("_", with: "-")
      guard names.insert(name).inserted else { throw .twice(place, key: entry.key) }
      try add(entry, named: name, of: command, path: path, place: place)
    }
    // After the keys outside of them, whatever the order in the file.
    for (subcommand, name, children) in tables {
      try add(children, of: subcommand, path: path + [name], file: file)
    }
  }

  private mutating func add(
    _ entry: ConfigurationEntry, named name: String, of command: CommandTree, path: [String],
    place: OptionsFileError.Place
  ) throws(OptionsFileError) {
    let isForThis = typed.path.starts(with: path)
    guard isForThis, let target = typed.commands.last, let option = target.option(named: name),
      !target.isForCommandLineOnly(option)
    else {
      // A file may serve several commands.
      guard !command.knows(name) else { return }
      throw unknown(entry, name, in: command, path: isForThis ? typed.path : path, place: place)
    }
    let arguments = try Self.arguments(entry, option, name, place)
    let kept = typed.gives(option) ? [] : arguments
    if let index = chosen.firstIndex(where: { $0.name == name }) {
      chosen[index].arguments = kept
    } else {
      chosen.append((name, kept))
    }
  }

  /// The option with its value, or several times with one each.
  private static func arguments(
    _ entry: ConfigurationEntry, _ option: CommandTree.Option, _ name: String,
    _ place: OptionsFileError.Place
  ) throws(OptionsFileError) -> [String] {
    let values: [ConfigurationValue.Scalar]
    switch entry.value {
    case .scalar(.boolean(let isOn)) where option.isFlag: return isOn ? ["--" + name] : []
    case .scalar(let value): values = [value]
    case .list(let list): values = list
    case .table: values = []
    }
    if option.isFlag { throw .flagNeedsBoolean(place, key: entry.key) }
    if case .list = entry.value, !option.isRepeating { throw .listForOne(place, key: entry.key) }
    var arguments: [String] = []
    for value in values {
      guard case .text(let text) = value else {
        throw .booleanForOption(place, key: entry.key)
      }
      // In one word, so that no value is taken for an option.
      arguments.append("--\(name)=\(text)")
    }
    return arguments
  }

  private func unknown(
    _ entry: ConfigurationEntry, _ name: String, in command: CommandTree, path: [String],
    place: OptionsFileError.Place
  ) -> OptionsFileError {
    if command.hasForCommandLineOnly(name) {
      return .commandLineOnly(place, key: entry.key)
    }
    if command.subcommand(named: entry.key) != nil {
      return .commandWithoutTable(place, key: entry.key)
    }
    let own = typed.commands.last?.optionNames ?? []
    return .unknownOption(
      place, command: path.joined(separator: " "), key: entry.key,
      suggestion: name.closest(in: own.intersection(command.optionNames))
        ?? name.closest(in: command.optionNames))
  }

  /// A table that belongs to no command.
  private func misplaced(
    _ entry: ConfigurationEntry, in command: CommandTree, path: [String],
    place: OptionsFileError.Place
  ) -> OptionsFileError {
    if command.knows(entry.key.replacing("_", with: "-")) {
      return .tableForOption(place, key: entry.key)
    }
    return .unknownCommand(
      place, command: path.joined(separator: " "), key: entry.key,
      suggestion: entry.key.closest(in: command.subcommandNames))
  }
}
