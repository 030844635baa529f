internal import GRDB

extension DriftRecord {
  /// - Parameter row: All columns of `drift_checks`.
  init(_ row: Row, in database: Database) throws {
    let id: Int64 = row["id"]
    let run: Int64? = row["run_id"]
    let metrics = try Row.fetchAll(
      database, sql: "SELECT * FROM drift_metrics WHERE drift_check_id = ? ORDER BY name",
      arguments: [id])
    let features = try Row.fetchAll(
      database, sql: "SELECT * FROM drift_features WHERE drift_check_id = ? ORDER BY place",
      arguments: [id])
    self.init(
      run: run.map(Run.ID.init(rowID:)),
      model: FileReference(path: row["model_path"], sha256: row["model_sha256"]),
      reference: Side(row, "reference"), current: Side(row, "current"),
      verdict: try row.word("verdict"), sentences: try row.json("sentences"),
      metrics: metrics.map {
        MetricRecord(name: $0["name"], value: $0["value"], low: $0["low"], high: $0["high"])
      },
      features: try features.map(Feature.init), seconds: row["seconds"],
      createdAt: try row.date("created_at"))
  }

  /// Writes the comparison, its metrics and its features.
  func insert(into database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO drift_checks (
          run_id, created_at, model_path, model_sha256, reference_name, reference_path,
          reference_sha256, reference_examples, current_name, current_path, current_sha256,
          current_examples, verdict, sentences, seconds
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run?.rowID, Timestamp.text(createdAt), model.path, model.sha256, reference.name,
        reference.data.path, reference.data.sha256, reference.examples, current.name,
        current.data.path, current.data.sha256, current.examples, verdict.rawValue,
        try JSONText.encode(sentences), seconds,
      ])
    let id = database.lastInsertedRowID
    for metric in metrics {
      try database.execute(
        sql: """
          INSERT INTO drift_metrics (drift_check_id, name, value, low, high) \
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [id, metric.name, metric.value, metric.low, metric.high])
    }
    for (index, feature) in features.enumerated() {
      try database.execute(
        sql: """
          INSERT INTO drift_features (
            drift_check_id, name, place, psi, psi_low, psi_high, ks, ks_p_value, jensen_shannon,
            verdict
          ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, feature.name, index + 1, feature.psi, feature.psiLow, feature.psiHigh, feature.ks,
          feature.ksPValue, feature.jensenShannon, feature.verdict.rawValue,
        ])
    }
  }
}

extension DriftRecord.Side {
  /// The columns `prefix_name`, `prefix_path`, `prefix_sha256` and `prefix_examples`.
  fileprivate init(_ row: Row, _ prefix: String) {
    self.init(
      name: row["\(prefix)_name"],
      data: FileReference(path: row["\(prefix)_path"], sha256: row["\(prefix)_sha256"]),
      examples: row["\(prefix)_examples"])
  }
}

extension DriftRecord.Feature {
  /// - Parameter row: All columns of `drift_features`.
  fileprivate init(_ row: Row) throws {
    self.init(
      name: row["name"], psi: row["psi"], psiLow: row["psi_low"], psiHigh: row["psi_high"],
      ks: row["ks"], ksPValue: row["ks_p_value"], jensenShannon: row["jensen_shannon"],
      verdict: try row.word("verdict"))
  }
}
