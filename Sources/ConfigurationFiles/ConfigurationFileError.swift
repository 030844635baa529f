/// A file of options that cannot be used. Every message names the file and the next step.
public enum ConfigurationFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Neither TOML nor YAML by its name.
  case unknownFormat(file: String)
  case tooLarge(file: String, bytes: Int)
  /// `reason` says what is wrong, as part of a sentence.
  case malformed(file: String, line: Int?, reason: String)
  /// The value of `key` is `found`, which no option takes.
  case unusableValue(file: String, line: Int?, key: String, found: Found)
  /// No keys at all where they are expected.
  case noTable(file: String)
  case tooDeep(file: String, line: Int?, key: String)

  /// Values that no option takes.
  public enum Found: Equatable, Sendable {
    case date
    case null
    /// A list or a table as an element of a list.
    case nestedList
    /// A YAML tag that stands for something else.
    case tag
  }

  public var description: String {
    switch self {
    case .unknownFormat(let file):
      "\(file): the name tells no format. Call it .toml, or .yaml, .yml or .json."
    case .tooLarge(let file, let bytes):
      "\(file): has \(bytes) bytes, and a file of options at most \(ConfigurationFile.byteLimit). "
        + "Check the path."
    case .malformed(let file, let line, let reason):
      "\(Self.place(file, line)): \(reason). Correct the file."
    case .unusableValue(let file, let line, let key, let found):
      "\(Self.place(file, line)): \(key.named) \(Self.problem(found))"
    case .noTable(let file):
      "\(file): holds no keys. Write an option per line, such as 'epochs: 3'."
    case .tooDeep(let file, let line, let key):
      "\(Self.place(file, line)): \(key.named) lies in more than \(ConfigurationFile.depthLimit) "
        + "tables and lists. Options need no more than a table per command."
    }
  }

  private static func problem(_ found: Found) -> String {
    switch found {
    case .date: "is a date, which no option takes. Put it in quotes to make it a text."
    case .null: "has no value. Give it one, or leave the key out."
    case .nestedList: "holds a list or a table in a list. Give texts, numbers, true or false."
    case .tag: "has a tag (!…) that is not read here. Leave the tag out."
    }
  }

  private static func place(_ file: String, _ line: Int?) -> String {
    line.map { "\(file), line \($0)" } ?? file
  }
}
