import Baselines
import ClassificationMetrics
import ClassifierModels
import RunDatabase
import TextDatasets

/// What the measurement of a simple method has to show; `baseline.json` in the run's folder.
public struct BaselineResult: Sendable, Encodable {
  /// The run's name.
  public let run: String
  /// The run's folder.
  public let folder: String
  public let method: BaselineMethod
  public let metrics: TrainingResult.Metrics
  /// By phase; `total` is their sum.
  public let seconds: [String: Double]
  /// Of this process.
  public let peakMemoryBytes: Int64
  public let split: TrainingResult.Split
  /// Numbers that the method remembers of the training messages.
  public let parameters: Int
  /// What the training messages made the method choose, as a sentence: the rule itself, how many
  /// neighbours vote, how strong a penalty is. Nil where there is nothing to choose.
  public let choice: String?
  /// What a lower precision of the base did to the answers; nil in float32 and for methods without base.
  public let precisionCheck: PrecisionCheck?

  init(
    run: String, folder: String, _ learned: any BaselineModel, method: BaselineMethod,
    evaluations: [EvaluationPart: Evaluation], seconds: [String: Double],
    data: LabelledDataset, precisionCheck: PrecisionCheck?
  ) {
    self.run = run
    self.folder = folder
    self.method = method
    metrics = TrainingResult.Metrics(
      train: evaluations[.train], validation: evaluations[.validation], test: evaluations[.test])
    self.seconds = seconds.merging(["total": seconds.values.reduce(0, +)]) { $1 }
    peakMemoryBytes = Experiments.peakMemoryBytes()
    split = TrainingResult.Split(data)
    parameters = learned.parameterCount
    choice = learned.choice(classes: data.classes.names)
    self.precisionCheck = precisionCheck
  }
}
