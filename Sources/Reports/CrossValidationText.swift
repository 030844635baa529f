import ClassificationMetrics
import Foundation

/// The outcome of a cross-validation as text for the terminal.
public enum CrossValidationText {
  /// One row per metric: mean over the rounds with its interval, deviation, lowest and highest.
  public static func summary(_ evaluations: RepeatedEvaluation) -> String {
    var table = TextTable(
      ["metric", "mean (95 % interval)", "deviation", "lowest", "highest"], .left, .right)
    for (name, metric) in shown {
      let summary = evaluations[metric]
      table.append([
        name, EvaluationText.text(summary.mean), EvaluationText.number(summary.deviation),
        EvaluationText.number(summary.lowest), EvaluationText.number(summary.highest),
      ])
    }
    return table.text
  }

  /// One row per round.
  ///
  /// - Parameter training: Messages that each round was trained on.
  public static func rounds(_ evaluations: RepeatedEvaluation, training: [Int]) -> String {
    var table = TextTable(
      ["round", "train", "measured"] + shown.map(\.0), .right)
    for (index, evaluation) in evaluations.rounds.enumerated() {
      table.append(
        ["\(index + 1)", "\(training[index])", "\(evaluation.examples)"]
          + shown.map { EvaluationText.number(evaluation[$0.1].value) })
    }
    return table.text
  }

  private static let shown: [(String, Evaluation.Metric)] = [
    ("accuracy", .accuracy), ("precision", .precision), ("recall", .recall), ("F1", .f1),
    ("MCC", .mcc), ("ROC-AUC", .rocAUC), ("average precision", .averagePrecision),
  ]
}
