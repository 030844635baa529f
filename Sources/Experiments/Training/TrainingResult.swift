import ClassificationMetrics
import ClassifierModels
import FineTuning
import Foundation
import RunDatabase
import TextDatasets

/// What a finished run has to show; `training.json` in the model's folder.
public struct TrainingResult: Sendable, Encodable {
  /// The run's name.
  public let run: String
  /// The model's folder.
  public let model: String
  public let metrics: Metrics
  /// By phase, over all sessions; `total` is their sum.
  public let seconds: [String: Double]
  /// Of this process.
  public let peakMemoryBytes: Int64
  public let split: Split
  public let trainableParameters: Int
  /// Size of the file of weights that was saved.
  public let savedBytes: Int64
  /// The step whose weights these are, where they were chosen by the validation part; nil for the last.
  public let selectedStep: Int?
  /// What a lower precision of frozen weights did to the answers; nil in float32.
  public let precisionCheck: PrecisionCheck?
  /// What the course of training says about the fit.
  public let verdict: String

  /// One evaluation per part; nil for a part without messages.
  public struct Metrics: Sendable, Codable {
    public let train: Evaluation?
    public let validation: Evaluation?
    public let test: Evaluation?
  }

  /// How the messages were divided.
  public struct Split: Sendable, Encodable {
    public let train: Int
    public let validation: Int
    public let test: Int
    /// Messages that have an equal after normalisation, and were kept on one side with it.
    public let duplicateMessages: Int
    /// Messages for validation or test that equal a training message after normalisation.
    public let leakedMessages: Int
    public let digest: String
  }

  /// The file that holds it in the model's folder.
  static func path(in folder: String) -> String { folder + "/training.json" }

  init(
    run: String, model: String,
    evaluations: [EvaluationPart: Evaluation], seconds: [String: Double],
    data: LabelledDataset, trainableParameters: Int, savedBytes: Int64, selectedStep: Int?,
    precisionCheck: PrecisionCheck?, verdict: FitVerdict
  ) {
    self.run = run
    self.model = model
    metrics = Metrics(
      train: evaluations[.train], validation: evaluations[.validation], test: evaluations[.test])
    self.seconds = seconds.merging(["total": seconds.values.reduce(0, +)]) { $1 }
    peakMemoryBytes = Experiments.peakMemoryBytes()
    split = Split(data)
    self.trainableParameters = trainableParameters
    self.savedBytes = savedBytes
    self.selectedStep = selectedStep
    self.precisionCheck = precisionCheck
    self.verdict = verdict.sentence
  }
}

extension TrainingResult.Split {
  init(_ data: LabelledDataset) {
    self.init(
      train: data.split.train.count, validation: data.split.validation.count,
      test: data.split.test.count, duplicateMessages: data.split.duplicates.messages,
      leakedMessages: data.leakedCount, digest: data.split.digest)
  }
}
