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
    let shown = isColoured ? painted : answer.text.inOneLine
    return "\(answer.label.inOneLine)\t\(String(format: "%.4f", answer.probability))\t\(shown)"
  }

  /// A token, or several that share a character.
  private struct Piece {
    var span: Range<Int>
    var leaveOneOut: Double
    var gradientTimesInput: Double
  }

  private var pieces: [Piece] {
    var ends: Set<Int> = []
    var position = 0
    for character in explanation.answer.text {
      position += character.utf8.count
      ends.insert(position)
    }
    var pieces: [Piece] = []
    for token in explanation.tokens {
      if let last = pieces.last, !ends.contains(last.span.upperBound),
        last.span.upperBound == token.span.lowerBound
      {
        pieces[pieces.count - 1] = Piece(
          span: last.span.lowerBound..<token.span.upperBound,
          leaveOneOut: last.leaveOneOut + token.leaveOneOut,
          gradientTimesInput: last.gradientTimesInput + token.gradientTimesInput)
      } else {
        pieces.append(
          Piece(
            span: token.span, leaveOneOut: token.leaveOneOut,
            gradientTimesInput: token.gradientTimesInput))
      }
    }
    return pieces
  }

  /// What was read, by leave-one-out.
  private var painted: String {
    let bytes = Array(explanation.answer.text.utf8)
    let strongest = pieces.map { abs($0.leaveOneOut) }.max() ?? 0
    var painted = ""
    var end = 0
    for piece in pieces {
      if piece.span.lowerBound > end { painted += " […] " }
      end = piece.span.upperBound
      painted += TokenColours.painted(
        String(decoding: bytes[piece.span], as: UTF8.self).inOneLine,
        share: strongest > 0 ? piece.leaveOneOut / strongest : 0)
    }
    return painted + (end < bytes.count ? " […]" : "")
  }

  private var tokens: [String] {
    let pieces = pieces
    guard !pieces.isEmpty else { return ["", "The text has no tokens to explain."] }
    let bytes = Array(explanation.answer.text.utf8)
    let shown = pieces.sorted {
      (abs($0.leaveOneOut), $1.span.lowerBound) > (abs($1.leaveOneOut), $0.span.lowerBound)
    }.prefix(Self.mostTokens)
    var table = TextTable(
      ["token", "at byte", "leave-one-out", "gradient × input"], .left, .right, .right, .right)
    for piece in shown {
      table.append([
        Self.quoted(String(decoding: bytes[piece.span], as: UTF8.self)),
        "\(piece.span.lowerBound)", Self.signed(piece.leaveOneOut),
        Self.signed(piece.gradientTimesInput),
      ])
    }
    let name = explanation.explainedClass.inOneLine
    let rival = explanation.rival.inOneLine
    var lines = [
      "",
      "What speaks for \(name) (+) and for \(rival) (-), in logits; that of \(name) minus that of \(rival) "
        + "is \(Self.signed(explanation.logitDifference)).",
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
    let rest = pieces.count - shown.count
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
        + "\(answer.label.inOneLine) (\(String(format: "%.4f", answer.probability))): "
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
      "",
      "Nearest in the \(nearest.name.inOneLine) (\(nearest.path.inOneLine)), by \(NearestMessages.meaning):",
      "",
      table.text,
    ]
  }

  private static func signed(_ value: Double) -> String { String(format: "%+.3f", value) }

  /// At most 24 characters of a text, between quotes.
  private static func quoted(_ text: String) -> String {
    "“\(text.inOneLine.shortened(to: 24))”"
  }
}
