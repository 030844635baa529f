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
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO steps (run_id, step, epoch, loss, learning_rate, gradient_norm) \
          VALUES (?, ?, ?, ?, ?, ?)
          """)
      for step in steps {
        do {
          try statement.execute(arguments: [
            run.rowID, step.step, step.epoch, step.loss, step.learningRate, step.gradientNorm,
          ])
        } catch DatabaseError.SQLITE_CONSTRAINT_PRIMARYKEY {
          throw RunDatabaseError.stepAlreadyRecorded(step.step, path: path)
        }
      }
    }
  }

  /// Steps in their order.
  public func steps(of run: Run.ID) throws(RunDatabaseError) -> [StepRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM steps WHERE run_id = ? ORDER BY step",
        arguments: [run.rowID]
      ).map { row in
        StepRecord(
          step: row["step"], epoch: row["epoch"], loss: row.number("loss"),
          learningRate: row["learning_rate"], gradientNorm: row["gradient_norm"])
      }
    }
  }

  /// Records an epoch, in place of one with the same number.
  public func append(epoch: EpochRecord, to run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO epochs (run_id, epoch, step, examples, loss, seconds) \
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.rowID, epoch.epoch, epoch.step, epoch.examples, epoch.loss, epoch.seconds,
        ])
    }
  }

  /// Epochs in their order.
  public func epochs(of run: Run.ID) throws(RunDatabaseError) -> [EpochRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM epochs WHERE run_id = ? ORDER BY epoch",
        arguments: [run.rowID]
      ).map { row in
        EpochRecord(
          epoch: row["epoch"], step: row["step"], examples: row["examples"],
          loss: row.number("loss"), seconds: row["seconds"])
      }
    }
  }

  /// Records a checkpoint, in place of an earlier one at the same path.
  public func append(checkpoint: CheckpointRecord, to run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO checkpoints \
          (run_id, path, sha256, bytes, step, epoch, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.rowID, Self.absolute(checkpoint.file.path), checkpoint.file.sha256,
          checkpoint.bytes, checkpoint.step, checkpoint.epoch,
          Timestamp.text(checkpoint.createdAt),
        ])
    }
  }

  /// Forgets the checkpoint at `path`, if the run has one there. The file is the caller's.
  public func removeCheckpoint(at path: String, of run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      try database.execute(
        sql: "DELETE FROM checkpoints WHERE run_id = ? AND path = ?",
        arguments: [run.rowID, Self.absolute(path)])
    }
  }

  /// Checkpoints in the order of their steps.
  public func checkpoints(of run: Run.ID) throws(RunDatabaseError) -> [CheckpointRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM checkpoints WHERE run_id = ? ORDER BY step, created_at",
        arguments: [run.rowID]
      ).map { row in
        CheckpointRecord(
          step: row["step"], epoch: row["epoch"],
          file: FileReference(path: row["path"], sha256: row["sha256"]), bytes: row["bytes"],
          createdAt: try row.date("created_at"))
      }
    }
  }

  /// Forgets what the run recorded after optimiser step `step`, so that training can go on from a
  /// checkpoint saved there: steps, epochs, evaluations and checkpoints. Evaluations made later of
  /// a saved model on whole files stay; those of the finished model on the run's own parts go, because
  /// a run that is resumed has not finished.
  public func rewind(_ run: Run.ID, toStep step: Int) throws(RunDatabaseError) {
    try write { database in
      for table in ["steps", "epochs", "evaluations", "checkpoints"] {
        try database.execute(
          sql: "DELETE FROM \(table) WHERE run_id = ? AND step > ?", arguments: [run.rowID, step])
      }
      try database.execute(
        sql: "DELETE FROM evaluations WHERE run_id = ? AND step IS NULL AND part <> 'file'",
        arguments: [run.rowID])
    }
  }
}
