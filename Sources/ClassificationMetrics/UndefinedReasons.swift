/// Why a metric of an evaluation is undefined; nil where all is well.
struct UndefinedReasons {
  let matrix: ConfusionMatrix
  let classes: ClassSet

  func reason(for metric: Evaluation.Metric) -> String? {
    let averaged = classes.positive.map { [$0] } ?? all
    return switch metric {
    case .precision: first(averaged, neverPredicted)
    case .recall, .averagePrecision: first(averaged, neverTrue)
    case .f1: first(averaged, neverEither)
    case .specificity, .falsePositiveRate: first(averaged, alwaysTrue)
    case .negativePredictiveValue: first(averaged, alwaysPredicted)
    case .rocAUC: first(averaged, neverTrue) ?? first(averaged, alwaysTrue)
    case .balancedAccuracy: matrix.classes == 2 ? first(all, neverTrue) : nil
    case .mcc: first(all, alwaysTrue) ?? first(all, alwaysPredicted)
    case .kappa: matrix.kappa == nil ? first(all, alwaysTrue) : nil
    case .macroPrecision: first(all, neverPredicted)
    case .macroRecall: first(all, neverTrue)
    case .macroF1: first(all, neverEither)
    // Classes without support do not count.
    case .weightedPrecision: first(all) { neverTrue($0) == nil ? neverPredicted($0) : nil }
    case .ecePositive: classes.positive == nil ? "there is no positive class" : nil
    case .accuracy, .logLoss, .brier, .ece, .mce, .eceEqualMass, .mceEqualMass, .weightedRecall,
      .weightedF1, .microF1:
      nil
    }
  }

  func neverEither(_ k: Int) -> String? {
    matrix.oneVersusRest(k).f1 == nil
      ? "no example has the label '\(classes.names[k])' or was predicted as it" : nil
  }

  private var all: [Int] { Array(0..<matrix.classes) }

  private func neverPredicted(_ k: Int) -> String? { share(.precision, k) }
  private func neverTrue(_ k: Int) -> String? { share(.recall, k) }
  private func alwaysTrue(_ k: Int) -> String? { share(.specificity, k) }
  private func alwaysPredicted(_ k: Int) -> String? { share(.negativePredictiveValue, k) }

  private func share(_ share: BinaryCounts.Share, _ k: Int) -> String? {
    matrix.oneVersusRest(k).undefinedReason(of: share, positive: classes.names[k])
  }

  private func first(_ classes: [Int], _ reason: (Int) -> String?) -> String? {
    classes.lazy.compactMap(reason).first
  }
}
