/// Predictions prepared so that all metrics of an evaluation cost O(n · K) for any draws of the
/// examples: sorted, binned and their losses taken once.
struct EvaluationSample {
  let confusionMatrix: ConfusionMatrix
  /// The positive class, or all classes: those that the class metrics are the mean of.
  private let averaged: [Int]

  private let cells: [Int]  // cell of the confusion matrix that each example falls in
  private let logLosses: [Double]
  private let squaredErrors: [Double]
  private let topLabel: CalibrationSample
  private let positiveCalibration: CalibrationSample?
  private let rankings: [RankedScores]  // for each averaged class
  private let hasPositive: Bool

  /// - Parameters:
  ///   - positive: The positive class, or nil for none.
  ///   - threshold: Lowest probability of the positive class of two that counts as positive.
  init(
    _ predictions: Predictions, positive: Int?, threshold: Double = DecisionRule().threshold
  ) {
    let classes = predictions.classes
    let labels = predictions.labels
    let top = predictions.topLabels
    let predicted = predictions.decisions(positive: positive, threshold: threshold)
    cells = zip(labels, predicted).map { $0 * classes + $1 }
    confusionMatrix = Self.matrix(cells, [Int](repeating: 1, count: labels.count), classes)
    averaged = positive.map { [$0] } ?? Array(0..<classes)
    hasPositive = positive != nil
    logLosses = predictions.logLosses
    squaredErrors =
      classes == 2
      ? predictions.squaredErrors(of: positive ?? 1)
      : (0..<classes).map(predictions.squaredErrors(of:)).reduce(
        [Double](repeating: 0, count: labels.count)
      ) { zip($0, $1).map(+) }
    topLabel = CalibrationSample(
      confidences: predictions.topConfidences(top), outcomes: zip(top, labels).map { $0 == $1 })
    positiveCalibration = positive.map { k in
      CalibrationSample(
        confidences: predictions.probabilities(of: k), outcomes: labels.map { $0 == k })
    }
    rankings = averaged.map(predictions.ranked(by:))
  }

  /// Place of a metric in `values(draws:)`.
  func index(of metric: Evaluation.Metric) -> Int {
    Evaluation.Metric.allCases.firstIndex(of: metric) ?? 0
  }

  /// Place of the F1 of class `k` in `values(draws:)`.
  func index(ofF1 k: Int) -> Int { Evaluation.Metric.allCases.count + k }

  /// All metrics of a resample in the order of `Metric.allCases`, then the F1 of each class.
  ///
  /// 0/0 of counts is 0 here, scikit-learn's `zero_division=0`: an interval needs a number of every resample,
  /// and a rare class would often leave it without one. What is undefined on the examples themselves is for
  /// `UndefinedReasons` to say.
  ///
  /// - Parameter draws: how often each example counts.
  func values(draws: [Int]) -> [Double?] {
    let matrix = matrix(draws)
    let areas = rankings.map { $0.areas(draws: draws) }
    let equalWidth = topLabel.equalWidth(draws: draws)
    let equalMass = topLabel.equalMass(draws: draws)
    return Evaluation.Metric.allCases.map { metric in
      value(
        of: metric, matrix, draws, zeroDivision: 0, areas: areas, equalWidth: equalWidth,
        equalMass: equalMass)
    } + (0..<matrix.classes).map { matrix.oneVersusRest($0).f1 ?? 0 }
  }

  /// One metric of a resample, for which the others are not computed; 0/0 of counts is 0, as in
  /// `values(draws:)`.
  ///
  /// - Parameter draws: how often each example counts.
  func value(of metric: Evaluation.Metric, draws: [Int]) -> Double? {
    value(of: metric, draws: draws, zeroDivision: 0)
  }

  /// One metric of the examples themselves; nil where it is undefined.
  func value(of metric: Evaluation.Metric) -> Double? {
    value(of: metric, draws: [Int](repeating: 1, count: cells.count), zeroDivision: nil)
  }

  private func value(
    of metric: Evaluation.Metric, draws: [Int], zeroDivision: Double?
  ) -> Double? {
    value(
      of: metric, matrix(draws), draws, zeroDivision: zeroDivision,
      areas: rankings.map { $0.areas(draws: draws) },
      equalWidth: topLabel.equalWidth(draws: draws), equalMass: topLabel.equalMass(draws: draws))
  }

