import ClassificationMetrics

/// What a metric is called, how its values are written on the page, and what it means in a few words.
struct MetricWords {
  let name: String
  let meaning: String
  let style: PageNumber.Style

  init(_ metric: Evaluation.Metric, _ evaluation: Evaluation) {
    let words = Self.words(of: metric)
    name = words.name
    style = words.style
    meaning = words.meaning + (Self.counts(of: metric, evaluation) ?? "")
  }

  /// ": 37 of 40" for a share of messages.
  private static func counts(of metric: Evaluation.Metric, _ evaluation: Evaluation) -> String? {
    let matrix = evaluation.confusionMatrix
    func text(_ part: Int, _ whole: Int) -> String {
      ": \(PageNumber.count(part))\u{A0}of\u{A0}\(PageNumber.count(whole))"
    }
    if metric == .accuracy { return text(matrix.correct, matrix.total) }
    guard let positive = evaluation.positive else { return nil }
    let others = matrix.total - matrix.support(positive)
    switch metric {
    case .precision: return text(matrix.truePositives(positive), matrix.predictedCount(positive))
    case .recall: return text(matrix.truePositives(positive), matrix.support(positive))
    case .specificity: return text(matrix.trueNegatives(positive), others)
    case .falsePositiveRate: return text(matrix.falsePositives(positive), others)
    case .negativePredictiveValue:
      return text(
        matrix.trueNegatives(positive), matrix.total - matrix.predictedCount(positive))
    default: return nil
    }
  }

  private static func words(
    of metric: Evaluation.Metric
  ) -> (name: String, meaning: String, style: PageNumber.Style) {
    switch metric {
    case .accuracy: ("Accuracy", "answers that are right", .percent)
    case .balancedAccuracy: ("Balanced accuracy", "mean recall of the classes", .percent)
    case .precision: ("Precision", "of a class’s answers, those that are right", .percent)
    case .recall: ("Recall", "of a class’s messages, those found", .percent)
    case .f1: ("F1", "harmonic mean of precision and recall", .percent)
    case .specificity: ("Specificity", "of the other messages, those left alone", .percent)
    case .falsePositiveRate:
      ("False positive rate", "of the other messages, those not left alone", .percent)
    case .negativePredictiveValue:
      ("Negative predictive value", "of the other answers, those that are right", .percent)
    case .mcc: ("MCC", "Matthews correlation: 0 is guessing, 1 is faultless", .decimal)
    case .kappa: ("Cohen’s kappa", "agreement beyond chance", .decimal)
    case .rocAUC: ("ROC-AUC", "chance that a positive scores above another", .decimal)
    case .averagePrecision: ("Average precision", "area under precision and recall", .decimal)
    case .logLoss: ("Log-loss", "surprise per message in nats", .decimal)
    case .brier: ("Brier score", "mean squared error of the probability", .decimal)
    case .ece: ("Calibration error", "ECE: mean gap between stated and actual share", .decimal)
    case .mce: ("Largest calibration error", "MCE: largest gap of a bin", .decimal)
    case .eceEqualMass: ("ECE, equal mass", "bins of equally many answers", .decimal)
    case .mceEqualMass: ("MCE, equal mass", "bins of equally many answers", .decimal)
    case .ecePositive: ("ECE, positive class", "of the positive class’s probability", .decimal)
    case .macroPrecision: ("Macro precision", "mean over the classes", .percent)
    case .macroRecall: ("Macro recall", "mean over the classes", .percent)
    case .macroF1: ("Macro F1", "mean over the classes", .percent)
    case .weightedPrecision: ("Weighted precision", "classes weigh by their messages", .percent)
    case .weightedRecall: ("Weighted recall", "classes weigh by their messages", .percent)
    case .weightedF1: ("Weighted F1", "classes weigh by their messages", .percent)
    case .microF1: ("Micro F1", "counts of all classes pooled", .percent)
    }
  }
}
