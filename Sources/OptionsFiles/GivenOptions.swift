/// The options on a command line, each by its long name, so that another command can be given them.
public struct GivenOptions: Equatable, Sendable {
  private let options: [GivenOption]

  /// - Parameters:
  ///   - arguments: Without the program's name, and such as the parser has accepted.
  ///   - root: The program.
  public init(_ arguments: [String], of root: CommandTree) {
    let typed = TypedArguments(arguments, of: root)
    options = (typed.commands.last ?? root).given(in: typed.others)
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
      return given.argument
    }
  }
}