  private func value(
    of metric: Evaluation.Metric, _ matrix: ConfusionMatrix, _ draws: [Int],
    zeroDivision: Double?, areas: @autoclosure () -> [Areas],
    equalWidth: @autoclosure () -> CalibrationSample.Errors,
    equalMass: @autoclosure () -> CalibrationSample.Errors
  ) -> Double? {
    func average(_ rate: (BinaryCounts) -> Double?) -> Double? {
      mean(averaged.map { rate(matrix.oneVersusRest($0)) ?? zeroDivision })
    }
    return switch metric {
    case .accuracy, .microF1: matrix.accuracy
    case .balancedAccuracy: matrix.balancedAccuracy
    case .precision: average(\.precision)
    case .recall: average(\.recall)
    case .f1: average(\.f1)
    case .specificity: average(\.specificity)
    case .negativePredictiveValue: average(\.negativePredictiveValue)
    case .falsePositiveRate: average(\.falsePositiveRate)
    case .mcc: matrix.mcc ?? zeroDivision
    case .kappa: matrix.kappa
    case .rocAUC: mean(areas().map(\.rocAUC))
    case .averagePrecision: mean(areas().map(\.averagePrecision))
    case .logLoss: mean(logLosses, draws)
    case .brier: mean(squaredErrors, draws)
    case .ece: equalWidth().expected
    case .mce: equalWidth().maximum
    case .eceEqualMass: equalMass().expected
    case .mceEqualMass: equalMass().maximum
    case .ecePositive: positiveCalibration?.equalWidth(draws: draws).expected
    case .macroPrecision: matrix.macro(zeroDivision: zeroDivision).precision
    case .macroRecall: matrix.macro(zeroDivision: zeroDivision).recall
    case .macroF1: matrix.macro(zeroDivision: zeroDivision).f1
    case .weightedPrecision: matrix.weighted(zeroDivision: zeroDivision).precision
    case .weightedRecall: matrix.weighted(zeroDivision: zeroDivision).recall
    case .weightedF1: matrix.weighted(zeroDivision: zeroDivision).f1
    }
  }

  /// The counts behind a metric that is a binomial proportion, else nil.
  func proportion(_ metric: Evaluation.Metric) -> (part: Int, whole: Int)? {
    let matrix = confusionMatrix
    // One label per example: pooled, and weighed by support, it is the share of correct ones.
    if [.accuracy, .microF1, .weightedRecall].contains(metric) {
      return (matrix.correct, matrix.total)
    }
    guard hasPositive else { return nil }
    let counts = matrix.oneVersusRest(averaged[0])
    return switch metric {
    case .precision: counts.fraction(.precision)
    case .recall: counts.fraction(.recall)
    case .specificity: counts.fraction(.specificity)
    case .negativePredictiveValue: counts.fraction(.negativePredictiveValue)
    case .falsePositiveRate: counts.fraction(.falsePositiveRate)
    default: nil
    }
  }

  private func matrix(_ draws: [Int]) -> ConfusionMatrix {
    Self.matrix(cells, draws, confusionMatrix.classes)
  }

  private static func matrix(_ cells: [Int], _ draws: [Int], _ classes: Int) -> ConfusionMatrix {
    var counts = [Int](repeating: 0, count: classes * classes)
    for row in cells.indices { counts[cells[row]] += draws[row] }
    return ConfusionMatrix(cells: counts, classes: classes)
  }

  private typealias Areas = (rocAUC: Double?, averagePrecision: Double?)

  private func mean(_ values: [Double], _ draws: [Int]) -> Double {
    var (sum, count) = (0.0, 0)
    for row in draws.indices {
      sum += Double(draws[row]) * values[row]
      count += draws[row]
    }
    return sum / Double(count)
  }

  private func mean(_ values: [Double?]) -> Double? {
    var sum = 0.0
    for value in values {
      guard let value else { return nil }
      sum += value
    }
    return sum / Double(values.count)
  }
}

extension Predictions {
  /// One metric as `Evaluation` measures it, without an interval; nil where it is undefined.
  ///
  /// - Parameter positive: The positive class, or nil for none. Of two classes it is predicted from a
  ///   probability of ½.
  public func value(of metric: Evaluation.Metric, positive: Int?) -> Double? {
    EvaluationSample(self, positive: positive).value(of: metric)
  }
}
