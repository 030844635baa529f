/// Splits text into the words that byte pairs are merged within, by GPT-2's pattern
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
///
/// written out by hand: one pass, no backtracking. Every byte belongs to exactly one word. Text
/// that is not valid UTF-8 is split too, each ill-formed byte counting as a symbol.
///
/// Source: `Encoder.pat` in openai/gpt-2, `src/encoder.py`.
package struct WordSplitter {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// `text` must outlive the splitter.
  package init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// Safe: every index below is compared with `text.count` before it is read.
  @inline(__always)
  package mutating func next() -> Range<Int>? {
    let start = position
    guard start < text.count else { return nil }
    let first = text[start]
    if first == UInt8(ascii: "'") {
      let length = contractionLength(at: start)
      if length > 0 { return word(from: start, to: start + length) }
    }
    if first == UInt8(ascii: " "), start + 1 < text.count {
      let (kind, length) = character(at: start + 1)
      if kind != .space {
        return word(from: start, to: endOfRun(of: kind, from: start + 1 + length))
      }
    }
    let (kind, length) = character(at: start)
    guard kind == .space else {
      return word(from: start, to: endOfRun(of: kind, from: start + length))
    }
    return word(from: start, to: endOfSpaces(from: start, firstLength: length))
  }

  @inline(__always)
  private mutating func word(from start: Int, to end: Int) -> Range<Int> {
    position = end
    return start..<end
  }

  /// The length of the contraction that begins with the apostrophe at `index`, or 0.
  private func contractionLength(at index: Int) -> Int {
    guard index + 1 < text.count else { return 0 }
    switch text[index + 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return index + 2 < text.count && text[index + 2] == UInt8(ascii: "e") ? 3 : 0
    case UInt8(ascii: "l"):
      return index + 2 < text.count && text[index + 2] == UInt8(ascii: "l") ? 3 : 0
    default:
      return 0
    }
  }

  /// A run of spaces gives its last one to the word after it, unless it is a single one or the
  /// text ends with it.
  private func endOfSpaces(from start: Int, firstLength: Int) -> Int {
    var last = start
    var end = start + firstLength
    while end < text.count {
      let (kind, length) = character(at: end)
      guard kind == .space else { return last == start ? end : last }
      last = end
      end += length
    }
    return end
  }

  @inline(__always)
  private func endOfRun(of kind: ScalarClass, from start: Int) -> Int {
    var end = start
    while end < text.count {
      let (next, length) = character(at: end)
      guard next == kind else { break }
      end += length
    }
    return end
  }

  /// The class and the length in bytes of the character at `index`.
  @inline(__always)
  private func character(at index: Int) -> (kind: ScalarClass, length: Int) {
    let byte = text[index]
    if (byte | 0x20) &- UInt8(ascii: "a") < 26 { return (.letter, 1) }
    if byte >= 0x80 { return multibyteCharacter(at: index) }
    if byte &- UInt8(ascii: "0") < 10 { return (.number, 1) }
    if byte == UInt8(ascii: " ") || byte &- 9 < 5 { return (.space, 1) }
    return (.other, 1)
  }

  @inline(never)
  private func multibyteCharacter(at index: Int) -> (kind: ScalarClass, length: Int) {
    guard let (value, length) = decodeScalar(at: index) else { return (.other, 1) }
    return (ScalarClass(value), length)
  }

  /// The well-formed multi-byte sequence at `index` (Unicode 16, table 3-7), if there is one.
  private func decodeScalar(at index: Int) -> (value: UInt32, length: Int)? {
    let lead = text[index]
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard (0xC2...0xF4).contains(lead), index + length <= text.count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = text[index + offset]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let isShortest = length == 2 || value >= (length == 3 ? 0x800 : 0x10000)
    guard isShortest, Unicode.Scalar(value) != nil else { return nil }
    return (value, length)
  }
}

/// What GPT-2's split pattern distinguishes about a character.
enum ScalarClass: UInt8 {
  /// `\p{L}`
  case letter
  /// `\p{N}`: decimal digits, letter-like and other numbers.
  case number
  /// `\s`: the property White_Space.
  case space
  /// `[^\s\p{L}\p{N}]`, and every byte that belongs to no well-formed character.
  case other

  /// The class of a code point.
  init(_ value: UInt32) {
    self = value < Self.table.count ? Self.table[Int(value)] : Self(propertiesOf: value)
  }

  /// The alphabets and all spaces lie below U+3100. Their classes are kept, as looking up a
  /// property takes some 40 ns; for ideographs and emoji, of three and four bytes, that will do.
  private static let table = (0..<0x3100).map { ScalarClass(propertiesOf: $0) }

  private init(propertiesOf value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else {
      self = .other
      return
    }
    self =
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
        .letter
      case .decimalNumber, .letterNumber, .otherNumber:
        .number
      default:
        scalar.properties.isWhitespace ? .space : .other
      }
  }
}
