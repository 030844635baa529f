extension JSONScanner {
  /// Passes over a string.
  ///
  /// - Returns: where its contents lie, between the quotes; `JSONString.unescape` reads them.
  package mutating func passString() throws(JSONError) -> Range<Int> {
    try passString(expecting: .string)
  }

  /// Passes over a member's key and its colon.
  ///
  /// - Returns: where the key's contents lie, between the quotes.
  package mutating func passKey() throws(JSONError) -> Range<Int> {
    let key = try passString(expecting: .key)
    guard skip(UInt8(ascii: ":")) else { throw error(.colon) }
    return key
  }

  /// Appends the contents of a string, escapes resolved. Bytes above ASCII are taken as they are.
  package mutating func string(into text: inout [UInt8]) throws(JSONError) {
    try JSONString.unescape(bytes, passString(), into: &text)
  }

  /// Appends a member's key as `string(into:)` does, and steps over its colon.
  package mutating func key(into text: inout [UInt8]) throws(JSONError) {
    try JSONString.unescape(bytes, passKey(), into: &text)
  }

  /// Reads a string, which must be UTF-8.
  ///
  /// - Parameter expected: what the string is, for the error if there is none.
  package mutating func text(
    expecting expected: JSONError.Expected = .string
  ) throws(JSONError) -> String {
    try text(in: passString(expecting: expected))
  }

  /// Reads a member's key, which must be UTF-8, and steps over its colon.
  package mutating func key() throws(JSONError) -> String { try text(in: passKey()) }

  private func text(in contents: Range<Int>) throws(JSONError) -> String {
    // Nearly all keys are like this, and need no second look.
    if bytes[contents].allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\\") }) {
      return String(decoding: bytes[contents], as: UTF8.self)
    }
    var utf8: [UInt8] = []
    try JSONString.unescape(bytes, contents, into: &utf8)
    guard let text = String(validating: utf8, as: UTF8.self) else {
      throw JSONError(
        expected: .utf8, start: contents.lowerBound, position: contents.lowerBound)
    }
    return text
  }

  private mutating func passString(
    expecting expected: JSONError.Expected
  ) throws(JSONError) -> Range<Int> {
    guard skip(UInt8(ascii: "\"")) else { throw error(expected) }
    let start = position
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<(position - 1)
      case UInt8(ascii: "\\"):
        try passEscape()
      case 0..<0x20:
        throw error(.escapedControl)
      default:
        position += 1
      }
    }
    throw error(.closingQuote, from: start - 1)
  }

  private mutating func passEscape() throws(JSONError) {
    let start = position
    position += 1
    guard position < end else { throw error(.escape, from: start) }
    if bytes[position] != UInt8(ascii: "u") {
      guard JSONString.character(ofEscape: bytes[position]) != nil else {
        throw error(.escape, from: start)
      }
      position += 1
      return
    }
    position += 1
    for _ in 0..<4 {
      guard position < end, JSONString.hexadecimalDigit(bytes[position]) != nil else {
        throw error(.fourHexadecimalDigits, from: start)
      }
      position += 1
    }
  }
}
