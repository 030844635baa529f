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
