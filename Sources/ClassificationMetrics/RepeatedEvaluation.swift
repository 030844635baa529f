/// Evaluations of the same method on several held-out parts, taken together.
public struct RepeatedEvaluation: Sendable {
  /// In the order of the parts, at least one.
  public let rounds: [Evaluation]
  private let testToTrainRatio: Double

  /// A metric over the rounds.
  public struct Summary: Sendable, Codable, Equatable {
    /// With a 95 % interval, cut where the metric ends, from Student's t; see `Estimate.mean(of:testToTrainRatio:)`.
    public let mean: Estimate
    /// Sample standard deviation (divisor k − 1); nil for one round, or where the mean is undefined.
    public let deviation: Double?
    public let lowest: Double?
    public let highest: Double?
  }

  /// - Parameters:
  ///   - rounds: At least one, all of the same classes.
  ///   - testToTrainRatio: Measured messages over training messages where the rounds are the folds of
  ///     a cross-validation; 0 where they are independent draws.
  public init(_ rounds: [Evaluation], testToTrainRatio: Double = 0) {
    precondition(!rounds.isEmpty, "no rounds")
    precondition(rounds.allSatisfy { $0.classes == rounds[0].classes }, "other classes")
    self.testToTrainRatio = testToTrainRatio
    self.rounds = rounds
  }

  public subscript(metric: Evaluation.Metric) -> Summary {
    let values = rounds.map { $0[metric].value }
    let mean = Estimate.mean(of: values, testToTrainRatio: testToTrainRatio)
      .clamped(to: Evaluation.range(of: metric))
    let known = values.compactMap(\.self)
    let hasDeviation = mean.value != nil && known.count > 1
    return Summary(
      mean: mean, deviation: hasDeviation ? known.sampleVariance.squareRoot() : nil,
      lowest: known.min(), highest: known.max())
  }

  /// The counts of all rounds together.
  public var confusionMatrix: ConfusionMatrix {
    let matrices = rounds.map(\.confusionMatrix)
    let classes = matrices[0].classes
    let cells = (0..<classes * classes).map { cell in
      matrices.reduce(0) { $0 + $1[truth: cell / classes, predicted: cell % classes] }
    }
    return ConfusionMatrix(cells: cells, classes: classes)
  }
}
