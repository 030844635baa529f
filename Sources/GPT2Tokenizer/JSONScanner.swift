/// A strict reader of JSON (RFC 8259), from the front of a file to its end.
///
/// Vocabularies are objects of 50,000 members; reading them member by member makes no tree of
/// values, keeps keys as bytes and knows the place of every mistake.
struct JSONScanner {
  let file: SourceFile
  /// The offset of the next byte to read.
  private(set) var position = 0

  init(_ file: SourceFile) { self.file = file }

  /// The next byte that is not white space.
  mutating func peek() -> UInt8? {
    while position < file.bytes.count {
      switch file.bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return file.bytes[position]
      }
    }
    return nil
  }

  /// Steps over `byte` if it comes next.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  func error(_ expected: String) -> TokenizerError {
    guard position < file.bytes.count else {
      return file.malformed(at: position, "expected \(expected), found the end of the file")
    }
    let found = quoted(file.bytes[position...].prefix(1))
    return file.malformed(at: position, "expected \(expected), found \(found)")
  }

  mutating func expect(_ byte: Unicode.Scalar) throws(TokenizerError) {
    guard skip(UInt8(ascii: byte)) else { throw error("'\(byte)'") }
  }

  /// Nothing but white space may be left.
  mutating func expectEnd() throws(TokenizerError) {
    if peek() != nil { throw error("the end of the file") }
  }

  /// Steps into an array or object.
  ///
  /// - Returns: false if it is empty, and then it has been left again.
  mutating func enter(_ open: Unicode.Scalar, _ close: Unicode.Scalar) throws(TokenizerError)
    -> Bool
  {
    try expect(open)
    return !skip(UInt8(ascii: close))
  }

  /// Steps over the comma to the next element, or out of the array or object.
  mutating func next(before close: Unicode.Scalar) throws(TokenizerError) -> Bool {
    if skip(UInt8(ascii: ",")) { return true }
    guard skip(UInt8(ascii: close)) else { throw error("',' or '\(close)'") }
    return false
  }

  /// Reads a member's key and its colon.
  mutating func key() throws(TokenizerError) -> [UInt8] {
    var key: [UInt8] = []
    try string(into: &key)
    try expect(":")
    return key
  }

  /// Reads a whole number that fits in an `Int32`.
  mutating func integer() throws(TokenizerError) -> Int32 {
    let start = peek().map { _ in position } ?? position
    let isNegative = skip(UInt8(ascii: "-"))
    let digits = position
    var value: Int64 = 0
    while position < file.bytes.count, file.bytes[position] &- UInt8(ascii: "0") < 10 {
      value = value * 10 + Int64(file.bytes[position] - UInt8(ascii: "0"))
      guard value <= Int64(Int32.max) else {
        throw file.malformed(at: start, "the number is too large; ids are below 2^31")
      }
      position += 1
    }
    let hasLeadingZero = position > digits + 1 && file.bytes[digits] == UInt8(ascii: "0")
    guard position > digits, !hasLeadingZero else {
      position = start
      throw error("a whole number")
    }
    return Int32(isNegative ? -value : value)
  }

  /// Appends the contents of a string, escapes resolved, as UTF-8. Bytes above ASCII are taken as
  /// they are.
  mutating func string(into text: inout [UInt8]) throws(TokenizerError) {
    guard skip(UInt8(ascii: "\"")) else { throw error("a string") }
    var plain = position
    while position < file.bytes.count {
      let byte = file.bytes[position]
      if byte == UInt8(ascii: "\"") {
        text += file.bytes[plain..<position]
        position += 1
        return
      }
      guard byte >= 0x20 else { throw error("an escape for the control character") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += file.bytes[plain..<position - 1]
        try escape(into: &text)
        plain = position
      }
    }
    throw error("the closing '\"' of a string")
  }

  /// Reads what follows a backslash.
  private mutating func escape(into text: inout [UInt8]) throws(TokenizerError) {
    guard position < file.bytes.count else { throw error("an escape") }
    let kind = file.bytes[position]
    let simple: [(UInt8, UInt8)] = [
      (0x22, 0x22), (0x5C, 0x5C), (0x2F, 0x2F), (0x62, 0x08), (0x66, 0x0C), (0x6E, 0x0A),
      (0x72, 0x0D), (0x74, 0x09),
    ]
    if kind == UInt8(ascii: "u") {
      position += 1
      try unicodeEscape(into: &text)
    } else if let (_, byte) = simple.first(where: { $0.0 == kind }) {
      position += 1
      text.append(byte)
    } else {
      throw error("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
  }

  private mutating func unicodeEscape(into text: inout [UInt8]) throws(TokenizerError) {
    let start = position - 2
    var value = try fourHexDigits()
    if (0xD800..<0xDC00).contains(value), file.bytes[position...].starts(with: [0x5C, 0x75]) {
      position += 2
      let low = try fourHexDigits()
      if (0xDC00..<0xE000).contains(low) {
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw file.malformed(at: start, "half of a surrogate pair, which is no character")
    }
    text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
  }

  private mutating func fourHexDigits() throws(TokenizerError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < file.bytes.count,
        let digit = Character(Unicode.Scalar(file.bytes[position])).hexDigitValue
      else { throw error("four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
  /// Steps over `word` if it comes next.
  mutating func skip(word: String) -> Bool {
    guard peek() != nil, file.bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Reads a number of any form.
  mutating func number() throws(TokenizerError) -> Double {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    let integerDigits = skipDigits()
    let hasLeadingZero = integerDigits > 1 && file.bytes[position - integerDigits] == 0x30
    var isNumber = integerDigits > 0 && !hasLeadingZero
    if skipImmediately(".") { isNumber = skipDigits() > 0 && isNumber }
    if skipImmediately("eE") {
      _ = skipImmediately("+-")
      isNumber = skipDigits() > 0 && isNumber
    }
    let text = String(decoding: file.bytes[start..<position], as: UTF8.self)
    guard isNumber, let value = Double(text) else {
      throw file.malformed(at: start, "\(quoted(text.utf8)) is no number")
    }
    return value
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while skipImmediately("0123456789") {}
    return position - start
  }

  /// Steps over the next byte if it is one of `characters`.
  private mutating func skipImmediately(_ characters: String) -> Bool {
    guard position < file.bytes.count, characters.utf8.contains(file.bytes[position]) else {
      return false
    }
    position += 1
    return true
  }
}
