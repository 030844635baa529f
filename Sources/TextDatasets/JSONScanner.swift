/// Walks over JSON text, checking its grammar and keeping nothing.
struct JSONScanner {
  static let deepestNesting = 512

  private let bytes: [UInt8]
  private let begin: Int
  private let end: Int
  private var position: Int

  init(bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    begin = range.lowerBound
    end = range.upperBound
    position = range.lowerBound
  }

  private var byte: UInt8? { position < end ? bytes[position] : nil }

  private func problem(_ expected: String) -> RowProblem.Reason {
    .invalidJSON(expected: expected, column: position - begin + 1)
  }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  mutating func skip(_ wanted: UInt8, expected: String) throws(RowProblem.Reason) {
    guard skipIfPresent(wanted) else { throw problem(expected) }
  }

  mutating func skipIfPresent(_ wanted: UInt8) -> Bool {
    skipBlanks()
    guard byte == wanted else { return false }
    position += 1
    return true
  }

  mutating func expectEnd() throws(RowProblem.Reason) {
    skipBlanks()
    guard position == end else { throw problem("the end of the line") }
  }

  /// Passes over one value: its kind, and its place without blanks around it.
  mutating func value(depth: Int) throws(RowProblem.Reason) -> (JSONObject.Kind, Range<Int>) {
    skipBlanks()
    let start = position
    guard let byte else { throw problem("a value") }
    let kind: JSONObject.Kind
    switch byte {
    case ASCII.quote:
      _ = try string()
      kind = .string
    case ASCII.openBrace, ASCII.openBracket:
      guard depth < Self.deepestNesting else {
        throw problem("at most \(Self.deepestNesting) levels of nesting")
      }
      position += 1
      try members(of: byte, depth: depth)
      kind = byte == ASCII.openBrace ? .object : .array
    case UInt8(ascii: "t"):
      try literal("true")
      kind = .boolean
    case UInt8(ascii: "f"):
      try literal("false")
      kind = .boolean
    case UInt8(ascii: "n"):
      try literal("null")
      kind = .null
    default:
      kind = try number()
    }
    return (kind, start..<position)
  }

  private mutating func members(of opening: UInt8, depth: Int) throws(RowProblem.Reason) {
    let isObject = opening == ASCII.openBrace
    let closing = isObject ? ASCII.closeBrace : ASCII.closeBracket
    if skipIfPresent(closing) { return }
    repeat {
      if isObject {
        _ = try string()
        try skip(ASCII.colon, expected: "':'")
      }
      _ = try value(depth: depth + 1)
    } while skipIfPresent(ASCII.comma)
    try skip(closing, expected: isObject ? "',' or '}'" : "',' or ']'")
  }

  /// Passes over a string and its quotes: the place of what is between them.
  mutating func string() throws(RowProblem.Reason) -> Range<Int> {
    try skip(ASCII.quote, expected: "'\"'")
    let start = position
    while let byte {
      switch byte {
      case ASCII.quote:
        position += 1
        return start..<(position - 1)
      case ASCII.backslash:
        position += 1
        try escape()
      case 0..<0x20:
        throw problem("an escape in place of a control character")
      default:
        position += 1
      }
    }
    throw problem("'\"' at the end of a string")
  }

  private mutating func escape() throws(RowProblem.Reason) {
    switch byte {
    case UInt8(ascii: "u"):
      position += 1
      for _ in 0..<4 {
        guard let byte, Self.hexadecimalDigit(byte) != nil else {
          throw problem("a hexadecimal digit")
        }
        position += 1
      }
    case .some(let byte) where Self.escapes[byte] != nil:
      position += 1
    default:
      throw problem("one of \"\\/bfnrtu after a backslash")
    }
  }

  private mutating func literal(_ word: StaticString) throws(RowProblem.Reason) {
    for expected in word.description.utf8 {
      guard byte == expected else { throw problem("'\(word)'") }
      position += 1
    }
  }

  private mutating func number() throws(RowProblem.Reason) -> JSONObject.Kind {
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "0") {
      position += 1
    } else {
      try digits(or: "a value")
    }
    var kind = JSONObject.Kind.integer
    if byte == UInt8(ascii: ".") {
      position += 1
      try digits(or: "a digit")
      kind = .fraction
    }
    if let byte, byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if self.byte == UInt8(ascii: "+") || self.byte == UInt8(ascii: "-") { position += 1 }
      try digits(or: "a digit")
      kind = .fraction
    }
    return kind
  }

  private mutating func digits(or expected: String) throws(RowProblem.Reason) {
    let start = position
    while let byte, ASCII.isDigit(byte) { position += 1 }
    guard position > start else { throw problem(expected) }
  }
}
