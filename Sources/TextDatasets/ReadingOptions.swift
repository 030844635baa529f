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
