import ClassificationMetrics

/// What one round of a cross-validation found.
public struct CrossValidationRound: Sendable, Codable {
  /// From 1, in the order of the folds, those of a repeat one after another.
  public let number: Int
  /// Messages it was trained on.
  public let train: Int
  /// On the messages that were held out.
  public let metrics: Evaluation
  public let seconds: Double
}

/// What a cross-validation found; `cross-validation.json` in the run's folder.
public struct CrossValidationResult: Sendable, Codable {
  /// The run's name.
  public let run: String
  public let plan: CrossValidationPlan
  /// By the metric's name: mean over the rounds with its interval, deviation, extremes.
  public let summary: [String: RepeatedEvaluation.Summary]
  /// The answers of all rounds together, as if one model had given them.
  public let pooled: Evaluation
  public let rounds: [CrossValidationRound]
  public let seconds: Double
  /// Of this process.
  public let peakMemoryBytes: Int64

  init(
    run: String, plan: CrossValidationPlan, rounds: [CrossValidationRound], pooled: Evaluation,
    seconds: Double
  ) {
    let repeated = RepeatedEvaluation(rounds.map(\.metrics))
    self.run = run
    self.plan = plan
    self.rounds = rounds
    self.pooled = pooled
    self.seconds = seconds
    summary = Dictionary(
      uniqueKeysWithValues: Evaluation.Metric.allCases.map { ($0.rawValue, repeated[$0]) })
    peakMemoryBytes = SpamTuneKit.peakMemoryBytes()
  }
}
