/// Why a metric of an evaluation is undefined, or counts 0/0 as 0; nil where all is well.
struct UndefinedReasons {
  let matrix: ConfusionMatrix
  let classNames: [String]
  let averaged: [Int]  // the positive class, or all classes
  let hasPositive: Bool

  func reason(for metric: Evaluation.Metric) -> String? {
    switch metric {
    case .precision: first(averaged, neverPredicted)
    case .recall, .averagePrecision: first(averaged, neverTrue)
    case .f1: first(averaged, neverEither)
    case .specificity, .falsePositiveRate: first(averaged, alwaysTrue)
    case .negativePredictiveValue: first(averaged, alwaysPredicted)
    case .rocAUC: first(averaged, neverTrue) ?? first(averaged, alwaysTrue)
    case .balancedAccuracy: matrix.classes == 2 ? first(allClasses, neverTrue) : nil
    case .mcc: first(allClasses, alwaysTrue) ?? first(allClasses, alwaysPredicted)
    case .kappa: matrix.kappa == nil ? first(allClasses, alwaysTrue) : nil
    case .macroPrecision: first(allClasses, neverPredicted)
    case .macroRecall: first(allClasses, neverTrue)
    case .macroF1: first(allClasses, neverEither)
    // Classes without support do not count.
    case .weightedPrecision: first(allClasses) { neverTrue($0) == nil ? neverPredicted($0) : nil }
    case .ecePositive: hasPositive ? nil : "there is no positive class"
    case .accuracy, .logLoss, .brier, .ece, .mce, .eceEqualMass, .mceEqualMass, .weightedRecall,
      .weightedF1, .microF1:
      nil
    }
  }

  func neverPredicted(_ k: Int) -> String? {
    matrix.predictedCount(k) == 0 ? "no example was predicted as '\(classNames[k])'" : nil
  }

  func neverTrue(_ k: Int) -> String? {
    matrix.support(k) == 0 ? "no example has the label '\(classNames[k])'" : nil
  }

  func neverEither(_ k: Int) -> String? {
    matrix.support(k) + matrix.predictedCount(k) == 0
      ? "no example has the label '\(classNames[k])' or was predicted as it" : nil
  }

  private var allClasses: [Int] { Array(0..<matrix.classes) }

  private func alwaysTrue(_ k: Int) -> String? {
    matrix.support(k) == matrix.total ? "every example has the label '\(classNames[k])'" : nil
  }

  private func alwaysPredicted(_ k: Int) -> String? {
    matrix.predictedCount(k) == matrix.total
      ? "every example was predicted as '\(classNames[k])'" : nil
  }

  private func first(_ classes: [Int], _ reason: (Int) -> String?) -> String? {
    classes.lazy.compactMap(reason).first
  }
}
