import FineTuning
import RunDatabase

/// Writes the steps of a run to the database about once a second: a transaction waits for the disk,
/// which is longer than a step of a small model takes.
///
/// All steps are there before a checkpoint is written, so that a resumed run, which forgets what the
/// database says after its checkpoint, misses nothing before.
package final class StepLog {
  package let database: RunDatabase
  package let run: Run.ID
  private var pending: [StepRecord] = []
  private var lastFlush = ContinuousClock.now

  package init(database: RunDatabase, run: Run.ID) {
    self.database = database
    self.run = run
  }

  package func append(_ step: TrainingStep) throws {
    pending.append(
      StepRecord(
        step: step.step, epoch: step.epoch, loss: step.loss, learningRate: step.learningRate,
        gradientNorm: step.gradientNorm))
    if lastFlush.duration(to: .now) > .seconds(1) { try flush() }
  }

  /// - Parameter epoch: In which the checkpoint is written.
  package func record(_ event: CheckpointEvent, epoch: Int) throws {
    switch event {
    case .saving: try flush()
    case .saved(let step, let path, let sha256, let byteCount):
      try database.record(
        CheckpointRecord(
          step: step, epoch: epoch, file: FileReference(path: path, sha256: sha256),
          bytes: Int64(byteCount)), of: run)
    }
  }

  /// Makes sure that everything appended is in the database.
  package func flush() throws {
    lastFlush = .now
    guard !pending.isEmpty else { return }
    try database.append(steps: pending, to: run)
    pending = []
  }
}
