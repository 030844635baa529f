/// What the hand-made rules look at in a text.
package struct TextTraits {
  /// In characters (Unicode scalars).
  package private(set) var length = 0
  package private(set) var letters = 0
  package private(set) var capitals = 0
  /// Decimal digits of any script in a row.
  package private(set) var longestDigitRun = 0
  package private(set) var hasCurrencySign = false
  package private(set) var hasExclamationMark = false
  package let hasLink: Bool

  package init(_ text: String) {
    hasLink = LinkSearch.findsLink(in: text)
    var digits = 0
    for scalar in text.unicodeScalars {
      length += 1
      let category = scalar.properties.generalCategory
      digits = category == .decimalNumber ? digits + 1 : 0
      longestDigitRun = max(longestDigitRun, digits)
      switch category {
      case .uppercaseLetter, .titlecaseLetter:
        letters += 1
        capitals += 1
      case .lowercaseLetter, .modifierLetter, .otherLetter: letters += 1
      case .currencySymbol: hasCurrencySign = true
      default: if scalar == "!" || scalar == "！" { hasExclamationMark = true }
      }
    }
  }
}

/// Something that a text has or has not.
package enum TextCondition: Sendable, Equatable, CustomStringConvertible {
  case digitsInARow(Int)
  case link
  case currencySign
  case exclamationMark
  /// In characters.
  case length(atLeast: Int)
  /// Of the letters, in percent.
  case capitals(atLeast: Int)
  case word(Word)

  /// All conditions but the words.
  package static let handMade: [TextCondition] =
    [.digitsInARow(5), .link, .currencySign, .exclamationMark]
    + [20, 40, 60, 80, 100, 120, 140, 160, 200, 300, 500, 1000].map { .length(atLeast: $0) }
    + [10, 20, 30, 50, 70, 90].map { .capitals(atLeast: $0) }

  /// - Parameters:
  ///   - traits: of the text.
  ///   - words: of the text; only a `word` condition asks.
  package func holds(_ traits: TextTraits, words: @autoclosure () -> [Word]) -> Bool {
    switch self {
    case .digitsInARow(let count): traits.longestDigitRun >= count
    case .link: traits.hasLink
    case .currencySign: traits.hasCurrencySign
    case .exclamationMark: traits.hasExclamationMark
    case .length(let count): traits.length >= count
    case .capitals(let percent):
      traits.letters > 0 && 100 * traits.capitals >= percent * traits.letters
    case .word(let word): words().contains(word)
    }
  }

  package var description: String {
    switch self {
    case .digitsInARow(let count): "\(count) or more digits in a row"
    case .link: "a link"
    case .currencySign: "a currency sign"
    case .exclamationMark: "an exclamation mark"
    case .length(let count): "\(count) or more characters"
    case .capitals(let percent): "\(percent) % or more of the letters are capitals"
    case .word(let word): "the word \"\(word.text)\""
    }
  }
}
