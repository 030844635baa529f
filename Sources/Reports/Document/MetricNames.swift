import ClassificationMetrics

extension Evaluation.Metric {
  /// The metric's name in tables.
  package var title: String {
    switch self {
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

  /// What it says, in a few words.
  var meaning: String {
    switch self {
    case .accuracy: "answers that are right"
    case .balancedAccuracy: "mean recall of the classes"
    case .precision: "of a class’s answers, those that are right"
    case .recall: "of a class’s messages, those found"
    case .f1: "harmonic mean of precision and recall"
    case .specificity: "of the other messages, those left alone"
    case .falsePositiveRate: "of the other messages, those not left alone"
    case .negativePredictiveValue: "of the other answers, those that are right"
    case .mcc: "Matthews correlation: 0 is guessing, 1 is faultless"
    case .kappa: "agreement beyond chance"
    case .rocAUC: "chance that a positive scores above another"
    case .averagePrecision: "area under precision and recall"
    case .logLoss: "surprise per message in nats"
    case .brier: "mean squared error of the probability"
    case .ece: "ECE: mean gap between stated and actual share"
    case .mce: "MCE: largest gap of a bin"
    case .eceEqualMass, .mceEqualMass: "bins of equally many answers"
    case .ecePositive: "of the positive class’s probability"
    case .macroPrecision, .macroRecall, .macroF1: "mean over the classes"
    case .weightedPrecision, .weightedRecall, .weightedF1: "classes weigh by their messages"
    case .microF1: "counts of all classes pooled"
    }
  }

  /// The name in tables of a metric as the database names it.
  static func title(ofRecorded name: String) -> String {
    Evaluation.Metric(rawValue: name)?.title ?? name
  }
}

extension Evaluation {
  /// Name of the positive class.
  var positiveName: String? { classes.positiveName }

  /// The messages that a metric is a share of, and how many of them count; nil for other metrics.
  func counts(of metric: Metric) -> (part: Int, whole: Int)? {
    if metric == .accuracy { return (confusionMatrix.correct, confusionMatrix.total) }
    guard let positive = classes.positive else { return nil }
    let share: BinaryCounts.Share
    switch metric {
    case .precision: share = .precision
    case .recall: share = .recall
    case .specificity: share = .specificity
    case .falsePositiveRate: share = .falsePositiveRate
    case .negativePredictiveValue: share = .negativePredictiveValue
    default: return nil
    }
    return confusionMatrix.oneVersusRest(positive).fraction(share)
  }
}
