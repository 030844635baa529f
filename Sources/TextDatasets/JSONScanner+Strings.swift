extension JSONScanner {
  /// What follows a backslash, and the byte it stands for.
  static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    if ASCII.isDigit(byte) { return UInt32(byte) - 0x30 }
    let lower = byte | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "f") ? UInt32(lower) - 0x57 : nil
  }

  /// The text of a string that `string()` has passed over.
  ///
  /// - Parameter key: What the error calls the value.
  /// - Throws: `RowProblem.Reason.loneSurrogate`.
  static func decode(
    _ bytes: [UInt8], _ range: Range<Int>, encoding: TextEncoding, key: String
  ) throws(RowProblem.Reason) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == ASCII.backslash else {
        encoding.append(byte, to: &text)
        continue
      }
      let letter = bytes[index]
      index += 1
      guard letter == UInt8(ascii: "u") else {
        text.append(escapes[letter] ?? letter)
        continue
      }
      var code = codeUnit(bytes, at: index)
      index += 4
      if code & 0xFC00 == 0xD800, index + 6 <= range.upperBound,
        bytes[index] == ASCII.backslash, bytes[index + 1] == UInt8(ascii: "u")
      {
        let low = codeUnit(bytes, at: index + 2)
        if low & 0xFC00 == 0xDC00 {
          code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
          index += 6
        }
      }
      guard let scalar = Unicode.Scalar(code) else { throw .loneSurrogate(key: key) }
      text.append(contentsOf: String(scalar).utf8)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func codeUnit(_ bytes: [UInt8], at index: Int) -> UInt32 {
    bytes[index..<(index + 4)].reduce(0) { $0 << 4 | (hexadecimalDigit($1) ?? 0) }
  }
}
