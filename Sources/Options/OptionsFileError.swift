import Files

/// A file of options that cannot be used. Every message names the file, what is wrong there, and the next step.
package enum OptionsFileError: ReportableError, Equatable {
  /// Neither TOML nor YAML by its name.
  case unknownFormat(file: String)
  case tooLarge(file: String, bytes: Int)
  /// `reason` says what is wrong, as part of a sentence.
  case malformed(Place, reason: String)
  /// No keys at all where they are expected.
  case noTable(file: String)
  case tooDeep(Place, key: String)
  /// The value of `key` is `found`, which no option takes.
  case unusableValue(Place, key: String, found: Found)
  /// Once with a dash, once with an underscore.
  case twice(Place, key: String)
  /// `command` is the words that name it.
  case unknownOption(Place, command: String, key: String, suggestion: String?)
  /// A table in the table of `command`, which is empty outside of all tables.
  case unknownCommand(Place, command: String, key: String, suggestion: String?)
  case tableForOption(Place, key: String)
  case commandWithoutTable(Place, key: String)
  case listForOne(Place, key: String)
  case flagNeedsBoolean(Place, key: String)
  case booleanForOption(Place, key: String)
  case commandLineOnly(Place, key: String)

  /// Where something stands.
  package struct Place: Equatable, Sendable, CustomStringConvertible {
    package let file: String
    /// Counted from 1; nil where it is not known.
    package let line: Int?

    package init(file: String, line: Int?) {
      self.file = file
      self.line = line
    }

    package var description: String { line.map { "\(file), line \($0)" } ?? file }
  }

  /// Values that no option takes.
  package enum Found: Equatable, Sendable {
    case date
    case null
    /// A list or a table as an element of a list.
    case nestedList
    /// A YAML tag that stands for something else.
    case tag
  }

  package var exitClass: ExitClass { .input }

  package var description: String {
    switch self {
    case .unknownFormat(let file):
      "\(file): the name tells no format. Call it .toml, or .yaml, .yml or .json."
    case .tooLarge(let file, let bytes):
      "\(file): has \(bytes) bytes, and a file of options at most \(ConfigurationFile.byteLimit). "
        + "Check the path."
    case .malformed(let place, let reason): "\(place): \(reason). Correct the file."
    case .noTable(let file):
      "\(file): holds no keys. Write an option per line, such as 'epochs: 3'."
    case .tooDeep(let place, let key):
      "\(place): \(key.named) lies in more than \(ConfigurationFile.depthLimit) tables and lists. "
        + "Options need no more than a table per command."
    case .unusableValue(let place, let key, let found):
      "\(place): \(key.named) \(Self.problem(found))"
    case .twice(let place, let key):
      "\(place): \(key.named) stands there twice, with dashes and with underscores. Keep one."
    case .unknownOption(let place, let command, let key, let suggestion):
      "\(place): \(Self.quoted(command)) has no option \(key.named). "
        + Self.remedy(suggestion, in: command)
    case .unknownCommand(let place, let command, let key, let suggestion):
      "\(place): \(Self.quoted(command)) has no command \(key.named) for the table of that name. "
        + Self.remedy(suggestion, in: command)
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
    case .commandLineOnly(let place, let key):
      "\(place): \(key.named) cannot be given in a file. Give it on the command line."
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

  private static func quoted(_ command: String) -> String {
    command.isEmpty ? "spamtune" : "'\(command)'"
  }

  private static func remedy(_ suggestion: String?, in command: String) -> String {
    if let suggestion { return "Did you mean '\(suggestion)'?" }
    return "'spamtune \(command.isEmpty ? "" : command + " ")--help' lists them."
  }
}

extension String {
  /// A key as an error names it: in quotes when it is a word, else without its text, because a file given
  /// by mistake may hold messages where keys are expected.
  var named: String { isWord ? "'\(self)'" : "'…'" }

  /// A parser's words as part of a sentence, without what they may repeat of a file but words.
  var withWordsOnly: String {
    let parts = split(separator: "'", omittingEmptySubsequences: false)
    let kept = parts.enumerated().map { index, part in
      // Every other part is what stands between two quotes.
      index.isMultiple(of: 2) || part.count == 1 || String(part).isWord ? String(part) : "…"
    }
    return kept.joined(separator: "'").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private var isWord: Bool {
    (1...40).contains(utf8.count)
      && unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || "-_.<".unicodeScalars.contains(scalar))
      }
  }
}
