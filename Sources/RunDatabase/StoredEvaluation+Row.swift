internal import GRDB

extension StoredEvaluation {
  /// - Parameter row: All columns of `evaluations`.
  init(_ row: Row, in database: Database) throws {
    id = ID(rowID: row["id"])
    let run: Int64? = row["run_id"]
    let metrics = try Row.fetchAll(
      database, sql: "SELECT * FROM evaluation_metrics WHERE evaluation_id = ? ORDER BY name",
      arguments: [id.rowID])
    let counts = try Row.fetchAll(
      database,
      sql: "SELECT * FROM confusion_counts WHERE evaluation_id = ? ORDER BY truth, predicted",
      arguments: [id.rowID])
    record = EvaluationRecord(
      run: run.map(Run.ID.init(rowID:)), part: try row.word("part"), step: row["step"],
      epoch: row["epoch"],
      data: FileReference(path: row["data_path"], sha256: row["data_sha256"]),
      model: row.file("model"), classes: try row.json("classes"),
      positiveClass: row["positive_class"], examples: row["examples"], loss: row.number("loss"),
      seconds: row["seconds"],
      metrics: metrics.map {
        MetricRecord(name: $0["name"], value: $0["value"], low: $0["low"], high: $0["high"])
      },
      confusion: counts.map {
        ConfusionCount(truth: $0["truth"], predicted: $0["predicted"], count: $0["count"])
      },
      threshold: row["threshold"], unsureFrom: row["unsure_from"],
      temperature: row["temperature"], createdAt: try row.date("created_at"))
  }
}

extension EvaluationRecord {
  /// Writes the evaluation, its metrics and its confusion counts.
  func insert(into database: Database) throws -> StoredEvaluation.ID {
    try database.execute(
      sql: """
        INSERT INTO evaluations (
          run_id, created_at, part, step, epoch, data_path, data_sha256, model_path, model_sha256,
          classes, positive_class, examples, loss, seconds,
          threshold, temperature, unsure_from
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run?.rowID, Timestamp.text(createdAt), part.rawValue, step, epoch, data.path, data.sha256,
        model?.path, model?.sha256, try JSONText.encode(classes), positiveClass, examples, loss,
        seconds, threshold, temperature, unsureFrom,
      ])
    let id = database.lastInsertedRowID
    for metric in metrics {
      try database.execute(
        sql: """
          INSERT INTO evaluation_metrics (evaluation_id, name, value, low, high) \
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [id, metric.name, metric.value, metric.low, metric.high])
    }
    for cell in confusion {
      try database.execute(
        sql: """
          INSERT INTO confusion_counts (evaluation_id, truth, predicted, count) \
          VALUES (?, ?, ?, ?)
          """,
        arguments: [id, cell.truth, cell.predicted, cell.count])
    }
    return StoredEvaluation.ID(rowID: id)
  }
}
