import FineTuning
import RunDatabase

/// Writes the steps of a run to the database about once a second: a transaction waits for the disk,
/// which is longer than a step of a small model takes.
///
/// Whoever saves a checkpoint flushes before it, so that a resumed run, which forgets what the
/// database says after its checkpoint, misses nothing before.
final class StepLog {
  private let database: RunDatabase
  private let run: Run.ID
  private var pending: [StepRecord] = []
  private var lastFlush = ContinuousClock.now

  init(database: RunDatabase, run: Run.ID) {
    self.database = database
    self.run = run
  }

  func append(_ step: TrainingStep) throws {
    pending.append(
      StepRecord(
        step: step.step, epoch: step.epoch, loss: step.loss, learningRate: step.learningRate,
        gradientNorm: step.gradientNorm))
    if lastFlush.duration(to: .now) > .seconds(1) { try flush() }
  }

  /// Makes sure that everything appended is in the database.
  func flush() throws {
    lastFlush = .now
    guard !pending.isEmpty else { return }
    try database.append(steps: pending, to: run)
    pending = []
  }
}
