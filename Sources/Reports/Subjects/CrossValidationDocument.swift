import ClassificationMetrics
import Experiments
import SpamTuneKit

extension Document {
  /// The outcome of a cross-validation: a row per round, then a row per metric over all rounds.
  package init(_ result: CrossValidationResult) {
    let repeated = result.repeated
    let all = Table.confusion(
      result.confusionMatrix, classNames: repeated.rounds[0].classes.names, caption: "all rounds:")
    self.init(blocks: [
      .table(Self.rounds(repeated, training: result.rounds.map(\.train))),
      .table(Self.summary(repeated)), .table(all),
      .paragraph(
        "\(NumberFormat.seconds(result.seconds)), peak memory "
          + "\(NumberFormat.mebibytes(result.peakMemoryBytes)); run \(result.run)"),
    ])
  }

  /// Those that a row per round has room for.
  private static let main: [Evaluation.Metric] = [
    .accuracy, .precision, .recall, .f1, .mcc, .rocAUC, .averagePrecision,
  ]

  private static let further: [Evaluation.Metric] = [
    .specificity, .balancedAccuracy, .macroF1, .logLoss, .ece,
  ]

  /// - Parameter training: Messages that each round was trained on.
  private static func rounds(_ repeated: RepeatedEvaluation, training: [Int]) -> Table {
    Table(
      nil, ["round", "train", "measured"] + main.map { Table.Column($0.title) },
      repeated.rounds.enumerated().map { index, evaluation in
        [.ordinal(index + 1), .count(training[index]), .count(evaluation.examples)]
          + main.map { .metric(evaluation[$0].value) }
      })
  }

  private static func summary(_ repeated: RepeatedEvaluation) -> Table {
    Table(
      nil,
      ["metric", Table.Column("mean", note: "95 % interval"), "deviation", "lowest", "highest"],
      (main + further).map { metric in
        let summary = repeated[metric]
        return [
          .name(metric.title), .metric(summary.mean), .metric(summary.deviation),
          .metric(summary.lowest), .metric(summary.highest),
        ]
      })
  }
}

extension CrossValidationRound {
  /// What it came to, in short.
  package var line: String {
    func text(_ metric: Evaluation.Metric) -> String {
      "\(metric.title) \(NumberFormat.metric(metrics[metric].value))"
    }
    return [Evaluation.Metric.accuracy, .mcc, .rocAUC].map(text).joined(separator: ", ")
      + " on \(NumberFormat.count(metrics.examples, "message")), \(NumberFormat.seconds(seconds))"
  }
}
