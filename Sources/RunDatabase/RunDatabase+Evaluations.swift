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
          arguments: [run.rawValue, evaluation.part.rawValue, step])
      }
      try database.insert(evaluation, into: Tables.Evaluations.self)
      let id = database.lastInsertedRowID
      for metric in evaluation.metrics {
        try database.insert(metric, into: Tables.EvaluationMetrics.self, of: id)
      }
      for count in evaluation.confusion {
        try database.insert(count, into: Tables.ConfusionCounts.self, of: id)
      }
      for prediction in predictions {
        try database.insert(prediction, into: Tables.Predictions.self, of: id)
      }
      return StoredEvaluation.ID(rawValue: id)
    }
  }

  /// A run's evaluations in the order they were recorded.
  public func evaluations(of run: Run.ID) throws(RunDatabaseError) -> [StoredEvaluation] {
    try evaluations("SELECT * FROM evaluations WHERE run_id = ? ORDER BY id", [run.rawValue])
  }

  /// The evaluation of this part that was recorded last, if there is one: of a cross-validation it may be
  /// a round.
  public func newestEvaluation(
    of run: Run.ID, part: EvaluationPart
  ) throws(RunDatabaseError) -> StoredEvaluation? {
    try evaluations(
      "SELECT * FROM evaluations WHERE run_id = ? AND part = ? ORDER BY id DESC LIMIT 1",
      [run.rawValue, part.rawValue]
    ).first
  }

  /// What a run came to on a part: its newest evaluation of the part. Of a cross-validation it is that of
  /// the means; its rounds are no results of it, so one that was stopped has none.
  public func result(
    of run: Run, part: EvaluationPart
  ) throws(RunDatabaseError) -> EvaluationRecord? {
    try evaluations(
      "SELECT e.* FROM runs AS r JOIN evaluations AS e ON e.id = \(Self.resultOfRun) WHERE r.id = ?",
      [part.rawValue, run.id.rawValue]
    ).first?.record
  }

  /// The number of the evaluation that `result` gives for a row `r` of `runs`, its part being the value of a
  /// question mark; `v_runs` has the same rule.
  static let resultOfRun = """
    (SELECT max(results.id) FROM evaluations AS results
      WHERE results.run_id = r.id AND results.part = ?
        AND (r.kind <> 'cross-validate' OR results.step IS NULL))
    """

  /// - Parameter sql: A query whose rows have all columns of `evaluations`.
  private func evaluations(
    _ sql: String, _ arguments: StatementArguments
  ) throws(RunDatabaseError) -> [StoredEvaluation] {
    try read { database in
      var found: [StoredEvaluation] = try database.contents(
        of: Tables.Evaluations.self, sql: sql, arguments)
      for (index, id) in found.map(\.id.rawValue).enumerated() {
        found[index].record.metrics = try database.contents(
          of: Tables.EvaluationMetrics.self, of: id)
        found[index].record.confusion = try database.contents(
          of: Tables.ConfusionCounts.self, of: id)
      }
      return found
    }
  }

  /// An evaluation's predictions by row; none where they were not recorded.
  public func predictions(
    of evaluation: StoredEvaluation.ID
  ) throws(RunDatabaseError) -> [PredictionRecord] {
    try read { try $0.contents(of: Tables.Predictions.self, of: evaluation.rawValue) }
  }
}
