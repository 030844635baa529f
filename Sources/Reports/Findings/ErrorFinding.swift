import ClassificationMetrics
import Foundation
import SpamTuneKit

extension Section {
  /// Errors that are shown at once; a page folds up the others.
  private static let mainErrors = 10

  /// Wrong answers, the surest first, with what spoke for them.
  static func errors(_ errors: [ReportedError], _ matrix: ConfusionMatrix) -> Section {
    guard !errors.isEmpty else {
      return Section(
        "errors", "Worst errors",
        missing: matrix.correct == matrix.total
          ? "Every message was answered rightly." : "The wrong answers were not listed.")
    }
    let wrong = matrix.total - matrix.correct
    let hasText = errors.contains { $0.text != nil }
    let sentence =
      (errors.count < wrong ? NumberFormat.count(errors.count) + " of " : "")
      + NumberFormat.count(max(wrong, errors.count), "wrong answer") + ", the surest first."
      + (hasText ? "" : " Texts were not asked for; rows are those of the data file.")
      + (errors.contains { !$0.tokens.isEmpty }
        ? " What a token spoke for the answer is gradient × input, in logits." : "")
    let heats = errors.map(TokenHeat.init)
    let further = heats.dropFirst(mainErrors)
    return Section(
      "errors", "Worst errors",
      [.paragraph(sentence), .heats(Array(heats.prefix(mainErrors)))]
        + (further.isEmpty
          ? []
          : [
            .folded(
              NumberFormat.count(further.count, "further error"), [.heats(Array(further))])
          ]))
  }
}

extension TokenHeat {
  init(_ error: ReportedError) {
    name = "row \(error.row)"
    remark = NumberFormat.count(error.tokenCount, "token")
    answer =
      "called \(error.predicted) with \(NumberFormat.probability(error.probability)), is \(error.truth)"
    contributions = error.tokens.map(\.contribution)
    summary = Self.summary(error)
    pieces = error.text.map { text in
      let cut = TokenPieces(
        of: text,
        tokens: error.tokens.filter { $0.start < $0.end }.map {
          ($0.start..<$0.end, [$0.contribution])
        })
      return cut.pieces.map { Piece(text: cut.text($0), contribution: $0.values.first) }
    }
  }

  /// The strongest tokens in words.
  private static func summary(_ error: ReportedError) -> String {
    let ranked = error.tokens.enumerated().filter { $0.element.contribution.isFinite }
      .sorted { abs($0.element.contribution) > abs($1.element.contribution) }.prefix(3)
    guard !ranked.isEmpty else { return "Contributions were not computed." }
    let words = ranked.map { index, token in
      let place = "token \(index + 1)"
      // A token's own text is shown only where texts were asked for.
      let name =
        error.text == nil
        ? place
        : token.text.map { "“\($0.trimmingCharacters(in: .whitespaces))”" } ?? place
      return "\(name) (\(NumberFormat.signed(token.contribution, 3)))"
    }
    return "Strongest: " + words.joined(separator: ", ") + "."
  }
}
