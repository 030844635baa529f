/// Counts of true against predicted classes of at least one example, and the metrics that need nothing else.
///
/// What is undefined is nil. All classes count in averages, also those that occur nowhere.
public struct ConfusionMatrix: Sendable, Equatable {
  /// K ≥ 2.
  public let classes: Int
  /// All examples, at least 1.
  public let total: Int
  private let cells: [Int]  // (K, K) row-major: truth, predicted
  private let supports: [Int]  // row sums
  private let predictions: [Int]  // column sums

  /// - Parameters:
  ///   - truth: true classes in 0..<classes, at least one.
  ///   - predicted: as many predicted classes in 0..<classes.
  ///   - classes: K ≥ 2.
  /// - Throws: `MetricError.tooFewClasses`, `.noExamples`, `.countMismatch`, `.classOutOfRange`.
  public init(truth: [Int], predicted: [Int], classes: Int) throws(MetricError) {
    guard classes >= 2 else { throw .tooFewClasses(found: classes) }
    try MetricError.check("label", truth, count: truth.count, classes: classes)
    try MetricError.check("predicted class", predicted, count: truth.count, classes: classes)
    var cells = [Int](repeating: 0, count: classes * classes)
    for (i, j) in zip(truth, predicted) { cells[i * classes + j] += 1 }
    self.init(cells: cells, classes: classes)
  }

  /// Two classes: 0 is negative, 1 positive.
  ///
  /// - Parameter counts: Counts of at least one example.
  init(_ counts: BinaryCounts) {
    self.init(
      cells: [
        counts.trueNegatives, counts.falsePositives, counts.falseNegatives, counts.truePositives,
      ], classes: 2)
  }

  /// - Parameter cells: (K, K) row-major counts, not negative and not all 0.
  init(cells: [Int], classes: Int) {
    precondition(cells.count == classes * classes, "\(cells.count) cells, \(classes) classes")
    precondition(cells.contains { $0 > 0 }, "a confusion matrix without examples")
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
    total = supports.reduce(0, +)
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

  /// Examples on the diagonal.
  public var correct: Int { (0..<classes).reduce(0) { $0 + self[truth: $1, predicted: $1] } }

  /// Examples whose true class is `k`.
  public func support(_ k: Int) -> Int { supports[k] }

  /// Examples predicted as `k`.
  public func predictedCount(_ k: Int) -> Int { predictions[k] }

  /// Class `k` as the positive one, all others together as the negative one.
  public func oneVersusRest(_ k: Int) -> BinaryCounts {
    let hits = self[truth: k, predicted: k]
    let (alarms, misses) = (predictions[k] - hits, supports[k] - hits)
    return BinaryCounts(
      truePositives: hits, falsePositives: alarms, falseNegatives: misses,
      trueNegatives: total - hits - alarms - misses)
  }

  /// Correct examples over all, 0...1.
  public var accuracy: Double { Double(correct) / Double(total) }

  /// Mean recall over the classes that occur in the truth, 0...1. With two classes both must occur, else it
  /// is nil: it is the mean of recall and specificity.
  public var balancedAccuracy: Double? {
    let recalls = (0..<classes).compactMap { oneVersusRest($0).recall }
    guard recalls.count >= (classes == 2 ? 2 : 1) else { return nil }
    return recalls.reduce(0, +) / Double(recalls.count)
  }

  /// Matthews correlation coefficient, −1...1; nil where the truth or the prediction is a single class.
  ///
  /// Source: Gorodkin, "Comparing two K-category assignments by a K-category correlation
  /// coefficient" (2004); for two classes (TP·TN − FP·FN) / √(product of the four sums).
  public var mcc: Double? {
    let n = Double(total)
    let spread = (n * n - squareSum(supports)) * (n * n - squareSum(predictions))
    return spread == 0 ? nil : (n * Double(correct) - chanceAgreement) / spread.squareRoot()
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

extension ConfusionMatrix {
  /// Precision, recall and F1 averaged over all K classes, one against the rest; 0...1.
  public struct Averages: Sendable, Equatable {
    public let precision: Double?
    public let recall: Double?
    public let f1: Double?
  }

  /// Every class counts the same.
  ///
  /// - Parameter zeroDivision: What 0/0 of a class counts as. Nil makes the average nil; 0 is scikit-learn's
  ///   `zero_division=0`, for those who need a number.
  public func macro(zeroDivision: Double? = nil) -> Averages {
    average(zeroDivision) { _ in 1 / Double(classes) }
  }

  /// Every class counts by its support; one without support does not count.
  ///
  /// - Parameter zeroDivision: What 0/0 of a class counts as, as for `macro`.
  public func weighted(zeroDivision: Double? = nil) -> Averages {
    average(zeroDivision) { Double(support($0)) / Double(total) }
  }

  /// Counts pooled over the classes. With one label per example each wrong answer is one false
  /// positive and one false negative, so all three equal the accuracy.
  public var micro: Averages {
    Averages(precision: accuracy, recall: accuracy, f1: accuracy)
  }

  private func average(_ zeroDivision: Double?, weight: (Int) -> Double) -> Averages {
    func mean(_ rate: (BinaryCounts) -> Double?) -> Double? {
      var sum = 0.0
      for k in 0..<classes where weight(k) > 0 {
        guard let value = rate(oneVersusRest(k)) ?? zeroDivision else { return nil }
        sum += weight(k) * value
      }
      return sum
    }
    return Averages(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
  }
}

extension ConfusionMatrix: Codable {
  /// Encoded as the rows of `counts`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(counts)
  }

  /// Throws `DecodingError.dataCorrupted` unless the counts are square, at least 2 × 2, not
  /// negative, not all 0 and small enough to be added up.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let rows = try container.decode([[Int]].self)
    let limit = Int.max / max(1, rows.count * rows.count)
    guard rows.count >= 2,
      rows.allSatisfy({ $0.count == rows.count && $0.allSatisfy { 0...limit ~= $0 } }),
      rows.joined().contains(where: { $0 > 0 })
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "A confusion matrix needs K ≥ 2 rows of K counts each, not all 0, found "
          + "\(rows.count) rows of \(rows.map(\.count)) numbers.")
    }
    self.init(cells: rows.flatMap { $0 }, classes: rows.count)
  }
}
