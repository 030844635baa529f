extension JSONScanner {
  package enum Kind {
    case object, array, string, integer, fraction, boolean, null
  }

  /// Passes over a value of any kind, checking its grammar.
  ///
  /// - Returns: what it is, and where it lies, without white space around it.
  package mutating func passValue() throws(JSONError) -> (kind: Kind, range: Range<Int>) {
    guard let byte = peek() else { throw error(.value) }
    let start = position
    let kind: Kind
    switch byte {
    case UInt8(ascii: "\""):
      _ = try passString()
      kind = .string
    case UInt8(ascii: "{"):
      if try enter(.object) {
        repeat {
          _ = try passKey()
          _ = try passValue()
        } while try next(in: .object)
      }
      kind = .object
    case UInt8(ascii: "["):
      if try enter(.array) {
        repeat { _ = try passValue() } while try next(in: .array)
      }
      kind = .array
    case UInt8(ascii: "t"):
      try passWord("true")
      kind = .boolean
    case UInt8(ascii: "f"):
      try passWord("false")
      kind = .boolean
    case UInt8(ascii: "n"):
      try passWord("null")
      kind = .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      kind = try passNumber()
    default:
      throw error(.value)
    }
    return (kind, start..<position)
  }

  /// Reads a whole number of magnitude `limit`, at least 9, at most. A fraction or exponent after it
  /// is left standing.
  package mutating func integer(upTo limit: Int = .max) throws(JSONError) -> Int {
    _ = peek()
    let start = position
    let isNegative = skipAtOnce(UInt8(ascii: "-"))
    let firstDigit = position
    var value = 0
    while let digit = digitAtOnce() {
      guard value <= (limit - digit) / 10 else {
        position = start
        throw error(.wholeNumberUpTo(limit))
      }
      value = value * 10 + digit
      position += 1
    }
    let isPadded = position > firstDigit + 1 && bytes[firstDigit] == UInt8(ascii: "0")
    guard position > firstDigit, !isPadded else {
      position = start
      throw error(.wholeNumber)
    }
    return isNegative ? -value : value
  }

  private mutating func passWord(_ word: StaticString) throws(JSONError) {
    let start = position
    for index in 0..<word.utf8CodeUnitCount {
      guard position < end, bytes[position] == word.utf8Start[index] else {
        throw error(.word("\(word)"), from: start)
      }
      position += 1
    }
  }

  private mutating func passNumber() throws(JSONError) -> Kind {
    let start = position
    _ = skipAtOnce(UInt8(ascii: "-"))
    // Nothing but a fraction or an exponent may follow a leading 0.
    if !skipAtOnce(UInt8(ascii: "0")) { try passDigits(of: start) }
    var kind = Kind.integer
    if skipAtOnce(UInt8(ascii: ".")) {
      try passDigits(of: start)
      kind = .fraction
    }
    if skipAtOnce(UInt8(ascii: "e")) || skipAtOnce(UInt8(ascii: "E")) {
      if !skipAtOnce(UInt8(ascii: "+")) { _ = skipAtOnce(UInt8(ascii: "-")) }
      try passDigits(of: start)
      kind = .fraction
    }
    return kind
  }

  private mutating func passDigits(of start: Int) throws(JSONError) {
    guard digitAtOnce() != nil else { throw error(.digit, from: start) }
    while digitAtOnce() != nil { position += 1 }
  }

  /// The digit at `position`, if there is one.
  private func digitAtOnce() -> Int? {
    guard position < end, bytes[position] &- 0x30 < 10 else { return nil }
    return Int(bytes[position] &- 0x30)
  }

  /// Steps over `byte` if it stands at `position`.
  private mutating func skipAtOnce(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }
}
