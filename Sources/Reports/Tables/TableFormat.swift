/// How a table is written.
public enum TableFormat: String, Sendable, CaseIterable {
  /// Aligned columns for people.
  case text
  /// An array with an object for each row, a row to a line.
  case json
  /// RFC 4180 with a line of names first. What is missing is an empty field, an empty text `""`.
  case csv
}
