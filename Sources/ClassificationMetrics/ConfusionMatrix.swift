/// Counts of true against predicted classes, and the metrics that need nothing else.
///
/// Ratios with an empty denominator are 0, as scikit-learn's with `zero_division=0`, unless they
/// return an optional. All classes count in averages, also those that occur nowhere.
public struct ConfusionMatrix: Sendable, Equatable {
  public let classes: Int
  private let cells: [Int]  // (K, K) row-major: truth, predicted
  private let supports: [Int]  // row sums
  private let predictions: [Int]  // column sums

  /// - Parameters:
  ///   - truth: true classes in 0..<classes, at least one.
  ///   - predicted: as many predicted classes in 0..<classes.
  ///   - classes: K ≥ 2.
  public init(truth: [Int], predicted: [Int], classes: Int) throws(MetricError) {
    guard classes >= 2 else { throw .tooFewClasses(found: classes) }
    try MetricError.check("label", truth, count: truth.count, classes: classes)
    try MetricError.check("predicted class", predicted, count: truth.count, classes: classes)
    var cells = [Int](repeating: 0, count: classes * classes)
    for (i, j) in zip(truth, predicted) { cells[i * classes + j] += 1 }
    self.init(cells: cells, classes: classes)
  }

  /// - Parameter cells: (K, K) row-major counts, not negative.
  init(cells: [Int], classes: Int) {
    precondition(cells.count == classes * classes, "\(cells.count) cells, \(classes) classes")
    self.classes = classes
    self.cells = cells
    var supports = [Int](repeating: 0, count: classes)
    var predictions = supports
    for i in 0..<classes {
      for j in 0..<classes {
        supports[i] += cells[i * classes + j]
        predictions[j] += cells[i * classes + j]
      }
    }
    self.supports = supports
    self.predictions = predictions
  }

  /// Examples of class `truth` predicted as `predicted`.
  public subscript(truth truth: Int, predicted predicted: Int) -> Int {
    cells[truth * classes + predicted]
  }

  /// (K, K): `counts[i][j]` examples of class i were predicted as j.
  public var counts: [[Int]] {
    (0..<classes).map { i in Array(cells[i * classes..<(i + 1) * classes]) }
  }

  public var total: Int { supports.reduce(0, +) }

  /// Examples on the diagonal.
  public var correct: Int { (0..<classes).reduce(0) { $0 + truePositives($1) } }

  /// Examples whose true class is `k`.
  public func support(_ k: Int) -> Int { supports[k] }

  /// Examples predicted as `k`.
  public func predictedCount(_ k: Int) -> Int { predictions[k] }

  public func truePositives(_ k: Int) -> Int { self[truth: k, predicted: k] }
  public func falsePositives(_ k: Int) -> Int { predictions[k] - truePositives(k) }
  public func falseNegatives(_ k: Int) -> Int { supports[k] - truePositives(k) }
  public func trueNegatives(_ k: Int) -> Int { total - supports[k] - falsePositives(k) }

  // MARK: One class against the rest

  /// TP / (TP + FP).
  public func precision(_ k: Int) -> Double { ratio(truePositives(k), predictions[k]) }

  /// TP / (TP + FN).
  public func recall(_ k: Int) -> Double { ratio(truePositives(k), supports[k]) }

  /// TN / (TN + FP).
  public func specificity(_ k: Int) -> Double { ratio(trueNegatives(k), total - supports[k]) }

  /// TN / (TN + FN).
  public func negativePredictiveValue(_ k: Int) -> Double {
    ratio(trueNegatives(k), total - predictions[k])
  }

  /// FP / (FP + TN), nil if every example is of class `k`. Times 100 it is the "blocked ham"
  /// BH % of Almeida, Hidalgo and Yamakami (2011).
  public func falsePositiveRate(_ k: Int) -> Double? {
    supports[k] == total ? nil : ratio(falsePositives(k), total - supports[k])
  }

  /// FN / (FN + TP), nil if no example is of class `k`.
  public func falseNegativeRate(_ k: Int) -> Double? {
    supports[k] == 0 ? nil : ratio(falseNegatives(k), supports[k])
  }

  /// (1 + β²) TP / ((1 + β²) TP + β² FN + FP): recall weighs β times as much as precision.
  public func f(beta: Double = 1, _ k: Int) -> Double {
    let weighted = (1 + beta * beta) * Double(truePositives(k))
    let whole = weighted + beta * beta * Double(falseNegatives(k)) + Double(falsePositives(k))
    return whole == 0 ? 0 : weighted / whole
  }

  // MARK: All classes

  /// Correct examples over all.
  public var accuracy: Double { ratio(correct, total) }

  /// Mean recall over the classes that occur in the truth. With two classes both must occur,
  /// else nil: it is the mean of recall and specificity.
  public var balancedAccuracy: Double? {
    let present = (0..<classes).filter { supports[$0] > 0 }
    guard present.count >= (classes == 2 ? 2 : 1) else { return nil }
    return present.reduce(0) { $0 + recall($1) } / Double(present.count)
  }

  /// Matthews correlation, -1...1; 0 where the truth or the prediction is a single class.
  ///
  /// Source: Gorodkin, "Comparing two K-category assignments by a K-category correlation
  /// coefficient" (2004); for two classes (TP·TN − FP·FN) / √(product of the four sums).
  public var mcc: Double {
    let n = Double(total)
    let spread = (n * n - squareSum(supports)) * (n * n - squareSum(predictions))
    return spread == 0 ? 0 : (n * Double(correct) - chanceAgreement) / spread.squareRoot()
  }

  /// Cohen's kappa, (observed − chance agreement) / (1 − chance agreement); nil if the truth and
  /// the prediction are one and the same single class.
  public var kappa: Double? {
    let n = Double(total)
    let room = n * n - chanceAgreement
    return room == 0 ? nil : (n * Double(correct) - chanceAgreement) / room
  }

  /// n² times the agreement expected of independent truth and prediction.
  private var chanceAgreement: Double {
    zip(supports, predictions).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private func squareSum(_ counts: [Int]) -> Double {
    counts.reduce(0) { $0 + Double($1) * Double($1) }
  }
}
