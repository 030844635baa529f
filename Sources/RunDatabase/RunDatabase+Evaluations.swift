internal import GRDB

extension RunDatabase {
  /// Records an evaluation with its metrics, confusion counts and, where given, predictions: all
  /// or nothing. One made during training takes the place of another of the same run, part and
  /// step, which is what a resumed run makes again.
  ///
  /// - Parameter predictions: Their texts are stored only where they carry one.
  @discardableResult
  public func append(
    evaluation: EvaluationRecord, predictions: [PredictionRecord] = []
  ) throws(RunDatabaseError) -> StoredEvaluation.ID {
    try write { database in
      if let run = evaluation.run, let step = evaluation.step {
        try database.execute(
          sql: "DELETE FROM evaluations WHERE run_id = ? AND part = ? AND step = ?",
          arguments: [run.rowID, evaluation.part.rawValue, step])
      }
      let id = try evaluation.insert(into: database)
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO predictions (evaluation_id, row, text_sha256, truth, predicted, \
          probability, probabilities, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for prediction in predictions {
        try statement.execute(arguments: [
          id.rowID, prediction.row, prediction.textSHA256, prediction.truth,
          prediction.predicted, prediction.probability,
          JSONText.encode(prediction.probabilities), prediction.text,
        ])
      }
      return id
    }
  }

  /// A run's evaluations in the order they were recorded.
  public func evaluations(of run: Run.ID) throws(RunDatabaseError) -> [StoredEvaluation] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM evaluations WHERE run_id = ? ORDER BY id",
        arguments: [run.rowID]
      ).map { try StoredEvaluation($0, in: database) }
    }
  }

  /// The evaluation of this part that was recorded last, if there is one: of a cross-validation it may be
  /// a round.
  public func newestEvaluation(
    of run: Run.ID, part: EvaluationPart
  ) throws(RunDatabaseError) -> StoredEvaluation? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT * FROM evaluations WHERE run_id = ? AND part = ? ORDER BY id DESC LIMIT 1
          """,
        arguments: [run.rowID, part.rawValue]
      ).map { try StoredEvaluation($0, in: database) }
    }
  }

  /// What a run came to on a part: its newest evaluation of the part. Of a cross-validation it is that of
  /// the means; its rounds are no results of it, so one that was stopped has none.
  public func result(
    of run: Run, part: EvaluationPart
  ) throws(RunDatabaseError) -> EvaluationRecord? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT e.* FROM runs AS r JOIN evaluations AS e ON e.id = \(Self.resultOfRun) WHERE r.id = ?
          """,
        arguments: [part.rawValue, run.id.rowID]
      ).map { try StoredEvaluation($0, in: database).record }
    }
  }

  /// The number of the evaluation that `result` gives for a row `r` of `runs`, its part being the value of a
  /// question mark; `v_runs` has the same rule.
  static let resultOfRun = """
    (SELECT max(results.id) FROM evaluations AS results
      WHERE results.run_id = r.id AND results.part = ?
        AND (r.kind <> 'cross-validate' OR results.step IS NULL))
    """

  /// An evaluation's predictions by row; none where they were not recorded.
  public func predictions(
    of evaluation: StoredEvaluation.ID
  ) throws(RunDatabaseError) -> [PredictionRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM predictions WHERE evaluation_id = ? ORDER BY row",
        arguments: [evaluation.rowID]
      ).map { row in
        let probabilities: [Double?] = try row.json("probabilities")
        return PredictionRecord(
          row: row["row"], textSHA256: row["text_sha256"], truth: row["truth"],
          predicted: row["predicted"], probability: row.number("probability"),
          probabilities: probabilities.map { $0 ?? .nan }, text: row["text"])
      }
    }
  }
}
