/// Predictions prepared so that all metrics of an evaluation cost O(n · K) for any draws of the
/// examples: sorted, binned and their losses taken once.
struct EvaluationSample {
  let confusionMatrix: ConfusionMatrix
  /// The positive class, or all classes: those the class metrics are the mean of.
  let averaged: [Int]

  private let cells: [Int]  // cell of the confusion matrix that each example falls in
  private let logLosses: [Double]
  private let squaredErrors: [Double]
  private let topLabel: CalibrationSample
  private let positive: CalibrationSample?
  private let rankings: [RankedScores]  // for each averaged class
  private let hasPositive: Bool

  /// - Parameter threshold: on the positive class of two, else nil for the most probable class.
  init(_ predictions: Predictions, positiveClass: Int?, threshold: Double?) {
    let classes = predictions.classes
    let labels = predictions.labels
    let top = predictions.topLabels
    let predicted = predictions.decisions(positiveClass: positiveClass, threshold: threshold)
    cells = zip(labels, predicted).map { $0 * classes + $1 }
    confusionMatrix = Self.matrix(cells, [Int](repeating: 1, count: labels.count), classes)
    averaged = positiveClass.map { [$0] } ?? Array(0..<classes)
    hasPositive = positiveClass != nil
    logLosses = predictions.logLosses
    squaredErrors =
      classes == 2
      ? predictions.squaredErrors(of: positiveClass ?? 1)
      : (0..<classes).map(predictions.squaredErrors(of:)).reduce(
        [Double](repeating: 0, count: labels.count)
      ) { zip($0, $1).map(+) }
    topLabel = CalibrationSample(
      confidences: predictions.topConfidences(top), outcomes: zip(top, labels).map { $0 == $1 })
    positive = positiveClass.map { k in
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

  /// All metrics in the order of `Metric.allCases`, then the F1 of each class.
  ///
  /// - Parameter draws: how often each example counts.
  func values(draws: [Int]) -> [Double?] {
    let matrix = matrix(draws)
    let areas = rankings.map { $0.areas(draws: draws) }
    let equalWidth = topLabel.equalWidth(draws: draws)
    let equalMass = topLabel.equalMass(draws: draws)
    return Evaluation.Metric.allCases.map { metric in
      value(
        of: metric, matrix, draws, areas: areas, equalWidth: equalWidth, equalMass: equalMass)
    } + (0..<matrix.classes).map { matrix.f($0) }
  }

  /// One metric, for which the others are not computed.
  ///
  /// - Parameter draws: how often each example counts.
  func value(of metric: Evaluation.Metric, draws: [Int]) -> Double? {
    value(
      of: metric, matrix(draws), draws, areas: rankings.map { $0.areas(draws: draws) },
      equalWidth: topLabel.equalWidth(draws: draws), equalMass: topLabel.equalMass(draws: draws))
  }

  private func value(
    of metric: Evaluation.Metric, _ matrix: ConfusionMatrix, _ draws: [Int],
    areas: @autoclosure () -> [Areas], equalWidth: @autoclosure () -> CalibrationSample.Errors,
    equalMass: @autoclosure () -> CalibrationSample.Errors
  ) -> Double? {
    switch metric {
    case .accuracy, .microF1: matrix.accuracy
    case .balancedAccuracy: matrix.balancedAccuracy
    case .precision: average(matrix.precision)
    case .recall: average(matrix.recall)
    case .f1: average { matrix.f($0) }
    case .specificity: average(matrix.specificity)
    case .negativePredictiveValue: average(matrix.negativePredictiveValue)
    case .falsePositiveRate: mean(averaged.map(matrix.falsePositiveRate))
    case .mcc: matrix.mcc
    case .kappa: matrix.kappa
    case .rocAUC: mean(areas().map(\.rocAUC))
    case .averagePrecision: mean(areas().map(\.averagePrecision))
    case .logLoss: mean(logLosses, draws)
    case .brier: mean(squaredErrors, draws)
    case .ece: equalWidth().expected
    case .mce: equalWidth().maximum
    case .eceEqualMass: equalMass().expected
    case .mceEqualMass: equalMass().maximum
    case .ecePositive: positive?.equalWidth(draws: draws).expected
    case .macroPrecision: matrix.macro.precision
    case .macroRecall: matrix.macro.recall
    case .macroF1: matrix.macro.f1
    case .weightedPrecision: matrix.weighted.precision
    case .weightedRecall: matrix.weighted.recall
    case .weightedF1: matrix.weighted.f1
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
    let k = averaged[0]
    return switch metric {
    case .precision: (matrix.truePositives(k), matrix.predictedCount(k))
    case .recall: (matrix.truePositives(k), matrix.support(k))
    case .specificity: (matrix.trueNegatives(k), matrix.total - matrix.support(k))
    case .negativePredictiveValue:
      (matrix.trueNegatives(k), matrix.total - matrix.predictedCount(k))
    // Unlike the others it is undefined, and not 0, where it has no examples.
    case .falsePositiveRate where matrix.support(k) < matrix.total:
      (matrix.falsePositives(k), matrix.total - matrix.support(k))
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

  private func average(_ metric: (Int) -> Double) -> Double {
    averaged.reduce(0) { $0 + metric($1) } / Double(averaged.count)
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
