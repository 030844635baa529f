import ClassificationMetrics

/// What a metric is called on the page, how its values are written, and what it means in a few words.
struct MetricWords {
  let name: String
  let meaning: String
  let style: PageNumber.Style

  init(_ metric: Evaluation.Metric, _ evaluation: Evaluation) {
    let matrix = evaluation.confusionMatrix
    let positive = evaluation.positive
    func parts(_ counts: (Int) -> (Int, Int)) -> String {
      guard let positive else { return "" }
      let (part, whole) = counts(positive)
      return ": \(PageNumber.count(part)) of \(PageNumber.count(whole))"
    }
    (name, meaning, style) =
      switch metric {
      case .accuracy:
        (
          "Accuracy",
          "answers that are right: \(PageNumber.count(matrix.correct)) of \(PageNumber.count(matrix.total))",
          .percent
        )
      case .balancedAccuracy: ("Balanced accuracy", "mean recall of the classes", .percent)
      case .precision:
        (
          "Precision",
          (positive == nil ? "of the answers" : "of the positive answers")
            + ", those that are right"
            + parts { (matrix.truePositives($0), matrix.predictedCount($0)) }, .percent
        )
      case .recall:
        (
          "Recall",
          (positive == nil ? "of a class’s messages" : "of the positive messages") + ", those found"
            + parts { (matrix.truePositives($0), matrix.support($0)) }, .percent
        )
      case .f1: ("F1", "harmonic mean of precision and recall", .percent)
      case .specificity:
        (
          "Specificity",
          "of the other messages, those left alone"
            + parts { (matrix.trueNegatives($0), matrix.total - matrix.support($0)) }, .percent
        )
      case .mcc: ("MCC", "Matthews correlation: 0 is guessing, 1 is faultless", .decimal)
      case .rocAUC: ("ROC-AUC", "chance that a positive scores above another", .decimal)
      case .averagePrecision: ("Average precision", "area under precision and recall", .decimal)
      case .logLoss: ("Log-loss", "surprise per message in nats", .decimal)
      case .brier: ("Brier score", "mean squared error of the probability", .decimal)
      case .ece: ("Calibration error", "ECE: mean gap between stated and actual share", .decimal)
      case .kappa: ("Cohen’s kappa", "agreement beyond chance", .decimal)
      case .macroF1: ("Macro F1", "mean F1 of all classes", .percent)
      case .negativePredictiveValue:
        ("Negative predictive value", "of the negative answers, those that are right", .percent)
      case .falsePositiveRate:
        ("False-positive rate", "of the other messages, those taken for positive", .percent)
      case .macroPrecision: ("Macro precision", "mean precision of all classes", .percent)
      case .macroRecall: ("Macro recall", "mean recall of all classes", .percent)
      case .weightedPrecision:
        ("Weighted precision", "mean of all classes, by their messages", .percent)
      case .weightedRecall: ("Weighted recall", "mean of all classes, by their messages", .percent)
      case .weightedF1: ("Weighted F1", "mean of all classes, by their messages", .percent)
      case .microF1: ("Micro F1", "of the counts of all classes together", .percent)
      case .mce: ("Largest calibration gap", "MCE: of one bin, 15 of equal width", .decimal)
      case .eceEqualMass:
        ("Calibration error, equal mass", "ECE with 15 bins of equally many answers", .decimal)
      case .mceEqualMass:
        ("Largest gap, equal mass", "MCE with 15 bins of equally many answers", .decimal)
      case .ecePositive:
        (
          "Calibration error, positive class",
          "ECE of the positive class’s probability, 15 bins of equal width", .decimal
        )
      }
  }
}
