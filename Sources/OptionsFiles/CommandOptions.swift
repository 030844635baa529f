/// The options of one command, by the names that its parser knows.
public struct CommandOptions: Sendable {
  /// An option as it was given.
  public struct Given: Hashable, Codable, Sendable {
    /// The long name, without dashes.
    public let name: String
    /// Nil for a flag.
    public let value: String?

    public init(name: String, value: String?) {
      self.name = name
      self.value = value
    }

    /// In one word, so that no value is taken for an option.
    public var argument: String { value.map { "--\(name)=\($0)" } ?? "--\(name)" }
  }

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
  public func given(in arguments: some Sequence<String>) -> [Given] {
    var given: [Given] = []
    var words = Array(arguments)[...]
    while let word = words.popFirst(), word != "--" {
      guard word.hasPrefix("-") else { continue }
      let typed = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
      guard let option = command.option(typedAs: typed), let name = option.name else { continue }
      if option.isFlag {
        given.append(Given(name: name, value: nil))
      } else if let equals = word.firstIndex(of: "=") {
        given.append(Given(name: name, value: String(word[word.index(after: equals)...])))
      } else if let value = words.popFirst() {
        given.append(Given(name: name, value: value))
      }
    }
    return given
  }
}

extension CommandTree {
  /// By its long name or its letter.
  fileprivate func option(typedAs typed: String) -> Option? {
    options.first { ($0.names ?? []).contains { $0.name == typed } }
  }
}
