extension JSONScanner {
  mutating func string(_ expected: String = "a string") throws(ModelFileError) -> String {
    try expect("\"", expected)
    let start = position
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        defer { position += 1 }
        return try text(UnsafeRawBufferPointer(rebasing: bytes[start..<position]), at: start)
      case UInt8(ascii: "\\"):
        return try stringWithEscapes(from: start)
      case 0..<0x20:
        throw unexpected("no control character in a string")
      default:
        position += 1
      }
    }
    throw unexpected("the closing quote of a string")
  }

  private func text(
    _ utf8: some Collection<UInt8>, at start: Int
  ) throws(ModelFileError) -> String {
    let text = String(decoding: utf8, as: UTF8.self)
    // Decoding repairs ill-formed bytes, and a repair is always visible.
    guard text.utf8.elementsEqual(utf8) else {
      throw .malformed(
        file: file, place: .byte(firstByte + start), expected: "UTF-8", found: text.quoted)
    }
    return text
  }

  /// A string whose first escape stands at the present position.
  private mutating func stringWithEscapes(from start: Int) throws(ModelFileError) -> String {
    var utf8 = Array(bytes[start..<position])
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return try text(utf8, at: start)
      case UInt8(ascii: "\\"):
        utf8.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20:
        throw unexpected("no control character in a string")
      default:
        utf8.append(byte)
        position += 1
      }
    }
    throw unexpected("the closing quote of a string")
  }

  private mutating func escape() throws(ModelFileError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let kind = peek() else { throw unexpected("an escape sequence") }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default:
      position = start
      throw unexpected("an escape sequence")
    }
    var code = try fourHexDigits()
    if (0xd800..<0xdc00).contains(code), peek() == UInt8(ascii: "\\") {
      position += 1
      if peek() == UInt8(ascii: "u") {
        position += 1
        let low = try fourHexDigits()
        if (0xdc00..<0xe000).contains(low) {
          code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
      }
    }
    guard let scalar = Unicode.Scalar(code) else {
      position = start
      throw unexpected("a pair of surrogates")
    }
    return scalar
  }

  private mutating func fourHexDigits() throws(ModelFileError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
