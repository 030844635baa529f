import Foundation

/// A part of a report, whatever it is going to be written as.
struct ReportSection {
  let title: String
  var blocks: [Block]

  enum Block {
    case sentences([String])
    case table(TextTable)
    case plot(TextPlot)
    /// Names and values.
    case facts([(name: String, value: String)])
  }
}

extension String {
  /// The same with everything replaced that could steer a terminal or turn the order of letters: what is
  /// reported may come from a stranger's message.
  var steeringNothing: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control where scalar != "\n": "\u{FFFD}"
          case .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
          default: scalar.properties.isBidiControl ? "\u{FFFD}" : scalar
          }
        }))
  }

  /// On one line.
  var inOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
