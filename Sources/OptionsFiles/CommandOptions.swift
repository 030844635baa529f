/// The options of one command, by the names that its parser knows.
public struct CommandOptions: Sendable {
  private let command: CommandTree

  /// - Returns: Nil when the program has no such command.
  public init?(of name: String, in root: CommandTree) {
    guard let command = root.subcommand(named: name) else { return nil }
    self.command = command
  }

  /// Whether an option is a flag; nil when there is no such option.
  public func isFlag(_ name: String) -> Bool? {
    guard let option = command.option(named: name), name != "help", name != "version" else {
      return nil
    }
    return option.isFlag
  }

  /// The option that was probably meant.
  public func suggestion(for name: String) -> String? { name.closest(in: command.optionNames) }

  /// The options among the arguments that follow the command's name, in their order. The parser must have
  /// accepted them.
  public func given(in arguments: some Sequence<String>) -> [GivenOption] {
    command.given(in: arguments)
  }
}
