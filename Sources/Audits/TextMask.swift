import TextDatasets

/// Takes away from a text what a model might have learned instead of what the text says.
public enum TextMask: String, Sendable, CaseIterable {
  case digitsAsZero = "digits as 0"
  /// However many there were, so that nothing is left of the length of a telephone number.
  case numbersAsZero = "numbers as a single 0"
  case links = "links removed"
  case currencySigns = "currency signs removed"
  case capitals = "capitals lowered"
  case exclamationMarks = "exclamation marks removed"
  case all = "all of these"

  /// The text with nothing left of the feature; what else it holds stays as it is, scalar by scalar.
  public func apply(to text: String) -> String {
    switch self {
    case .digitsAsZero:
      Self.mapped(text) { $1.isDigit ? "0" : nil }
    case .numbersAsZero:
      Self.mapped(text) { before, scalar in
        scalar.isDigit ? before?.isDigit == true ? "" : "0" : nil
      }
    case .links: Self.withoutLinks(text)
    case .currencySigns:
      Self.mapped(text) { $1.properties.generalCategory == .currencySymbol ? "" : nil }
    case .capitals:
      Self.mapped(text) { $1.isCapital ? $1.properties.lowercaseMapping : nil }
    case .exclamationMarks:
      Self.mapped(text) { $1 == "!" || $1 == "！" ? "" : nil }
    case .all:
      Self.together.reduce(text) { $1.apply(to: $0) }
    }
  }

  /// Links first: without its digits or marks an address might no longer be known as one.
  private static let together: [TextMask] = [
    .links, .currencySigns, .exclamationMarks, .capitals, .numbersAsZero,
  ]

  /// - Parameter replacement: For a scalar and the one before it; nil leaves it.
  private static func mapped(
    _ text: String, replacement: (Unicode.Scalar?, Unicode.Scalar) -> String?
  ) -> String {
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let replacement = replacement(before, scalar) {
        result.append(contentsOf: replacement.unicodeScalars)
      } else {
        result.append(scalar)
      }
      before = scalar
    }
    return String(result)
  }

  /// Each link goes with one blank beside it where there is one on both sides, or at an end.
  private static func withoutLinks(_ text: String) -> String {
    let links = LinkSearch.links(in: text)
    guard !links.isEmpty else { return text }
    let bytes = Array(text.utf8)
    let blank = UInt8(ascii: " ")
    var rest: [UInt8] = []
    var position = 0
    for link in links {
      rest += bytes[position..<link.lowerBound]
      position = link.upperBound
      let isBlankNext = position == bytes.count || bytes[position] == blank
      if isBlankNext, rest.last == blank {
        rest.removeLast()
      } else if rest.isEmpty, position < bytes.count, isBlankNext {
        position += 1
      }
    }
    // Only ASCII was taken away, so this is UTF-8 as it was before.
    return String(decoding: rest + bytes[position...], as: UTF8.self)
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { properties.generalCategory == .decimalNumber }

  fileprivate var isCapital: Bool {
    let category = properties.generalCategory
    return category == .uppercaseLetter || category == .titlecaseLetter
  }
}
