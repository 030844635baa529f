import ClassificationMetrics
import FineTuning
import RunDatabase
import TextDatasets

/// Writes the course of a training to the database: its steps, its epochs with their results, its checkpoints.
final class TrainingRecorder {
  private let steps: StepLog
  private let data: FileReference
  private let classes: ClassSet
  /// Time of the epoch's steps so far, and when the last thing happened.
  private var trainingTime = Duration.zero
  private var lastEvent = ContinuousClock.now
  /// The epoch of the last step.
  private var epoch = 0

  init(_ steps: StepLog, data: LabelledDataset) {
    self.steps = steps
    self.data = data.reference
    classes = data.classes
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

  private func record(_ progress: TrainingProgress) throws {
    let (database, run) = (steps.database, steps.run)
    let evaluationTime = lastEvent.duration(to: .now).inSeconds
    let evaluated = progress.train.count + (progress.validation?.count ?? 0)
    if progress.isEndOfEpoch {
      try database.append(
        epoch: EpochRecord(
          epoch: Int(progress.epoch), step: progress.step, examples: progress.train.count,
          loss: progress.runningLoss, seconds: trainingTime.inSeconds),
        to: run)
      trainingTime = .zero
    }
    for (part, result) in [
      (EvaluationPart.train, progress.train), (.validation, progress.validation),
    ] {
      guard let result else { continue }
      let accuracy = Estimate.proportion(result.correct, of: result.count)
      try database.append(
        evaluation: EvaluationRecord(
          run: run, part: part, step: progress.step, epoch: Int(progress.epoch), data: data,
          classes: classes.names, positiveClass: classes.positiveName, examples: result.count,
          loss: result.loss,
          // Both parts are measured in one go; each has its share.
          seconds: evaluationTime * Double(result.count) / Double(evaluated),
          metrics: [MetricRecord("accuracy", accuracy)]))
    }
  }
}
