import Mustache

/// Text from outside as text of HTML and SVG, in elements and in quoted attributes.
///
/// It works on Unicode scalars. Characters as Swift counts them would not do: a quotation mark and a
/// combining accent are one character, which is no quotation mark to Swift and is one to a browser.
package enum MarkupText {
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default: result.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(result)
  }

  /// Whether XML 1.0 has the character (its section 2.2), without those that only control devices and
  /// without those that turn the direction of what follows, our own words included.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
    case 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}

/// The escaping of the page's templates, in the place of swift-mustache's, which goes by characters.
struct MarkupContent: MustacheContentType {
  static let name = "SPAMTUNE_MARKUP"

  func escapeText(_ text: String) -> String { MarkupText.escaped(text) }
}
