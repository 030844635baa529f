import StrictJSON

extension ModelFileError {
  /// - Parameters:
  ///   - json: The text in which the error was found.
  ///   - firstByte: Where the text begins in the file.
  init(_ error: JSONError, in json: [UInt8], firstByte: Int, file: String) {
    let expected =
      switch error.expected {
      case .object: "a JSON object"
      case .array: "a JSON array"
      case .value, .digit: "a JSON value"
      // A number ends with its leading 0, and the digit after it belongs to nothing.
      case .next where json[..<error.position].last == 0x30 && Self.isDigit(json, error.position):
        "no number that begins with 0"
      case .wholeNumber, .wholeNumberUpTo: "a whole number from 0 to \(Int.max)"
      default: "\(error.expected)"
      }
    let position =
      switch error.expected {
      case .escape, .surrogatePair: error.start
      default: error.position
      }
    self = .malformed(
      file: file, place: .byte(firstByte + position), expected: expected,
      found: Self.token(of: json[position...]))
  }

  private static func isDigit(_ json: [UInt8], _ index: Int) -> Bool {
    index < json.count && json[index] &- 0x30 < 10
  }

  /// The word, number or sign with which `json` begins.
  private static func token(of json: ArraySlice<UInt8>) -> String {
    guard let first = json.first else { return "the end" }
    let separators = Array(" \n\r\t,:[]{}\"".utf8)
    let token = json.prefix(24).prefix { !separators.contains($0) }
    guard !token.isEmpty else { return "'\(Unicode.Scalar(first))'" }
    return String(decoding: token, as: UTF8.self).quoted
  }
}
