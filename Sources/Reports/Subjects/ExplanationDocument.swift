import ClassificationMetrics
import SpamTuneKit

extension Document {
  /// Rows of the table of tokens.
  private static let mostTokens = 12

  /// Why a model answers a text as it does: what each token speaks for, a deletion that changes the answer, and the
  /// nearest training messages.
  ///
  /// - Parameter isColoured: Whether the text itself is shown on coloured ground.
  package init(_ explanation: Explanation, isColoured: Bool) {
    self.init(
      blocks: Self.tokens(explanation, isColoured: isColoured)
        + [.paragraph(Self.deletion(explanation.deletion))]
        + (explanation.nearest.map(Self.nearest) ?? []))
  }

  private static func tokens(_ explanation: Explanation, isColoured: Bool) -> [Block] {
    let cut = explanation.pieces
    let pieces = cut.pieces.filter { !$0.values.isEmpty }
    guard !pieces.isEmpty else { return [.paragraph("The text has no tokens to explain.")] }
    let (name, rival) = (explanation.explainedClass, explanation.rival)
    let remarks = [
      "What speaks for \(name) (+) and for \(rival) (-), in logits; that of \(name) minus that of \(rival) is "
        + "\(signed(explanation.logitDifference)).",
      isColoured ? "Colours are leave-one-out: red for \(name), blue for \(rival)." : nil,
      explanation.leftOutUnit == "token"
        ? nil : "Leave-one-out took stretches of words at a time and shared their drops equally.",
      explanation.answer.isTruncated
        ? "Only a part of the text was read, and only that is explained." : nil,
    ].compactMap(\.self)
    let shown = pieces.sorted {
      (abs($0.values[0]), $1.span.lowerBound) > (abs($1.values[0]), $0.span.lowerBound)
    }.prefix(mostTokens)
    let table = Table(
      nil, ["token", "at byte", "leave-one-out", "gradient × input"],
      shown.map { piece in
        [
          .name(quoted(cut.text(piece))), .ordinal(piece.span.lowerBound),
          .number(signed(piece.values[0])), .number(signed(piece.values[1])),
        ]
      })
    let rest = pieces.count - shown.count
    return remarks.map { .paragraph($0) } + [.table(table)]
      + (rest > 0 ? [.paragraph("and \(NumberFormat.count(rest)) more with less to say")] : [])
  }

  private static func deletion(_ result: DeletionSearchResult) -> String {
    guard case .found(let deletion) = result else {
      return "A deletion that changes the answer: \(result.meaning)"
    }
    let unit = deletion.count == 1 ? deletion.unit : deletion.unit + "s"
    let words = deletion.words.map(quoted).joined(separator: " ")
    let answer = deletion.remaining
    return "Without \(deletion.count) \(unit), \(words), the answer is \(answer.label) "
      + "(\(NumberFormat.probability(answer.probability))): \(result.meaning)."
  }

  private static func nearest(_ nearest: NearestMessages) -> [Block] {
    guard !nearest.messages.isEmpty else { return [] }
    return [
      .table(
        Table(
          "Nearest in the \(nearest.name) (\(nearest.path)), by \(NearestMessages.meaning):",
          ["row", "label", "distance"],
          nearest.messages.map {
            [.ordinal($0.row), .text($0.label), .metric($0.distance)]
          }))
    ]
  }

  private static func signed(_ value: Double) -> String { NumberFormat.signed(value, 3) }

  /// At most 24 characters of a text, between quotes.
  private static func quoted(_ text: String) -> String {
    "“\(text.inOneLine.shortened(to: 24))”"
  }
}

extension Explanation {
  /// The text in pieces with leave-one-out and gradient × input of each; those that were not read have neither.
  fileprivate var pieces: TokenPieces {
    TokenPieces(
      of: answer.text,
      tokens: tokens.map { ($0.span, [$0.leaveOneOut, $0.gradientTimesInput]) })
  }

  /// The answer on one line, as `classify` prints it.
  ///
  /// - Parameter isColoured: Whether what was read is on coloured ground, by leave-one-out.
  package func answerLine(isColoured: Bool) -> String {
    let cut = pieces
    let shown =
      isColoured
      ? TokenColours.painted(
        cut.pieces.map { TokenHeat.Piece(text: cut.text($0), contribution: $0.values.first) })
      : answer.text.inOneLine
    return "\(answer.label.inOneLine)\t\(NumberFormat.decimals(answer.probability, 4))\t\(shown)"
  }
}
