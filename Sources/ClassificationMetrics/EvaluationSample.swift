/// Predictions prepared so that all metrics of an evaluation cost O(n · K) for any draws of the
/// examples: sorted, binned and their losses taken once.
struct EvaluationSample {
  let confusionMatrix: ConfusionMatrix
  /// The positive class, or all classes: those the class metrics are the mean of.
  let averaged: [Int]

  private let cells: [Int]  // cell of the confusion matrix that each example falls in
  private let logLosses: [Double]
  private let squaredErrors: [Double]
  private let bins: [Int]  // calibration bin of each example
  private let gaps: [Double]  // outcome − confidence of each example
  private let rankings: [RankedScores]  // for each averaged class
  private let hasPositive: Bool

  private static let binCount = 15

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
    let confidences = predictions.topConfidences(top)
    bins = confidences.map { Calibration.bin(of: $0, count: Self.binCount) }
    gaps = labels.indices.map { (top[$0] == labels[$0] ? 1 : 0) - confidences[$0] }
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
    let matrix = Self.matrix(cells, draws, confusionMatrix.classes)
    let means = means(draws, count: Double(matrix.total))
    let areas = rankings.map { $0.areas(draws: draws) }
    return Evaluation.Metric.allCases.map { value(of: $0, matrix, means: means, areas: areas) }
      + (0..<matrix.classes).map { matrix.f($0) }
  }

  /// One metric, for which the others are not computed.
  ///
  /// - Parameter draws: how often each example counts.
  func value(of metric: Evaluation.Metric, draws: [Int]) -> Double? {
    let matrix = Self.matrix(cells, draws, confusionMatrix.classes)
    return value(
      of: metric, matrix, means: means(draws, count: Double(matrix.total)),
      areas: rankings.map { $0.areas(draws: draws) })
  }

  private func value(
    of metric: Evaluation.Metric, _ matrix: ConfusionMatrix, means: @autoclosure () -> Means,
    areas: @autoclosure () -> [Areas]
  ) -> Double? {
    switch metric {
    case .accuracy: matrix.accuracy
    case .balancedAccuracy: matrix.balancedAccuracy
    case .precision: average(matrix.precision)
    case .recall: average(matrix.recall)
    case .f1: average { matrix.f($0) }
    case .specificity: average(matrix.specificity)
    case .mcc: matrix.mcc
    case .rocAUC: mean(areas().map(\.rocAUC))
    case .averagePrecision: mean(areas().map(\.averagePrecision))
    case .logLoss: means().logLoss
    case .brier: means().brier
    case .ece: means().ece
    case .kappa: matrix.kappa
    case .macroF1: matrix.macro.f1
    }
  }

  /// The counts behind a metric that is a binomial proportion, else nil.
  func proportion(_ metric: Evaluation.Metric) -> (part: Int, whole: Int)? {
    let matrix = confusionMatrix
    if metric == .accuracy { return (matrix.correct, matrix.total) }
    guard hasPositive else { return nil }
    let k = averaged[0]
    return switch metric {
    case .precision: (matrix.truePositives(k), matrix.predictedCount(k))
    case .recall: (matrix.truePositives(k), matrix.support(k))
    case .specificity: (matrix.trueNegatives(k), matrix.total - matrix.support(k))
    default: nil
    }
  }

  private static func matrix(_ cells: [Int], _ draws: [Int], _ classes: Int) -> ConfusionMatrix {
    var counts = [Int](repeating: 0, count: classes * classes)
    for row in cells.indices { counts[cells[row]] += draws[row] }
    return ConfusionMatrix(cells: counts, classes: classes)
  }

  private typealias Means = (logLoss: Double, brier: Double, ece: Double)
  private typealias Areas = (rocAUC: Double?, averagePrecision: Double?)

  private func means(_ draws: [Int], count: Double) -> Means {
    var logLoss = 0.0
    var brier = 0.0
    var binGaps = [Double](repeating: 0, count: Self.binCount)
    for row in draws.indices {
      let weight = Double(draws[row])
      logLoss += weight * logLosses[row]
      brier += weight * squaredErrors[row]
      binGaps[bins[row]] += weight * gaps[row]
    }
    // n_b / n · |mean gap of the bin| = |summed gap| / n
    return (logLoss / count, brier / count, binGaps.reduce(0) { $0 + abs($1) } / count)
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
