/// A word in lower case. Words are equal when their bytes are: `String` compares by canonical
/// equivalence, which Python, whose words these are, does not. Words are ordered by code points.
package struct Word: Hashable, Comparable, Sendable {
  private let bytes: [UInt8]  // UTF-8

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package static func < (left: Word, right: Word) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension Word {
  /// The words of a text, in their order, as scikit-learn's `CountVectorizer()` finds them: the text
  /// in lower case, then each longest run of two or more word characters, which is its pattern
  /// `(?u)\b\w\w+\b`.
  package static func all(in text: String) -> [Word] {
    var words: [Word] = []
    var run: [UInt8] = []
    var length = 0
    for scalar in LowerCase.scalars(of: text) {
      if scalar.isWordCharacter {
        length += 1
        if scalar.isASCII { run.append(UInt8(scalar.value)) } else { run += scalar.utf8 }
      } else if length > 0 {
        if length > 1 { words.append(Word(bytes: run)) }
        run.removeAll(keepingCapacity: true)
        length = 0
      }
    }
    if length > 1 { words.append(Word(bytes: run)) }
    return words
  }
}

extension Unicode.Scalar {
  /// What `\w` means to Python: a letter (category L), a number (category N: decimal digits, but also
  /// Ⅷ, ² and ½) or the underscore. Combining marks (M) are none, so that the vowel signs of
  /// Devanagari end a word, and so does the dot that "İ" leaves behind in lower case.
  var isWordCharacter: Bool {
    if isASCII {
      return switch value {
      case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
      default: false
      }
    }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
