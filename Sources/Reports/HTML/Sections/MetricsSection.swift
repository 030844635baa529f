import ClassificationMetrics
import SpamTuneKit

/// Every metric with its interval, and a whisker beside each.
struct MetricsSection: PageSection {
  static let anchor = "metrics"
  let heading = "Metrics"

  let tables: [PageTable]
  /// Those that few will look for, folded up.
  let further: [PageTable]
  let averaging: String

  private static let main: [Evaluation.Metric] = [
    .accuracy, .balancedAccuracy, .precision, .recall, .f1, .macroF1, .specificity, .mcc, .kappa,
    .rocAUC, .averagePrecision, .falsePositiveRate, .logLoss, .brier, .ece,
  ]

  init(_ report: ModelReport) {
    let evaluation = report.evaluation
    tables =
      Self.tables(Self.main, evaluation, captions: ("Higher is better", "Lower is better"))
      + (evaluation.perClass.isEmpty ? [] : [Self.classTable(evaluation)])
    further = Self.tables(
      Evaluation.Metric.allCases.filter { !Self.main.contains($0) }, evaluation,
      captions: ("Further ones, higher is better", "Further ones, lower is better"))
    averaging =
      evaluation.classes.positive.map {
        "Precision, recall, F1 and specificity speak of “\(evaluation.classes.names[$0])” against the rest."
      }
      ?? "Without a positive class, precision, recall, F1 and specificity are means over all classes."
  }

  /// One for those that should be high, one for those that should be low, as far as there are any.
  private static func tables(
    _ metrics: [Evaluation.Metric], _ evaluation: Evaluation, captions: (String, String)
  ) -> [PageTable] {
    let gains = metrics.filter { !$0.isLoss }
    let losses = metrics.filter(\.isLoss)
    return (gains.isEmpty ? [] : [table(captions.0, gains, evaluation, within: -1...1)])
      + (losses.isEmpty
        ? [] : [table(captions.1, losses, evaluation, within: 0...Double.infinity)])
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
