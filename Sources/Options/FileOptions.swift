/// The options that files hold for one command, without those that were typed.
///
/// Of several files the later ones hold, and within a file a command's own table before the keys outside of
/// tables. A key that no command knows is an error, wherever it stands.
struct FileOptions {
  /// The command that will run and those above it, from the root.
  private let commands: [CommandTree]
  /// Long names of the options that were typed.
  private let typed: Set<String>
  /// In the order in which they first came up.
  private var chosen: [(name: String, values: [OptionValue])] = []

  init(commands: [CommandTree], typed: Set<String>) {
    self.commands = commands
    self.typed = typed
  }

  var values: [OptionValue] { chosen.flatMap(\.values) }

  /// The words that name the command.
  private var path: [String] { commands.dropFirst().map(\.name) }

  /// Adds what a file holds for the command, and checks the rest of it.
  mutating func add(_ file: ConfigurationFile) throws(OptionsFileError) {
    guard let root = commands.first else { return }
    try add(file.entries, of: root, path: [], file: file.path)
  }

  /// - Parameters:
  ///   - command: The one whose table it is.
  ///   - path: The names of the tables.
  private mutating func add(
    _ entries: [ConfigurationEntry], of command: CommandTree, path: [String], file: String
  ) throws(OptionsFileError) {
    var names: Set<String> = []
    var tables: [(CommandTree, [ConfigurationEntry])] = []
    for entry in entries {
      let place = OptionsFileError.Place(file: file, line: entry.line)
      if case .table(let children) = entry.value {
        guard let subcommand = command.subcommand(named: entry.key), entry.key != "help" else {
          throw misplaced(entry, in: command, path: path, place: place)
        }
        tables.append((subcommand, children))
        continue
      }
      let name = entry.key.replacing("_", with: "-")
      guard names.insert(name).inserted else { throw .twice(place, key: entry.key) }
      try add(entry, named: name, of: command, path: path, place: place)
    }
    // After the keys outside of them, whatever the order in the file.
    for (subcommand, children) in tables {
      try add(children, of: subcommand, path: path + [subcommand.name], file: file)
    }
  }

  private mutating func add(
    _ entry: ConfigurationEntry, named name: String, of command: CommandTree, path: [String],
    place: OptionsFileError.Place
  ) throws(OptionsFileError) {
    let isForThis = self.path.starts(with: path)
    guard isForThis, let option = commands.last?.option(named: name), option.isForFiles else {
      // A file may serve several commands.
      guard !command.knows(name) else { return }
      throw unknown(entry, name, in: command, path: isForThis ? self.path : path, place: place)
    }
    let values = try Self.values(entry, option, name, place)
    let kept = typed.contains(name) ? [] : values
    if let index = chosen.firstIndex(where: { $0.name == name }) {
      chosen[index].values = kept
    } else {
      chosen.append((name, kept))
    }
  }

  /// The option with its value, or several times with one each.
  private static func values(
    _ entry: ConfigurationEntry, _ option: CommandTree.Option, _ name: String,
    _ place: OptionsFileError.Place
  ) throws(OptionsFileError) -> [OptionValue] {
    let scalars: [ConfigurationValue.Scalar]
    switch entry.value {
    case .scalar(.boolean(let isOn)) where option.isFlag:
      return isOn ? [OptionValue(name: name, value: "true")] : []
    case .scalar(let value): scalars = [value]
    case .list(let list): scalars = list
    case .table: scalars = []
    }
    if option.isFlag { throw .flagNeedsBoolean(place, key: entry.key) }
    if case .list = entry.value, !option.isRepeating { throw .listForOne(place, key: entry.key) }
    var values: [OptionValue] = []
    for scalar in scalars {
      guard case .text(let text) = scalar else {
        throw .booleanForOption(place, key: entry.key)
      }
      values.append(OptionValue(name: name, value: text))
    }
    return values
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
    let own = commands.last?.optionNames ?? []
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
