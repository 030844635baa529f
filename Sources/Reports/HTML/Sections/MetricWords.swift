import ClassificationMetrics

/// What a metric is called, how its values are written on the page, and what it means in a few words.
struct MetricWords {
  let name: String
  let meaning: String
  let style: PageNumber.Style

  init(_ metric: Evaluation.Metric, _ evaluation: Evaluation) {
    let words = Self.words(of: metric)
    let name = EvaluationText.name(of: metric)
    self.name = name.prefix(1).uppercased() + name.dropFirst()
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
    guard let positive = evaluation.classes.positive else { return nil }
    let share: BinaryCounts.Share
    switch metric {
    case .precision: share = .precision
    case .recall: share = .recall
    case .specificity: share = .specificity
    case .falsePositiveRate: share = .falsePositiveRate
    case .negativePredictiveValue: share = .negativePredictiveValue
    default: return nil
    }
    let (part, whole) = matrix.oneVersusRest(positive).fraction(share)
    return text(part, whole)
  }

  private static func words(
    of metric: Evaluation.Metric
  ) -> (meaning: String, style: PageNumber.Style) {
    switch metric {
    case .accuracy: ("answers that are right", .percent)
    case .balancedAccuracy: ("mean recall of the classes", .percent)
    case .precision: ("of a class’s answers, those that are right", .percent)
    case .recall: ("of a class’s messages, those found", .percent)
    case .f1: ("harmonic mean of precision and recall", .percent)
    case .specificity: ("of the other messages, those left alone", .percent)
    case .falsePositiveRate:
      ("of the other messages, those not left alone", .percent)
    case .negativePredictiveValue:
      ("of the other answers, those that are right", .percent)
    case .mcc: ("Matthews correlation: 0 is guessing, 1 is faultless", .decimal)
    case .kappa: ("agreement beyond chance", .decimal)
    case .rocAUC: ("chance that a positive scores above another", .decimal)
    case .averagePrecision: ("area under precision and recall", .decimal)
    case .logLoss: ("surprise per message in nats", .decimal)
    case .brier: ("mean squared error of the probability", .decimal)
    case .ece: ("ECE: mean gap between stated and actual share", .decimal)
    case .mce: ("MCE: largest gap of a bin", .decimal)
    case .eceEqualMass: ("bins of equally many answers", .decimal)
    case .mceEqualMass: ("bins of equally many answers", .decimal)
    case .ecePositive: ("of the positive class’s probability", .decimal)
    case .macroPrecision: ("mean over the classes", .percent)
    case .macroRecall: ("mean over the classes", .percent)
    case .macroF1: ("mean over the classes", .percent)
    case .weightedPrecision: ("classes weigh by their messages", .percent)
    case .weightedRecall: ("classes weigh by their messages", .percent)
    case .weightedF1: ("classes weigh by their messages", .percent)
    case .microF1: ("counts of all classes pooled", .percent)
    }
  }
}
