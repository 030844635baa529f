import Files
import Foundation
import Reports
import SpamTuneKit

/// Prints answers in the order of the texts, each batch at once.
struct ClassificationPrinter {
  let format: ClassificationFormat
  let labels: [String]
  private var isFirst = true

  init(format: ClassificationFormat, labels: [String]) {
    self.format = format
    self.labels = labels
  }

  mutating func print(_ answers: [Classification]) throws {
    var lines = ""
    if isFirst, format == .csv {
      let columns =
        ["text", "label", "probability"] + labels.map { "p_" + $0 } + ["tokens", "truncated"]
      lines += columns.map(Self.field).joined(separator: ",") + "\r\n"
    }
    isFirst = false
    for answer in answers { lines += try line(answer) }
    try StandardOutput.write(lines)
  }

  private func line(_ answer: Classification) throws -> String {
    switch format {
    case .text:
      let remark =
        answer.isTruncated
        ? "  [cut: the text has \(answer.tokenCount) tokens]"
        : answer.windowCount > 1 ? "  [read in \(answer.windowCount) windows]" : ""
      let text = answer.text.split(whereSeparator: \.isNewline).joined(separator: " ")
      return "\(answer.label)\t\(NumberFormat.decimals(answer.probability, 4))\t\(text)\(remark)\n"
    case .json:
      return try ResultJSON.text(answer) + "\n"
    case .csv:
      let fields =
        [answer.text, answer.label, "\(answer.probability)"]
        + answer.probabilities.map { "\($0)" } + ["\(answer.tokenCount)", "\(answer.isTruncated)"]
      return fields.map(Self.field).joined(separator: ",") + "\r\n"
    }
  }

  /// A field as RFC 4180 asks: in quotes where it holds a comma, a quote or a line end.
  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
