import ClassificationMetrics
import ClassifierModels
import FineTuning
import Foundation
import RunDatabase
import TextDatasets

/// Writes what happens in one run to the database.
final class RunRecorder {
  let database: RunDatabase
  let run: Run
  private let steps: StepLog
  private let data: FileReference
  private let classes: [String]
  private let positiveLabel: String?
  /// Time of the epoch's steps so far, and when the last thing happened.
  private var trainingTime = Duration.zero
  private var lastEvent = ContinuousClock.now
  /// The epoch of the last step.
  private var epoch = 0

  init(database: RunDatabase, run: Run, data: LabelledDataset) {
    self.database = database
    self.run = run
    steps = StepLog(database: database, run: run.id)
    self.data = data.reference
    classes = data.classes
    positiveLabel = data.positiveLabel
  }

  /// Starts the clock: to be called right before the first step.
  func begin() { lastEvent = .now }

  func record(_ event: TrainingEvent) throws {
    defer { lastEvent = .now }
    switch event {
    case .step(let step):
      epoch = step.epoch
      trainingTime += lastEvent.duration(to: .now)
      try steps.append(step)
    case .progress(let progress):
      try steps.flush()
      try record(progress)
    case .checkpoint(let event):
      try steps.record(event, epoch: epoch)
    }
  }

  /// Forgets everything recorded, for a run that begins anew in another precision.
  func startOver(precision: String) throws {
    try steps.flush()
    try database.rewind(run.id, toStep: 0)
    try database.update(precision: precision, of: run.id)
  }

  /// Makes sure that every step so far is in the database.
  func flush() throws { try steps.flush() }

  private func record(_ progress: TrainingProgress) throws {
    let evaluationTime = lastEvent.duration(to: .now).inSeconds
    let evaluated = progress.train.count + (progress.validation?.count ?? 0)
    if progress.isEndOfEpoch {
      try database.append(
        epoch: EpochRecord(
          epoch: Int(progress.epoch), step: progress.step, examples: progress.train.count,
          loss: progress.runningLoss, seconds: trainingTime.inSeconds),
        to: run.id)
      trainingTime = .zero
    }
    for (part, result) in [
      (EvaluationPart.train, progress.train), (.validation, progress.validation),
    ] {
      guard let result else { continue }
      let accuracy = Estimate.proportion(result.correct, of: result.count)
      try database.append(
        evaluation: EvaluationRecord(
          run: run.id, part: part, step: progress.step, epoch: Int(progress.epoch), data: data,
          classes: classes, positiveClass: positiveLabel, examples: result.count,
          loss: result.loss,
          // Both parts are measured in one go; each has its share.
          seconds: evaluationTime * Double(result.count) / Double(evaluated),
          metrics: [MetricRecord("accuracy", accuracy)]))
    }
  }

  /// Records the finished model's evaluation on one part, with its predictions.
  func record(
    _ measurement: Measurement, part: EvaluationPart, model: FileReference, seconds: Double,
    predictions: [PredictionRecord]
  ) throws {
    try database.append(
      evaluation: EvaluationRecord(
        measurement.evaluation, by: measurement.decision, run: run.id, part: part, data: data,
        model: model, seconds: seconds),
      predictions: predictions)
  }
}

extension MetricRecord {
  init(_ name: String, _ estimate: Estimate) {
    self.init(name: name, value: estimate.value, low: estimate.low, high: estimate.high)
  }
}

extension EvaluationRecord {
  init(
    _ evaluation: Evaluation, by decision: ModelDecision = ModelDecision(),
    run: Run.ID?, part: EvaluationPart, data: FileReference, model: FileReference?, seconds: Double
  ) {
    let classes = evaluation.classes.names
    self.init(
      run: run, part: part, data: data, model: model, classes: classes,
      positiveClass: evaluation.classes.positiveName, examples: evaluation.examples,
      loss: evaluation.loss ?? .nan, seconds: seconds,
      metrics: evaluation.metrics.map { MetricRecord($0.name, $0.estimate) },
      confusion: [ConfusionCount](evaluation.confusionMatrix, classes: classes),
      threshold: decision.rule?.threshold, unsureFrom: decision.rule?.unsureFrom,
      temperature: decision.temperature == 1 ? nil : decision.temperature)
  }
}

extension [ConfusionCount] {
  init(_ matrix: ConfusionMatrix, classes: [String]) {
    self = matrix.counts.enumerated().flatMap { truth, row in
      row.enumerated().map { predicted, count in
        ConfusionCount(truth: classes[truth], predicted: classes[predicted], count: count)
      }
    }
  }
}
