import SpamTuneKit

/// Who is taken for whom: a row per true class, a column per answer.
struct ConfusionSection: PageSection {
  static let anchor = "confusion"
  let heading = "Confusion matrix"

  struct Cell {
    var count: String
    var share: String
    /// 0...4, of the row.
    var shade: Int
    /// "right" on the diagonal.
    var kind: String
  }

  struct Row {
    var name: String
    var cells: [Cell]
  }

  let answers: [String]
  let rows: [Row]
  let span: Int
  let decision: String?

  init(_ report: ModelReport) {
    let evaluation = report.evaluation
    let counts = evaluation.confusionMatrix.counts
    let names = counts.indices.map {
      evaluation.classes.names.indices.contains($0) ? evaluation.classes.names[$0] : "class \($0)"
    }
    answers = names
    span = names.count
    rows = zip(names, counts).enumerated().map { row, named in
      let sum = named.1.reduce(0, +)
      return Row(
        name: named.0,
        cells: named.1.enumerated().map { column, count in
          let share = sum == 0 ? 0 : Double(count) / Double(sum)
          return Cell(
            count: PageNumber.count(count), share: sum == 0 ? "–" : PageNumber.percent(share),
            shade: count == 0 ? 0 : 1 + min(3, Int(share * 4)),
            kind: row == column ? "right" : "wrong")
        })
    }
    decision = Self.decision(report)
  }

  private static func decision(_ report: ModelReport) -> String? {
    guard let positive = report.evaluation.classes.positive,
      let threshold = report.evaluation.threshold ?? report.subject.threshold
    else { return nil }
    let name = report.evaluation.classes.names[positive]
    var text =
      "A message is called “\(name)” from a probability of \(PageNumber.decimal(threshold)) on."
    if let unsureFrom = report.subject.unsureFrom {
      text +=
        " From \(PageNumber.decimal(unsureFrom)) up to there the model says that it is unsure."
    }
    return report.subject.decision.map { text + " " + $0 } ?? text
  }
}
