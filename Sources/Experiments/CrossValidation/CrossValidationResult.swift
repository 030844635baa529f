import ClassificationMetrics
import ClassifierModels
import RunDatabase

/// What one round of a cross-validation found.
public struct CrossValidationRound: Sendable, Encodable {
  /// From 1, in the order of the folds, those of a repeat one after another.
  public let number: Int
  /// Messages it was trained on.
  public let train: Int
  /// On the messages that were held out.
  public let metrics: Evaluation
  public let seconds: Double
}

/// What a cross-validation found; `cross-validation.json` in the run's folder.
public struct CrossValidationResult: Sendable, Encodable {
  /// The run's name.
  public let run: String
  public let plan: CrossValidationPlan
  /// By the metric's name: mean over the rounds with its interval, deviation, extremes.
  public let summary: [String: RepeatedEvaluation.Summary]
  /// The counts of all rounds together.
  public let confusionMatrix: ConfusionMatrix
  public let rounds: [CrossValidationRound]
  /// What a lower precision of frozen weights did to answers of the first round; nil in float32.
  public let precisionCheck: PrecisionCheck?
  /// Over all sessions.
  public let seconds: Double
  /// Of this process.
  public let peakMemoryBytes: Int64

  init(
    run: String, plan: CrossValidationPlan, rounds: [CrossValidationRound], seconds: Double,
    precisionCheck: PrecisionCheck?
  ) {
    self.run = run
    self.precisionCheck = precisionCheck
    self.plan = plan
    self.rounds = rounds
    self.seconds = seconds
    let repeated = Self.repeated(rounds, plan)
    summary = Dictionary(
      uniqueKeysWithValues: Evaluation.Metric.allCases.map { ($0.rawValue, repeated[$0]) })
    confusionMatrix = repeated.confusionMatrix
    peakMemoryBytes = Experiments.peakMemoryBytes()
  }

  /// The rounds taken together.
  public var repeated: RepeatedEvaluation { Self.repeated(rounds, plan) }

  private static func repeated(
    _ rounds: [CrossValidationRound], _ plan: CrossValidationPlan
  ) -> RepeatedEvaluation {
    RepeatedEvaluation(
      rounds.map(\.metrics), testToTrainRatio: plan.testToTrainRatio)
  }

  /// The means, as the record of one evaluation.
  func record(of run: Run.ID, part: EvaluationPart, data: FileReference) -> EvaluationRecord {
    let (first, repeated) = (rounds[0].metrics, repeated)
    let losses = rounds.compactMap(\.metrics.loss)
    return EvaluationRecord(
      run: run, part: part, data: data, classes: first.classes.names,
      positiveClass: first.classes.positiveName,
      examples: rounds.reduce(0) { $0 + $1.metrics.examples },
      loss: losses.reduce(0, +) / Double(losses.count), seconds: seconds,
      metrics: Evaluation.Metric.allCases.map { metric in
        MetricRecord(metric.rawValue, repeated[metric].mean)
      },
      confusion: [ConfusionCount](confusionMatrix, classes: first.classes.names))
  }
}
