#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// True classes with predicted probabilities, checked once.
public struct Predictions: Sendable, Equatable {
  /// True class of each of the n examples, in 0..<classes.
  public let labels: [Int]
  /// (n, K) row-major, each row summing to 1.
  public let probabilities: [Double]
  /// K ≥ 2.
  public let classes: Int

  /// - Parameters:
  ///   - labels: n ≥ 1 classes in 0..<classes.
  ///   - probabilities: (n, K) row-major, within 0...1. A row may miss the sum 1 by 0.01, as
  ///     rounded figures do.
  ///   - classes: K ≥ 2.
  public init(labels: [Int], probabilities: [Double], classes: Int) throws(MetricError) {
    guard classes >= 2 else { throw .tooFewClasses(found: classes) }
    try MetricError.check("label", labels, count: labels.count, classes: classes)
    guard probabilities.count == labels.count * classes else {
      throw .countMismatch(
        "probabilities", expected: labels.count * classes, found: probabilities.count)
    }
    for row in labels.indices {
      var sum = 0.0
      for k in 0..<classes {
        let p = probabilities[row * classes + k]
        guard p >= 0, p <= 1 else {
          throw .notAProbability(row: row + 1, classIndex: k, found: p)
        }
        sum += p
      }
      guard abs(sum - 1) <= 0.01 else { throw .probabilitySum(row: row + 1, found: sum) }
    }
    self.labels = labels
    self.probabilities = probabilities
    self.classes = classes
  }

  /// Two classes, from the probabilities of class 1.
  public init(labels: [Int], scores: [Double]) throws(MetricError) {
    guard scores.count == labels.count else {
      throw .countMismatch("scores", expected: labels.count, found: scores.count)
    }
    if let bad = scores.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .notAProbability(row: bad + 1, classIndex: 1, found: scores[bad])
    }
    try self.init(labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2)
  }

  public var count: Int { labels.count }

  /// Column k: the probability of class k for each example.
  public func probabilities(of k: Int) -> [Double] {
    labels.indices.map { probabilities[$0 * classes + k] }
  }

  /// The most probable class of each example. Ties go to the lowest index, but between two
  /// classes to class 1: p ≥ 0.5 is positive.
  public var topLabels: [Int] {
    labels.indices.map { row in
      let start = row * classes
      if classes == 2 { return probabilities[start + 1] >= probabilities[start] ? 1 : 0 }
      return (1..<classes).reduce(0) {
        probabilities[start + $1] > probabilities[start + $0] ? $1 : $0
      }
    }
  }

  /// Mean of −ln p(true class), in nats. Probabilities are clipped to ε...1 − ε with ε = 2⁻⁵² and
  /// their row is scaled to sum to 1, so one certain error costs 36.04 rather than infinity.
  public var logLoss: Double { logLosses.reduce(0, +) / Double(count) }

  /// Mean of (p − y)² for class `k` against the rest, y being 1 for class k and else 0.
  public func brier(of k: Int) -> Double {
    squaredErrors(of: k).reduce(0, +) / Double(count)
  }

  /// Mean of Σₖ (pₖ − [y = k])², Brier's own form: 0...2. For two classes it is twice
  /// `brier(of: 1)`.
  public var brierSum: Double {
    (0..<classes).reduce(0) { $0 + brier(of: $1) }
  }

  var logLosses: [Double] {
    let epsilon = Double.ulpOfOne
    return labels.indices.map { row in
      var sum = 0.0
      for k in 0..<classes {
        sum += min(max(probabilities[row * classes + k], epsilon), 1 - epsilon)
      }
      let p = min(max(probabilities[row * classes + labels[row]], epsilon), 1 - epsilon)
      return -log(p / sum)
    }
  }

  func squaredErrors(of k: Int) -> [Double] {
    labels.indices.map { row in
      let error = probabilities[row * classes + k] - (labels[row] == k ? 1 : 0)
      return error * error
    }
  }
}

extension Predictions {
  /// The class that each example counts as: of two classes of which one is positive that one from a
  /// probability of `threshold` on, else the most probable class.
  ///
  /// - Parameters:
  ///   - positive: The positive class, or nil for none.
  ///   - threshold: 0...1, or above 1 where nothing counts as positive.
  public func decisions(
    positive: Int?, threshold: Double = DecisionRule().threshold
  ) -> [Int] {
    guard let positive, classes == 2 else { return topLabels }
    return probabilities(of: positive).map { $0 >= threshold ? positive : 1 - positive }
  }
}
