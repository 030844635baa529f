import Foundation

/// What a finished program left behind.
struct Outcome {
  /// 128 plus the signal when it was killed by one, as shells report it.
  let exitCode: Int32
  let output: String
  let errors: String

  var outputLines: [String] {
    output.split(whereSeparator: \.isNewline).map(String.init)
  }

  var errorLines: [String] {
    errors.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// The output as one JSON value.
  func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(output.utf8))
  }

  /// The output as JSON Lines.
  func decodedLines<Value: Decodable>(as type: Value.Type) throws -> [Value] {
    try outputLines.map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}
