internal import Foundation
internal import GRDB

// `row["column"]` alone is safe for the columns whose type, and whose being there, STRICT tables
// and NOT NULL promise. What SQLite cannot promise about a text is checked here.
extension Row {
  func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
    guard let word = Word(rawValue: self[column]) else { throw UnreadableValue(column: column) }
    return word
  }

  func date(_ column: String) throws -> Date {
    guard let date = try dateIfAny(column) else { throw UnreadableValue(column: column) }
    return date
  }

  func dateIfAny(_ column: String) throws -> Date? {
    guard let text: String = self[column] else { return nil }
    guard let date = Timestamp.date(text) else { throw UnreadableValue(column: column) }
    return date
  }

  func json<Value: Decodable>(_ column: String) throws -> Value {
    try JSONText.decode(self[column], column: column)
  }

  /// NULL is how SQLite keeps NaN.
  func number(_ column: String) -> Double {
    self[column] ?? .nan
  }

  /// The columns `prefix_path` and `prefix_sha256`.
  func file(_ prefix: String) -> FileReference? {
    guard let path: String = self["\(prefix)_path"], let sha256: String = self["\(prefix)_sha256"]
    else { return nil }
    return FileReference(path: path, sha256: sha256)
  }
}
