#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Temperature scaling: the one T > 0 that minimises the mean cross-entropy of
/// softmax(logits / T). It changes how sure the answers are, never their order.
///
/// Fit it on data that training did not see.
///
/// Source: Guo, Pleiss, Sun, Weinberger, "On Calibration of Modern Neural Networks" (2017),
/// section 4.2.
public struct TemperatureFit: Sendable, Codable, Equatable {
  /// Within the bounds; 1 if the logits cannot tell one temperature from another.
  public let temperature: Double
  /// The best temperature lies at or beyond a bound: perfectly separated logits drive it to 0,
  /// uninformative ones to infinity. More validation data would help.
  public let isAtBound: Bool
  /// Mean cross-entropy in nats at T = 1.
  public let lossBefore: Double
  /// Mean cross-entropy in nats at `temperature`.
  public let lossAfter: Double

  enum CodingKeys: String, CodingKey {
    case temperature
    case isAtBound = "at_bound"
    case lossBefore = "loss_before"
    case lossAfter = "loss_after"
  }

  /// - Parameters:
  ///   - logits: (n, K) row-major, finite.
  ///   - classes: K ≥ 2.
  ///   - labels: n ≥ 1 classes in 0..<classes.
  ///   - bounds: temperatures to choose from, above 0.
  public init(
    logits: [Double], classes: Int, labels: [Int], bounds: ClosedRange<Double> = 0.05...20
  ) throws(MetricError) {
    precondition(bounds.lowerBound > 0, "temperatures must be above 0, not \(bounds)")
    guard classes >= 2 else { throw .tooFewClasses(found: classes) }
    try MetricError.check("label", labels, count: labels.count, classes: classes)
    guard logits.count == labels.count * classes else {
      throw .countMismatch("logits", expected: labels.count * classes, found: logits.count)
    }
    if let bad = logits.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite("logit", row: bad / classes + 1, found: logits[bad])
    }
    // The loss is convex in β = 1/T, so its slope in β rises and changes sign once at most.
    func slope(_ temperature: Double) -> Double {
      Self.crossEntropy(logits, classes, labels, temperature).slope
    }
    let hottest = slope(bounds.upperBound)
    let coldest = slope(bounds.lowerBound)
    switch (hottest, coldest) {
    case (0, 0):
      (temperature, isAtBound) = (min(max(1, bounds.lowerBound), bounds.upperBound), false)
    case (0..., _):
      (temperature, isAtBound) = (bounds.upperBound, true)
    case (_, ...0):
      (temperature, isAtBound) = (bounds.lowerBound, true)
    default:
      temperature = bisect(bounds) { slope($0) > 0 }
      isAtBound = false
    }
    lossBefore = Self.crossEntropy(logits, classes, labels, 1).loss
    lossAfter = Self.crossEntropy(logits, classes, labels, temperature).loss
  }

  /// Row-wise softmax(logits / T).
  ///
  /// - Parameters:
  ///   - logits: (n, K) row-major, finite.
  ///   - classes: K, a divisor of the number of logits.
  ///   - temperature: T > 0.
  public static func softmax(
    _ logits: [Double], classes: Int, temperature: Double = 1
  ) -> [Double] {
    var result = logits
    for start in stride(from: 0, to: logits.count, by: classes) {
      let row = logits[start..<start + classes]
      let top = row.max() ?? 0
      let weights = row.map { exp(($0 - top) / temperature) }
      let sum = weights.reduce(0, +)
      result.replaceSubrange(start..<start + classes, with: weights.map { $0 / sum })
    }
    return result
  }

  /// Mean cross-entropy at T, and its derivative with respect to 1/T: the mean over the examples
  /// of E[z] − z(label), with the expectation under softmax(z / T).
  private static func crossEntropy(
    _ logits: [Double], _ classes: Int, _ labels: [Int], _ temperature: Double
  ) -> (loss: Double, slope: Double) {
    var loss = 0.0
    var slope = 0.0
    for (row, label) in labels.enumerated() {
      let start = row * classes
      var top = logits[start]
      for k in 1..<classes { top = max(top, logits[start + k]) }
      var sum = 0.0
      var moment = 0.0
      for k in 0..<classes {
        let shifted = logits[start + k] - top
        let weight = exp(shifted / temperature)
        sum += weight
        moment += weight * shifted
      }
      let shifted = logits[start + label] - top
      loss += log(sum) - shifted / temperature
      slope += moment / sum - shifted
    }
    return (loss / Double(labels.count), slope / Double(labels.count))
  }
}
