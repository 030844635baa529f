import Audits

/// Messages whose label is probably wrong.
struct LabelIssueSection: PageSection {
  static let anchor = "labels"
  let heading = "Likely label errors"

  let table: PageTable

  /// Nil without suspects.
  init?(_ suspects: [LabelIssue]) {
    if suspects.isEmpty { return nil }
    table = PageTable(
      PageNumber.count(suspects.count, "row") + " to read again, by row of the data file",
      columns: [
        .number("Row"), .text("Label"), .text("Suggested"), .number("Probability of the label"),
        .number("Probability of the other"),
      ],
      rows: suspects.map {
        [
          .number("\($0.row)"), .text($0.label), .text($0.suggested),
          .number(PageNumber.decimal($0.probabilityOfLabel)),
          .number(PageNumber.decimal($0.probabilityOfSuggested)),
        ]
      })
  }
}
