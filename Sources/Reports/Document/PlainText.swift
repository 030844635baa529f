/// What is shown may come from a stranger's message, label or file name.
extension String {
  /// The same with U+FFFD for everything that could steer a terminal or turn the order of letters; line ends
  /// stay.
  package var steeringNothing: String {
    String(
      UnicodeScalarView(
        unicodeScalars.map { $0 != "\n" && $0.steersTerminal ? "\u{FFFD}" : $0 }))
  }

  /// The same on one line, and steering nothing: line ends and tabs become spaces.
  package var inOneLine: String {
    guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
    return String(
      UnicodeScalarView(
        replacing("\r\n", with: "\n").unicodeScalars.map { scalar in
          guard scalar.steersTerminal else { return scalar }
          return scalar.properties.isWhitespace ? " " : "\u{FFFD}"
        }))
  }

  /// The same on one line, and steering nothing: with escapes, from which it can be told what was there.
  package var inOneLineEscaped: String {
    guard unicodeScalars.contains(where: \.steersTerminal) else { return self }
    return unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      default: scalar.steersTerminal ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
      }
    }.joined()
  }

  /// The same if it has at most so many characters, else its beginning with an ellipsis.
  package func shortened(to length: Int) -> String {
    count > length ? prefix(length - 1) + "…" : self
  }
}

extension Unicode.Scalar {
  /// Whether it moves the cursor, begins an order, ends a line or turns the order of letters.
  fileprivate var steersTerminal: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: properties.isBidiControl
    }
  }
}
