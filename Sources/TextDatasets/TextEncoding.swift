import StrictJSON

/// How a file's bytes become text.
public enum TextEncoding: String, Sendable, CaseIterable, Codable {
  /// UTF-8, with or without a byte-order mark. Bytes that are not UTF-8 make a bad row.
  case utf8
  /// ISO 8859-1: every byte is the code point of the same number.
  case latin1

  /// The text of `bytes[range]`.
  ///
  /// - Parameter offset: Where in the file `bytes[0]` lies; only the error uses it.
  /// - Throws: `RowProblem.Reason.invalidUTF8`.
  func decode(
    _ bytes: [UInt8], _ range: Range<Int>, offset: Int
  ) throws(RowProblem.Reason) -> String {
    switch self {
    case .utf8:
      try Self.validateUTF8(bytes, range, offset: offset)
      return String(decoding: bytes[range], as: UTF8.self)
    case .latin1:
      return String(decoding: Self.utf8(ofLatin1: bytes[range]), as: UTF8.self)
    }
  }

  /// The text of a JSON string whose contents, found well-formed, lie at `contents`.
  ///
  /// - Throws: `JSONError` at half of a surrogate pair.
  func unescape(_ bytes: [UInt8], _ contents: Range<Int>) throws(JSONError) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(contents.count)
    switch self {
    case .utf8:
      try JSONString.unescape(bytes, contents, into: &text)
    case .latin1:
      let utf8 = Self.utf8(ofLatin1: bytes[contents])
      try JSONString.unescape(utf8, utf8.indices, into: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func utf8(ofLatin1 bytes: ArraySlice<UInt8>) -> [UInt8] {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte < 0x80 {
        utf8.append(byte)
      } else {
        utf8.append(0xC0 | byte >> 6)
        utf8.append(0x80 | byte & 0x3F)
      }
    }
    return utf8
  }

  /// Source: The Unicode Standard 15.0, table 3-7, Well-Formed UTF-8 Byte Sequences.
  static func validateUTF8(
    _ bytes: [UInt8], _ range: Range<Int>, offset: Int
  ) throws(RowProblem.Reason) {
    var index = range.lowerBound
    while index < range.upperBound {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let (length, second): (Int, ClosedRange<UInt8>) =
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0...0)
        }
      let isWellFormed =
        length > 0 && index + length <= range.upperBound && second.contains(bytes[index + 1])
        && (length < 3 || bytes[index + 2] & 0xC0 == 0x80)
        && (length < 4 || bytes[index + 3] & 0xC0 == 0x80)
      guard isWellFormed else { throw .invalidUTF8(byte: lead, offset: offset + index) }
      index += length
    }
  }
}
