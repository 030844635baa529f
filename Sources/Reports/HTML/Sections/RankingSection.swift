import ClassificationMetrics
import SpamTuneKit

/// ROC and precision against recall: what every threshold would do.
struct RankingSection: PageSection {
  static let anchor = "curves"
  let heading = "ROC and precision-recall"

  let figures: [PageFigure]

  /// Nil where neither curve exists.
  init?(_ report: ModelReport, _ table: ThresholdTable, at place: ReportPlace) {
    let chosen = table.points[table.chosen]
    figures = [
      table.rocCurve.map { curve in
        PageFigure(
          LinePlot(
            title: "ROC",
            description: "True against false positive rate; the area under it is "
              + PageNumber.Style.decimal.text(report.evaluation.rocAUC) + ".",
            xLabel: "False positive rate", yLabel: "True positive rate (recall)", x: 0...1,
            y: 0...1,
            series: [
              .init(name: "this model", style: "first", points: curve),
              .init(
                name: "guessing", style: "guide", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
            ],
            marker: .init(
              name: "roc",
              place: .init(x: chosen.counts.falsePositiveRate ?? 0, y: chosen.counts.recall ?? 0))),
          identifier: place.identifier("curves-roc"),
          remark: "Area " + Self.area(report.evaluation[.rocAUC]))
      },
      table.precisionRecallCurve.map { curve in
        let share = Double(table.positives) / Double(max(1, table.positives + table.negatives))
        return PageFigure(
          LinePlot(
            title: "Precision and recall",
            description: "Precision against recall; average precision "
              + PageNumber.Style.decimal.text(report.evaluation.averagePrecision) + ".",
            xLabel: "Recall", yLabel: "Precision", x: 0...1, y: 0...1,
            series: [
              .init(name: "this model", style: "first", points: curve),
              .init(
                name: "guessing", style: "guide",
                points: [.init(x: 0, y: share), .init(x: 1, y: share)]),
            ],
            marker: .init(
              name: "pr",
              place: .init(x: chosen.counts.recall ?? 0, y: chosen.counts.precision ?? 1))),
          identifier: place.identifier("curves-pr"),
          remark: "Average precision " + Self.area(report.evaluation[.averagePrecision]))
      },
    ].compactMap { $0 }
    if figures.isEmpty { return nil }
  }

  private static func area(_ estimate: Estimate) -> String {
    let value = PageNumber.Style.decimal.text(estimate)
    return PageNumber.interval(estimate, as: .decimal).map { "\(value) (\($0))" }
      ?? value
  }
}
