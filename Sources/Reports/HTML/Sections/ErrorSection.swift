import SpamTuneKit

/// Wrong answers, the surest first, with what spoke for them.
struct ErrorSection: PageSection {
  static let anchor = "errors"
  let heading = "Worst errors"

  struct Mistake {
    var row: String
    var truth: String
    var predicted: String
    var probability: String
    var length: String
    var heat: TokenHeat?
  }

  let sentence: String
  let first: [Mistake]
  let further: [Mistake]
  let furtherName: String
  let hasFurther: Bool
  let hasTokens: Bool
  let hasText: Bool

  /// - Parameter errors: At least one.
  init(_ report: ModelReport, at place: ReportPlace) {
    let mistakes = report.errors.enumerated().map { index, error in
      Mistake(
        row: "\(error.row)", truth: error.truth, predicted: error.predicted,
        probability: PageNumber.decimal(error.probability),
        length: PageNumber.count(error.tokenCount, "token"),
        heat: TokenHeat(error, identifier: place.identifier("error-\(index + 1)")))
    }
    first = Array(mistakes.prefix(10))
    further = Array(mistakes.dropFirst(10))
    hasFurther = !further.isEmpty
    furtherName = PageNumber.count(further.count, "further error")
    hasTokens = report.errors.contains { !$0.tokens.isEmpty }
    let matrix = report.evaluation.confusionMatrix
    let wrong = matrix.total - matrix.correct
    hasText = report.errors.contains { $0.text != nil }
    sentence =
      (report.errors.count < wrong ? PageNumber.count(report.errors.count) + " of " : "")
      + PageNumber.count(max(wrong, report.errors.count), "wrong answer") + ", the surest first."
      + (hasText ? "" : " Texts were not asked for; rows are those of the data file.")
  }
}
