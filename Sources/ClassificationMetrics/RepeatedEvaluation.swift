/// Evaluations of the same method on several held-out parts, taken together.
public struct RepeatedEvaluation: Sendable {
  /// In the order of the parts, at least one.
  public let rounds: [Evaluation]

  /// A metric over the rounds.
  public struct Summary: Sendable, Codable, Equatable {
    /// With a 95 % interval from Student's t; see `Estimate.mean(ofFolds:)`.
    public let mean: Estimate
    /// Sample standard deviation (divisor k − 1); nil for one round, or where the mean is undefined.
    public let deviation: Double?
    public let lowest: Double?
    public let highest: Double?
  }

  /// - Parameter rounds: At least one.
  public init(_ rounds: [Evaluation]) {
    precondition(!rounds.isEmpty, "no rounds")
    self.rounds = rounds
  }

  public subscript(metric: Evaluation.Metric) -> Summary {
    let values = rounds.map { $0[metric].value }
    let mean = Estimate.mean(ofFolds: values)
    let known = values.compactMap(\.self)
    var deviation: Double?
    if let center = mean.value, known.count > 1 {
      let squares = known.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      deviation = (squares / Double(known.count - 1)).squareRoot()
    }
    return Summary(mean: mean, deviation: deviation, lowest: known.min(), highest: known.max())
  }
}
