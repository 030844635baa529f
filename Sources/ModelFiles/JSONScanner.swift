/// A strict reader of JSON text (RFC 8259) from bytes in memory.
///
/// It reads values in the order in which they stand and builds no tree, so that its user sees
/// repeated keys, which tree-building parsers hide, and can say at which byte something is wrong.
struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  let file: String
  let firstByte: Int
  var position = 0

  /// - Parameter firstByte: where `bytes` begin in `file`, for messages.
  init(_ bytes: UnsafeRawBufferPointer, file: String, firstByte: Int) {
    self.bytes = bytes
    self.file = file
    self.firstByte = firstByte
  }

  // MARK: Values

  /// Calls `member` with each key, standing before its value, which it must read.
  mutating func object(
    _ member: (inout JSONScanner, String) throws(ModelFileError) -> Void
  ) throws(ModelFileError) {
    try expect("{", "a JSON object")
    if skip("}") { return }
    repeat {
      let key = try string("a key in quotes")
      try expect(":", "':' after a key")
      try member(&self, key)
    } while skip(",")
    try expect("}", "',' or '}'")
  }

  /// Calls `element` before each element, which it must read.
  mutating func array(
    _ element: (inout JSONScanner) throws(ModelFileError) -> Void
  ) throws(ModelFileError) {
    try expect("[", "a JSON array")
    if skip("]") { return }
    repeat { try element(&self) } while skip(",")
    try expect("]", "',' or ']'")
  }

  /// An integer from 0 to `Int.max`, without sign, fraction or exponent.
  mutating func naturalNumber() throws(ModelFileError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    var fits = true
    while let digit = peek(), isDigit(digit) {
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = shifted.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      fits = fits && !overflow && !carry
      value = sum
      position += 1
    }
    let isPadded = position > start + 1 && bytes[start] == UInt8(ascii: "0")
    guard position > start, fits, !isPadded, !isAtFraction else {
      position = start
      throw unexpected("a whole number from 0 to \(Int.max)")
    }
    return value
  }

  /// Reads a value of any kind and forgets it.
  mutating func skipValue(depth: Int = 0) throws(ModelFileError) {
    guard depth < 64 else { throw unexpected("at most 64 levels of nesting") }
    skipSpace()
    switch peek() {
    case UInt8(ascii: "{"):
      try object { (scanner, _) throws(ModelFileError) in try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { (scanner) throws(ModelFileError) in try scanner.skipValue(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    default: try number()
    }
  }

  /// Makes sure that nothing but white space follows.
  mutating func end() throws(ModelFileError) {
    skipSpace()
    guard position == bytes.count else { throw unexpected("the end of the JSON text") }
  }

  /// An error at the present position.
  func unexpected(_ expected: String) -> ModelFileError {
    .malformed(
      file: file, place: .byte(firstByte + position), expected: expected, found: presentToken)
  }

  // MARK: Pieces

  func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(
    _ character: Unicode.Scalar, _ expected: String
  ) throws(ModelFileError) {
    guard skip(character) else { throw unexpected(expected) }
  }

  private mutating func literal(_ word: StaticString) throws(ModelFileError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek() == word.utf8Start[index] else { throw unexpected("'\(word)'") }
      position += 1
    }
  }

  private mutating func number() throws(ModelFileError) {
    if peek() == UInt8(ascii: "-") { position += 1 }
    let isPadded = peek() == UInt8(ascii: "0")
    let whole = try digits()
    guard whole == 1 || !isPadded else { throw unexpected("no number that begins with 0") }
    if peek() == UInt8(ascii: ".") {
      position += 1
      _ = try digits()
    }
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        position += 1
      }
      _ = try digits()
    }
  }

  /// At least one digit; returns how many.
  private mutating func digits() throws(ModelFileError) -> Int {
    let start = position
    while let byte = peek(), isDigit(byte) { position += 1 }
    guard position > start else { throw unexpected("a JSON value") }
    return position - start
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private var isAtFraction: Bool {
    guard let byte = peek() else { return false }
    return byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
  }

  private var presentToken: String {
    guard let first = peek() else { return "the end" }
    let separators = Array(" \n\r\t,:[]{}\"".utf8)
    let token = bytes[position...].prefix(24).prefix { !separators.contains($0) }
    guard !token.isEmpty else { return "'\(Unicode.Scalar(first))'" }
    return String(decoding: token, as: UTF8.self).quoted
  }
}
