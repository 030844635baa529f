import Foundation
import SpamTuneKit

/// An explanation for the terminal.
public struct ExplanationText: Sendable {
  private let explanation: Explanation
  private let isColoured: Bool
  /// Rows of the table of tokens.
  private static let mostTokens = 12

  /// - Parameter isColoured: Whether the text is shown on coloured ground.
  public init(_ explanation: Explanation, isColoured: Bool) {
    self.explanation = explanation
    self.isColoured = isColoured
  }

  /// Lines, each with its end.
  public var text: String {
    ([answer] + tokens + deletion + nearest).map { $0 + "\n" }.joined()
  }

  private var answer: String {
    let answer = explanation.answer
    let shown = isColoured ? painted : TokenColours.harmless(answer.text)
    return "\(answer.label)\t\(String(format: "%.4f", answer.probability))\t\(shown)"
  }

  /// What was read, by leave-one-out; tokens that share a character are painted together.
  private var painted: String {
    let bytes = Array(explanation.answer.text.utf8)
    let strongest = explanation.tokens.map { abs($0.leaveOneOut) }.max() ?? 0
    var painted = ""
    var (start, sum, end) = (0, 0.0, 0)
    for (index, token) in explanation.tokens.enumerated() {
      if token.span.lowerBound > end {
        painted += " […] "
        start = token.span.lowerBound
      }
      sum += token.leaveOneOut
      end = token.span.upperBound
      let isLast = index + 1 == explanation.tokens.count
      guard isLast || end == bytes.count || bytes[end] & 0xC0 != 0x80 else { continue }
      painted += TokenColours.painted(
        TokenColours.harmless(String(decoding: bytes[start..<end], as: UTF8.self)),
        share: strongest > 0 ? sum / strongest : 0)
      (start, sum) = (end, 0)
    }
    return painted + (end < bytes.count ? " […]" : "")
  }

  private var tokens: [String] {
    guard !explanation.tokens.isEmpty else { return ["", "The text has no tokens to explain."] }
    let shown = explanation.tokens.enumerated()
      .sorted {
        (abs($0.element.leaveOneOut), $1.offset) > (abs($1.element.leaveOneOut), $0.offset)
      }.prefix(Self.mostTokens).map(\.element)
    var table = TextTable(
      ["token", "at byte", "leave-one-out", "gradient × input"], .left, .right, .right, .right)
    for token in shown {
      table.append([
        Self.quoted(token.text), "\(token.span.lowerBound)", Self.signed(token.leaveOneOut),
        Self.signed(token.gradientTimesInput),
      ])
    }
    let (name, rival) = (explanation.explainedClass, explanation.rival)
    var lines = [
      "",
      "What speaks for \(name) (+) and for \(rival) (-), in logits; together "
        + "\(name) is \(Self.signed(explanation.logitDifference)) ahead.",
    ]
    if isColoured {
      lines.append("Colours are leave-one-out: red for \(name), blue for \(rival).")
    }
    if explanation.leftOutUnit != "token" {
      lines.append(
        "Leave-one-out took stretches of words at a time and shared their drops equally.")
    }
    if explanation.answer.isTruncated {
      lines.append("Only a part of the text was read, and only that is explained.")
    }
    lines += ["", table.text]
    let rest = explanation.tokens.count - shown.count
    if rest > 0 { lines.append("and \(rest) more with less to say") }
    return lines
  }

  private var deletion: [String] {
    guard case .found(let deletion) = explanation.deletion else {
      return ["", "A deletion that changes the answer: \(explanation.deletion.meaning)"]
    }
    let unit = deletion.count == 1 ? deletion.unit : deletion.unit + "s"
    let words = deletion.words.map(Self.quoted).joined(separator: " ")
    let answer = deletion.remaining
    return [
      "",
      "Without \(deletion.count) \(unit), \(words), the answer is "
        + "\(answer.label) (\(String(format: "%.4f", answer.probability))): "
        + explanation.deletion.meaning + ".",
    ]
  }

  private var nearest: [String] {
    guard let nearest = explanation.nearest, !nearest.messages.isEmpty else { return [] }
    var table = TextTable(["row", "label", "distance"], .right, .left, .right)
    for message in nearest.messages {
      table.append(["\(message.row)", message.label, String(format: "%.4f", message.distance)])
    }
    return [
      "", "Nearest in the \(nearest.name) (\(nearest.path)), by \(NearestMessages.meaning):", "",
      table.text,
    ]
  }

  private static func signed(_ value: Double) -> String { String(format: "%+.3f", value) }

  /// At most 24 characters of a text, between quotes.
  private static func quoted(_ text: String) -> String {
    let harmless = TokenColours.harmless(text)
    return "“\(harmless.count > 24 ? harmless.prefix(23) + "…" : harmless)”"
  }
}
