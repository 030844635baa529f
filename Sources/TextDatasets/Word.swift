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

/// Text in lower case as Python's `str.lower()` writes it: Unicode's full mapping of each character,
/// and the one rule that looks around, by which a sigma that ends a word is ς.
///
/// Source: The Unicode Standard 15.0, section 3.13, table 3-17 (Final_Sigma).
private enum LowerCase {
  static func scalars(of text: String) -> [Unicode.Scalar] {
    let original = Array(text.unicodeScalars)
    var lower: [Unicode.Scalar] = []
    lower.reserveCapacity(original.count)
    for (index, scalar) in original.enumerated() {
      if scalar.isASCII {
        let isCapital = (0x41...0x5A).contains(scalar.value)
        lower.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar)
      } else if scalar == "Σ" {
        lower.append(endsWord(at: index, in: original) ? "ς" : "σ")
      } else {
        lower.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return lower
  }

  /// A cased letter before the character at `index` and none after it, apostrophes, marks and other
  /// case-ignorable characters aside.
  private static func endsWord(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
    return before?.properties.isCased == true && after?.properties.isCased != true
  }
}
