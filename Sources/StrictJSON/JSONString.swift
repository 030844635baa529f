/// The escapes of JSON strings (RFC 8259, section 7), read and written.
package enum JSONString {
  /// Appends what the contents of a string stand for, as UTF-8. Bytes above ASCII are taken as they
  /// are.
  ///
  /// - Parameter contents: where they lie in `bytes`, without the quotes, as `JSONScanner` has found
  ///   them: their escapes are complete.
  /// - Throws: `JSONError` at half of a surrogate pair, which is no character.
  package static func unescape(
    _ bytes: [UInt8], _ contents: Range<Int>, into text: inout [UInt8]
  ) throws(JSONError) {
    var position = contents.lowerBound
    while let backslash = bytes[position..<contents.upperBound].firstIndex(of: 0x5C) {
      text += bytes[position..<backslash]
      position = backslash + 2
      guard bytes[backslash + 1] == UInt8(ascii: "u") else {
        text.append(character(ofEscape: bytes[backslash + 1]) ?? bytes[backslash + 1])
        continue
      }
      var code = codeUnit(bytes, at: position)
      position += 4
      if code & 0xFC00 == 0xD800, position + 6 <= contents.upperBound,
        bytes[position] == 0x5C, bytes[position + 1] == UInt8(ascii: "u")
      {
        let low = codeUnit(bytes, at: position + 2)
        if low & 0xFC00 == 0xDC00 {
          code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
          position += 6
        }
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw JSONError(expected: .surrogatePair, start: backslash, position: position)
      }
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    text += bytes[position..<contents.upperBound]
  }

  /// Appends a string with its quotes, of UTF-8 as it is but for what must be escaped.
  package static func quote(_ text: [UInt8], into json: inout [UInt8]) {
    json.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        json.append(UInt8(ascii: "\\"))
        json.append(byte)
      case 0..<0x20:
        json += (byte < 0x10 ? "\\u000" : "\\u00").utf8
        json += String(byte, radix: 16).utf8
      default:
        json.append(byte)
      }
    }
    json.append(UInt8(ascii: "\""))
  }

  /// What a backslash and this letter stand for; nil where they mean nothing or a code unit.
  static func character(ofEscape letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
      UInt32(byte | 0x20) - 0x57
    default: nil
    }
  }

  private static func codeUnit(_ bytes: [UInt8], at index: Int) -> UInt32 {
    bytes[index..<(index + 4)].reduce(0) { $0 << 4 | (hexadecimalDigit($1) ?? 0) }
  }
}
