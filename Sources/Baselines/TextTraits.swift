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
