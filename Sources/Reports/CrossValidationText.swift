import ClassificationMetrics
import Foundation

/// The outcome of a cross-validation as text for the terminal.
public enum CrossValidationText {
  /// One row per metric: mean over the rounds with its interval, deviation, lowest and highest.
  public static func summary(_ evaluations: RepeatedEvaluation) -> String {
    var table = TextTable(
      ["metric", "mean (95 % interval)", "deviation", "lowest", "highest"], .left, .right)
    for (name, metric) in shown + more {
      let summary = evaluations[metric]
      table.append([
        name, EvaluationText.text(summary.mean), EvaluationText.number(summary.deviation),
        EvaluationText.number(summary.lowest), EvaluationText.number(summary.highest),
      ])
    }
    return ([table.text] + remarks(evaluations)).joined(separator: "\n")
  }

  /// Why a mean is undefined, one line each.
  private static func remarks(_ evaluations: RepeatedEvaluation) -> [String] {
    (shown + more).compactMap { name, metric in
      evaluations[metric].mean.undefinedReason.map { "\(name): \($0)" }
    }
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

  /// Those that a row per round has room for.
  private static let shown: [(String, Evaluation.Metric)] = [
    ("accuracy", .accuracy), ("precision", .precision), ("recall", .recall), ("F1", .f1),
    ("MCC", .mcc), ("ROC-AUC", .rocAUC), ("average precision", .averagePrecision),
  ]
  private static let more: [(String, Evaluation.Metric)] = [
    ("specificity", .specificity), ("balanced accuracy", .balancedAccuracy),
    ("macro F1", .macroF1), ("log loss", .logLoss), ("calibration error", .ece),
  ]
}
