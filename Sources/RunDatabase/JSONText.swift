internal import Foundation

/// Values as JSON text, with sorted keys so that equal values are equal texts.
enum JSONText {
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The same for numbers alone, without the cost of an encoder for every row. What is not finite
  /// becomes null.
  static func encode(_ numbers: [Double]) -> String {
    "[" + numbers.map { $0.isFinite ? "\($0)" : "null" }.joined(separator: ",") + "]"
  }

  /// - Throws: `UnreadableValue`, which names the column.
  static func decode<Value: Decodable>(_ text: String, column: String) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw UnreadableValue(column: column)
    }
  }
}
