import ConfigurationFiles

/// A file that is readable, but holds what the command cannot be told. Every message names the file, the key
/// and the next step.
public enum OptionsFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// `command` is the words that name it.
  case unknownOption(Place, command: String, key: String, suggestion: String?)
  /// A table in the table of `command`, which is empty outside of all tables.
  case unknownCommand(Place, command: String, key: String, suggestion: String?)
  case tableForOption(Place, key: String)
  case commandWithoutTable(Place, key: String)
  case listForOne(Place, key: String)
  case flagNeedsBoolean(Place, key: String)
  case booleanForOption(Place, key: String)
  /// Once with a dash, once with an underscore.
  case twice(Place, key: String)
  case commandLineOnly(Place, key: String)

  /// Where a key stands.
  public struct Place: Equatable, Sendable, CustomStringConvertible {
    public let file: String
    /// Counted from 1; nil where it is not known.
    public let line: Int?

    public init(file: String, line: Int?) {
      self.file = file
      self.line = line
    }

    public var description: String { line.map { "\(file), line \($0)" } ?? file }
  }

  public var description: String {
    switch self {
    case .unknownOption(let place, let command, let key, let suggestion):
      "\(place): \(Self.quoted(command)) has no option \(key.named). "
        + (suggestion.map { "Did you mean '\($0)'?" }
          ?? "'\(Self.program(command)) --help' lists them.")
    case .unknownCommand(let place, let command, let key, let suggestion):
      "\(place): \(Self.quoted(command)) has no command \(key.named) for the table of that name. "
        + (suggestion.map { "Did you mean '\($0)'?" }
          ?? "'\(Self.program(command)) --help' lists them.")
    case .tableForOption(let place, let key):
      "\(place): \(key.named) is an option and takes a value, not a table. Give it one."
    case .commandWithoutTable(let place, let key):
      "\(place): \(key.named) is a command. Write its options into a table of that name."
    case .listForOne(let place, let key):
      "\(place): \(key.named) takes one value. Give it without the list."
    case .flagNeedsBoolean(let place, let key):
      "\(place): \(key.named) is on or off. Give it true or false, without quotes."
    case .booleanForOption(let place, let key):
      "\(place): \(key.named) takes a value, not true or false. "
        + "Put it in quotes where the word itself is meant."
    case .twice(let place, let key):
      "\(place): \(key.named) stands there twice, with dashes and with underscores. Keep one."
    case .commandLineOnly(let place, let key):
      "\(place): \(key.named) cannot be given in a file. Give it on the command line."
    }
  }

  private static func quoted(_ command: String) -> String {
    command.isEmpty ? "spamtune" : "'\(command)'"
  }

  private static func program(_ command: String) -> String {
    command.isEmpty ? "spamtune" : "spamtune " + command
  }
}
