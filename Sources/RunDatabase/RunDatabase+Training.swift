internal import GRDB

extension RunDatabase {
  /// Records optimiser steps, all or none of them. Batches of a hundred steps cost next to
  /// nothing; one at a time each waits for the disk.
  ///
  /// Record the steps before saving a checkpoint that comes after them: then `rewind` finds
  /// everything up to the checkpoint, whenever the process dies.
  ///
  /// - Throws: `stepAlreadyRecorded`; `noSuchRun`.
  public func append(steps: [StepRecord], to run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      for step in steps {
        do {
          try database.insert(step, into: Tables.Steps.self, of: run.rawValue)
        } catch DatabaseError.SQLITE_CONSTRAINT_PRIMARYKEY {
          throw RunDatabaseError.stepAlreadyRecorded(step.step, path: path)
        }
      }
    }
  }

  /// Steps in their order.
  public func steps(of run: Run.ID) throws(RunDatabaseError) -> [StepRecord] {
    try read { try $0.contents(of: Tables.Steps.self, of: run.rawValue) }
  }

  /// Records an epoch, in place of one with the same number.
  public func append(epoch: EpochRecord, to run: Run.ID) throws(RunDatabaseError) {
    try write {
      try $0.insert(epoch, into: Tables.Epochs.self, of: run.rawValue, replacing: true)
    }
  }

  /// Epochs in their order.
  public func epochs(of run: Run.ID) throws(RunDatabaseError) -> [EpochRecord] {
    try read { try $0.contents(of: Tables.Epochs.self, of: run.rawValue) }
  }

  /// Records a checkpoint, in place of an earlier one at the same path.
  public func append(checkpoint: CheckpointRecord, to run: Run.ID) throws(RunDatabaseError) {
    var checkpoint = checkpoint
    checkpoint.file.path = Self.absolute(checkpoint.file.path)
    try write { [checkpoint] in
      try $0.insert(checkpoint, into: Tables.Checkpoints.self, of: run.rawValue, replacing: true)
    }
  }

  /// Forgets the checkpoint at `path`, if the run has one there. The file is the caller's.
  public func removeCheckpoint(at path: String, of run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      try database.execute(
        sql: "DELETE FROM checkpoints WHERE run_id = ? AND path = ?",
        arguments: [run.rawValue, Self.absolute(path)])
    }
  }

  /// Checkpoints in the order of their steps.
  public func checkpoints(of run: Run.ID) throws(RunDatabaseError) -> [CheckpointRecord] {
    try read { try $0.contents(of: Tables.Checkpoints.self, of: run.rawValue) }
  }

  /// Forgets what the run recorded after optimiser step `step`, so that training can go on from a
  /// checkpoint saved there: steps, epochs, evaluations and checkpoints. Evaluations made later of
  /// a saved model on whole files stay; those of the finished model on the run's own parts go, because
  /// a run that is resumed has not finished.
  public func rewind(_ run: Run.ID, toStep step: Int) throws(RunDatabaseError) {
    try write { database in
      for table in ["steps", "epochs", "evaluations", "checkpoints"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE run_id = ? AND step > ?",
          arguments: [run.rawValue, step])
      }
      try database.execute(
        sql: "DELETE FROM evaluations WHERE run_id = ? AND step IS NULL AND part <> 'file'",
        arguments: [run.rawValue])
    }
  }
}
