import ClassificationMetrics
import Foundation

extension EvaluationText {
  /// One evaluation with all that is known of it: its metrics, its classes, the confusion matrix, and why
  /// something is undefined.
  public static func complete(_ evaluation: Evaluation) -> String {
    let blocks = [metrics(evaluation), classes(evaluation), confusion(evaluation)]
    let reasons = groupedRemarks(evaluation)
    return (blocks + (reasons.isEmpty ? [] : [reasons.joined(separator: "\n")]))
      .joined(separator: "\n\n")
  }

  /// A metric as tables call it.
  public static func name(of metric: Evaluation.Metric) -> String {
    switch metric {
    case .accuracy: "accuracy"
    case .balancedAccuracy: "balanced accuracy"
    case .precision: "precision"
    case .recall: "recall"
    case .f1: "F1"
    case .specificity: "specificity"
    case .mcc: "MCC"
    case .rocAUC: "ROC-AUC"
    case .averagePrecision: "average precision"
    case .logLoss: "log loss"
    case .brier: "Brier score"
    case .ece: "calibration error"
    case .kappa: "kappa"
    case .macroF1: "macro F1"
    case .negativePredictiveValue: "negative predictive value"
    case .falsePositiveRate: "false positive rate"
    case .macroPrecision: "macro precision"
    case .macroRecall: "macro recall"
    case .weightedPrecision: "weighted precision"
    case .weightedRecall: "weighted recall"
    case .weightedF1: "weighted F1"
    case .microF1: "micro F1"
    case .mce: "largest calibration error"
    case .eceEqualMass: "calibration error, equal mass"
    case .mceEqualMass: "largest calibration error, equal mass"
    case .ecePositive: "calibration error, positive class"
    }
  }

  /// A row per metric that is not one of a single class or an average of all of them.
  private static func metrics(_ evaluation: Evaluation) -> String {
    var table = TextTable(["metric (95 % interval)", "value"], .left, .right)
    table.append(["messages", "\(evaluation.examples)"])
    table.append(["correct", "\(evaluation.confusionMatrix.correct)/\(evaluation.examples)"])
    if let threshold = evaluation.threshold, let positive = evaluation.classes.positiveName {
      table.append(["counts as \(positive) from", threshold > 1 ? "nowhere" : number(threshold)])
    }
    for metric in [.accuracy, .balancedAccuracy, .mcc, .kappa] + classMetrics {
      table.append([rowName(metric, evaluation), text(evaluation[metric])])
      if let (name, share) = paperName(metric, evaluation) {
        table.append([name, text(share, decimals: 2)])
      }
    }
    let calibrated: [Evaluation.Metric] = [.ece, .eceEqualMass, .mce, .mceEqualMass, .ecePositive]
    for metric in [.logLoss, .brier] + calibrated
    where metric != .ecePositive || evaluation.classes.positive != nil {
      table.append([rowName(metric, evaluation), text(evaluation[metric])])
    }
    if let loss = evaluation.loss { table.append(["loss", number(loss)]) }
    return table.text
  }

  /// A row per class, and one per average, as of scikit-learn's `classification_report`.
  private static func classes(_ evaluation: Evaluation) -> String {
    var table = TextTable(["class", "messages", "precision", "recall", "F1"], .left, .right)
    for one in evaluation.perClass {
      table.append([
        one.name, "\(one.support)", text(one.precision), text(one.recall), text(one.f1),
      ])
    }
    let averages: [(String, [Evaluation.Metric])] = [
      ("macro average", [.macroPrecision, .macroRecall, .macroF1]),
      ("weighted average", [.weightedPrecision, .weightedRecall, .weightedF1]),
      // One label per message: pooled counts give one number.
      ("micro average", [.microF1, .microF1, .microF1]),
    ]
    for (name, metrics) in averages {
      table.append([name, "\(evaluation.examples)"] + metrics.map { text(evaluation[$0]) })
    }
    return table.text
  }

  /// Of the positive class, or averages of all.
  private static let classMetrics: [Evaluation.Metric] = [
    .precision, .recall, .f1, .specificity, .negativePredictiveValue, .falsePositiveRate, .rocAUC,
    .averagePrecision,
  ]

  private static func rowName(_ metric: Evaluation.Metric, _ evaluation: Evaluation) -> String {
    if metric == .ecePositive, let positive = evaluation.classes.positiveName {
      return "calibration error, \(positive)"
    }
    let isAverage = evaluation.classes.positive == nil && classMetrics.contains(metric)
    return (isAverage ? "macro " : "") + name(of: metric)
  }

  /// The SC % ("spam caught") and BH % ("blocked ham") of the paper that the UCI data comes with: Almeida,
  /// Hidalgo, Yamakami, "Contributions to the Study of SMS Spam Filtering" (2011).
  private static func paperName(
    _ metric: Evaluation.Metric, _ evaluation: Evaluation
  ) -> (name: String, percentage: Estimate)? {
    guard let positive = evaluation.classes.positive else { return nil }
    let others = evaluation.classes.names.indices.filter { $0 != positive }
    let other = others.count == 1 ? evaluation.classes.names[others[0]] : "others"
    switch metric {
    case .recall:
      return ("SC %, \(evaluation.classes.names[positive]) caught", percentage(evaluation.recall))
    case .falsePositiveRate:
      return ("BH %, \(other) blocked", percentage(evaluation.falsePositiveRate))
    default: return nil
    }
  }

  private static func percentage(_ share: Estimate) -> Estimate {
    share.value.map { value in
      Estimate(
        value: value * 100, low: share.low.map { $0 * 100 }, high: share.high.map { $0 * 100 })
    } ?? share
  }

  /// A line per reason, with the metrics that it makes undefined.
  private static func groupedRemarks(_ evaluation: Evaluation) -> [String] {
    var reasons: [(reason: String, names: [String])] = []
    for metric in Evaluation.Metric.allCases
    where metric != .ecePositive || evaluation.classes.positive != nil {
      guard let reason = evaluation[metric].undefinedReason else { continue }
      let name = rowName(metric, evaluation)
      if let index = reasons.firstIndex(where: { $0.reason == reason }) {
        if !reasons[index].names.contains(name) { reasons[index].names.append(name) }
      } else {
        reasons.append((reason, [name]))
      }
    }
    return reasons.map { "undefined, as \($0.reason): " + $0.names.joined(separator: ", ") }
  }
}
