import ClassificationMetrics
import SpamTuneKit

/// Every metric with its interval, and a whisker beside each.
struct MetricsSection: PageSection {
  static let anchor = "metrics"
  let heading = "Metrics"

  let tables: [PageTable]
  let averaging: String

  init(_ report: ModelReport) {
    let evaluation = report.evaluation
    let gains = Evaluation.Metric.allCases.filter { !$0.isLoss }
    let losses = Evaluation.Metric.allCases.filter(\.isLoss)
    tables =
      [
        Self.table("Higher is better", gains, evaluation, within: -1...1),
        Self.table("Lower is better", losses, evaluation, within: 0...Double.infinity),
      ] + (evaluation.perClass.isEmpty ? [] : [Self.classTable(evaluation)])
    averaging =
      evaluation.positive.map {
        "Precision, recall, F1 and specificity speak of “\(evaluation.classNames[$0])” against the rest."
      }
      ?? "Without a positive class, precision, recall, F1 and specificity are means over all classes."
  }

  private static func table(
    _ caption: String, _ metrics: [Evaluation.Metric], _ evaluation: Evaluation,
    within bounds: ClosedRange<Double>
  ) -> PageTable {
    let axis = WhiskerAxis(metrics.map { evaluation[$0] }, within: bounds)
    return PageTable(
      caption,
      columns: [
        .text("Metric"), .number("Value", note: "95 % interval"),
        .text("Whisker", note: axis.label(.decimal)),
      ],
      rows: metrics.map { metric in
        let words = MetricWords(metric, evaluation)
        return [
          .heading(words.name, detail: words.meaning),
          .estimate(evaluation[metric], as: words.style), .whisker(evaluation[metric], on: axis),
        ]
      })
  }

  private static func classTable(_ evaluation: Evaluation) -> PageTable {
    PageTable(
      "Class by class",
      columns: [
        .text("Class"), .number("Messages"), .number("Precision"), .number("Recall"), .number("F1"),
      ],
      rows: evaluation.perClass.map {
        [
          .heading($0.name), .count($0.support), .estimate($0.precision, as: .percent),
          .estimate($0.recall, as: .percent), .estimate($0.f1, as: .percent),
        ]
      })
  }
}
