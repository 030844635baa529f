import ClassificationMetrics

/// What a metric is called, how its values are written on the page, and what it means in a few words.
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
    let name = EvaluationText.name(of: metric)
    self.name = name.prefix(1).uppercased() + name.dropFirst()
    (meaning, style) =
      switch metric {
      case .accuracy:
        (
          "answers that are right: \(PageNumber.count(matrix.correct)) of \(PageNumber.count(matrix.total))",
          .percent
        )
      case .balancedAccuracy: ("mean recall of the classes", .percent)
      case .precision:
        (
          (positive == nil ? "of the answers" : "of the positive answers")
            + ", those that are right"
            + parts { (matrix.truePositives($0), matrix.predictedCount($0)) }, .percent
        )
      case .recall:
        (
          (positive == nil ? "of a class’s messages" : "of the positive messages") + ", those found"
            + parts { (matrix.truePositives($0), matrix.support($0)) }, .percent
        )
      case .f1: ("harmonic mean of precision and recall", .percent)
      case .specificity:
        (
          "of the other messages, those left alone"
            + parts { (matrix.trueNegatives($0), matrix.total - matrix.support($0)) }, .percent
        )
      case .mcc: ("Matthews correlation: 0 is guessing, 1 is faultless", .decimal)
      case .rocAUC: ("chance that a positive scores above another", .decimal)
      case .averagePrecision: ("area under precision and recall", .decimal)
      case .logLoss: ("surprise per message in nats", .decimal)
      case .brier: ("mean squared error of the probability", .decimal)
      case .ece: ("ECE: mean gap between stated and actual share", .decimal)
      case .kappa: ("Cohen’s: agreement beyond chance", .decimal)
      case .macroF1: ("mean F1 of all classes", .percent)
      case .negativePredictiveValue:
        ("of the negative answers, those that are right", .percent)
      case .falsePositiveRate:
        ("of the other messages, those taken for positive", .percent)
      case .macroPrecision: ("mean precision of all classes", .percent)
      case .macroRecall: ("mean recall of all classes", .percent)
      case .weightedPrecision:
        ("mean of all classes, by their messages", .percent)
      case .weightedRecall: ("mean of all classes, by their messages", .percent)
      case .weightedF1: ("mean of all classes, by their messages", .percent)
      case .microF1: ("of the counts of all classes together", .percent)
      case .mce: ("MCE: of one bin, 15 of equal width", .decimal)
      case .eceEqualMass:
        ("ECE with 15 bins of equally many answers", .decimal)
      case .mceEqualMass:
        ("MCE with 15 bins of equally many answers", .decimal)
      case .ecePositive:
        (
          "ECE of the positive class’s probability, 15 bins of equal width", .decimal
        )
      }
  }
}
