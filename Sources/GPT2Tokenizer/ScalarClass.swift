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
