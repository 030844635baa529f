public import Foundation

/// Results as JSON for other programs: what a command prints with `--format json`, and the files that hold
/// the same. docs/json.md describes them.
///
/// Keys are in snake_case, whatever the properties are called, and sorted; those of a dictionary are data
/// and stay as they are. Slashes are not escaped. A number that is not finite is null.
///
/// Files that this program reads back as they were written (`run.json`, `decision.json`, …) have keys of
/// their own and are written with `AtomicFile.write(json:to:)`.
package enum ResultJSON {
  /// - Parameter isIndented: Whether it is laid out for people, over several lines; otherwise it is one
  ///   line without a line break.
  package static func text(_ value: some Encodable, isIndented: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
    encoder.keyEncodingStrategy = .convertToSnakeCase
    // The encoder knows no null for numbers, so they become a text that occurs nowhere else first.
    let mark = UUID().uuidString
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: mark, negativeInfinity: mark, nan: mark)
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("\"\(mark)\"", with: "null")
  }

  /// Reads a result whose type has keys in snake_case. Keys in camel case, as earlier versions wrote them,
  /// are taken for the same.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      SnakeCaseKey(stringValue: path.last?.stringValue ?? "")
    }
    return try decoder.decode(type, from: data)
  }

  private struct SnakeCaseKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
      self.stringValue = stringValue.reduce(into: "") { text, letter in
        text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
      }
    }

    init?(intValue: Int) { nil }
  }
}

extension AtomicFile {
  /// Creates or replaces the file at `path` with a result as indented JSON and a line break, as
  /// `write(to:_:)` does.
  @discardableResult
  package static func write(result: some Encodable, to path: String) throws -> FileDigest {
    try write(Array((ResultJSON.text(result, isIndented: true) + "\n").utf8), to: path)
  }
}
