import Files

/// A file of messages that cannot be used. No case holds a message's text.
public enum DatasetError: Error, Equatable, CustomStringConvertible {
  case cannotOpen(path: String, reason: String)
  case isDirectory(path: String)
  case readFailed(path: String, reason: String)
  case compressed(path: String)
  case utf16(path: String)
  case utf8MarkInLatin1(path: String)
  case jsonArray(path: String)
  case unknownFormat(path: String)
  case noLabels(path: String)
  case noColumns(path: String, format: TextFileFormat)
  /// `found` are the header's names, those that could be text left out.
  case columnNotFound(path: String, name: String, found: [String])
  case columnNotGuessed(path: String, role: ColumnRole, found: [String])
  case columnTwice(path: String, name: String)
  case textAsFurtherColumn(path: String, name: String)
  case badRow(path: String, RowProblem)
  case noRows(path: String, skipped: Int)
  case tooFewRows(path: String, count: Int)
  case oneClass(path: String, label: String, count: Int)
  case unknownLabel(path: String, label: String, line: Int, classes: [String])
  /// The class that is to be the positive one.
  case noSuchClass(String, classes: [String])

  /// What a column is for.
  public enum ColumnRole: String, Sendable {
    case text, label
  }

  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path): cannot be opened (\(reason))."
    case .isDirectory(let path):
      "\(path): is a folder; name a file in it."
    case .readFailed(let path, let reason):
      "\(path): reading failed (\(reason))."
    case .compressed(let path):
      "\(path): is compressed; unpack it first and name the file inside."
    case .utf16(let path):
      "\(path): is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8 FILE > NEW-FILE."
    case .utf8MarkInLatin1(let path):
      "\(path): begins with UTF-8's byte-order mark; leave out `encoding` latin1."
    case .jsonArray(let path):
      "\(path): is one JSON array; write one object per line, as jq -c '.[]' FILE does."
    case .unknownFormat(let path):
      "\(path): the format cannot be told from the name or the first line; say `data_format` "
        + "uci (label, tab, text), csv, tsv or jsonl."
    case .noLabels(let path):
      "\(path): is read as one message per line, without labels; say `data_format` uci, csv, tsv or "
        + "jsonl."
    case .noColumns(let path, let format):
      "\(path): is read as '\(format.rawValue)', which has no named columns; leave out "
        + "`text_column`, `label_column` and `slice_column`, or say `data_format` csv, tsv or jsonl."
    case .columnNotFound(let path, let name, let found):
      "\(path): no column '\(name)'. \(Self.list(found))"
    case .columnNotGuessed(let path, let role, let found):
      "\(path): which column holds the \(role.rawValue)? \(Self.list(found)) Say "
        + "it with `\(role.rawValue)_column`."
    case .columnTwice(let path, let name):
      "\(path): the column '\(name)' occurs twice, or was named for both text and label; each "
        + "needs a column of its own."
    case .textAsFurtherColumn(let path, let name):
      "\(path): the column '\(name)' holds the messages, which are not shown; choose another with "
        + "`slice_column`."
    case .badRow(let path, let problem):
      "\(path): \(problem). Correct the row, or use `skip_bad_rows` to count and skip such rows."
    case .noRows(let path, let skipped):
      skipped == 0
        ? "\(path): holds no messages."
        : "\(path): holds no usable messages; \(skipped) bad rows were skipped."
    case .tooFewRows(let path, let count):
      "\(path): holds \(count) message; training needs at least 2, of 2 classes."
    case .oneClass(let path, let label, let count):
      "\(path): all \(count) messages have \(Self.phrase(label)); training needs at least 2 classes."
    case .unknownLabel(let path, let label, let line, let classes):
      "\(path): line \(line): \(Self.phrase(label)) is not among the \(classes.count) classes "
        + "\(PlainName.list(classes))."
    case .noSuchClass(let label, let classes):
      "`positive_label` '\(label)' is none of the classes: \(PlainName.list(classes))."
    }
  }

  /// With the wrong column named, a label may be a message's text.
  private static func phrase(_ label: String) -> String {
    PlainName.quoted(label).map { "the label \($0)" } ?? "a label of \(label.utf8.count) bytes"
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty
      ? "The file is empty."
      : "Columns found: \(names.joined(separator: ", "))."
  }
}

extension DatasetError: ReportableError {
  package var exitClass: ExitClass { .input }
}

/// Decides what of a file's contents an error may repeat: a column or label that could be a message
/// is not shown.
public enum PlainName {
  /// `name` in quotes when it is one short word of letters, digits, `-`, `.` and `_`; else nil.
  static func quoted(_ name: String) -> String? {
    let allowed: [UInt8] = [0x2D, 0x2E, 0x5F]
    let isPlain =
      (1...32).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        ASCII.isLetter($0) || ASCII.isDigit($0) || allowed.contains($0)
      }
    return isPlain ? "'\(name)'" : nil
  }

  /// Names for an error: at most twenty, and those that could be messages only counted.
  public static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).compactMap(quoted)
    let hidden = names.count - shown.count
    return shown.joined(separator: ", ") + (hidden > 0 ? " and \(hidden) more" : "")
  }
}
