/// The options on a command line, each by its long name, so that another command can be given them.
public struct GivenOptions: Equatable, Sendable {
  struct Given: Equatable, Sendable {
    let name: String
    /// Nil for a flag.
    let value: String?
  }

  private let options: [Given]

  /// - Parameters:
  ///   - arguments: Without the program's name, and such as the parser has accepted.
  ///   - root: The program.
  public init(_ arguments: [String], of root: CommandTree) {
    let typed = TypedArguments(arguments, of: root)
    let command = typed.commands.last ?? root
    var options: [Given] = []
    var words = typed.others
    while let word = words.popFirst(), word != "--" {
      guard word.hasPrefix("-") else { continue }
      let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
      guard let option = command.option(calledByAny: name), let long = option.name else { continue }
      if option.isFlag {
        options.append(Given(name: long, value: nil))
      } else if let equals = word.firstIndex(of: "=") {
        options.append(Given(name: long, value: String(word[word.index(after: equals)...])))
      } else if let value = words.popFirst() {
        options.append(Given(name: long, value: value))
      }
    }
    self.options = options
  }

  /// The arguments of another command: the options that it has as well, in their order, each in one word.
  ///
  /// - Parameters:
  ///   - path: The words that name the command.
  ///   - root: The program.
  ///   - leftOut: Long names of options that are not handed on.
  public func arguments(
    forCommand path: [String], of root: CommandTree, leavingOut leftOut: Set<String>
  ) -> [String] {
    var command = root
    for word in path { command = command.subcommand(named: word) ?? command }
    return options.compactMap { given in
      guard let option = command.option(named: given.name), !leftOut.contains(given.name),
        !command.isForCommandLineOnly(option)
      else { return nil }
      return "--" + given.name + (given.value.map { "=" + $0 } ?? "")
    }
  }
}
