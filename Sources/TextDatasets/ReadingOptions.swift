/// How to read a file of messages.
public struct ReadingOptions: Sendable, Equatable {
  /// Guessed from the file's extension and first line when nil.
  public var format: TextFileFormat?
  /// The exact name of the column (JSON: key) that holds the text; guessed when nil.
  public var textColumn: String?
  /// The exact name of the column (JSON: key) that holds the label; guessed when nil.
  public var labelColumn: String?
  /// The exact names of columns (JSON: keys) whose values messages carry along, for labelled messages. The
  /// text's own is refused.
  public var furtherColumns: [String]
  public var encoding: TextEncoding
  /// Whether a bad row is counted and skipped; otherwise the first one is thrown.
  public var skipsBadRows: Bool

  public init(
    format: TextFileFormat? = nil, textColumn: String? = nil, labelColumn: String? = nil,
    furtherColumns: [String] = [], encoding: TextEncoding = .utf8, skipsBadRows: Bool = false
  ) {
    self.format = format
    self.textColumn = textColumn
    self.labelColumn = labelColumn
    self.furtherColumns = furtherColumns
    self.encoding = encoding
    self.skipsBadRows = skipsBadRows
  }
}

/// How messages are laid out in a file.
public enum TextFileFormat: String, Sendable, CaseIterable, Codable {
  /// The UCI SMS Spam Collection's: `label<TAB>text`, no header, quotes literal; further tabs
  /// belong to the text.
  case uci
  /// RFC 4180 with a header line: fields may be quoted, and then hold commas, line ends and
  /// doubled quotes. Lines end with CRLF or LF.
  case csv
  /// Tab-separated columns under a header line; quotes are literal and a field holds neither tab
  /// nor line end (IANA text/tab-separated-values).
  case tsv
  /// One JSON object per line, `{"text": …, "label": …}`.
  case jsonLines = "jsonl"
  /// One message per line and no labels.
  case lines
}
