internal import GRDB

extension RunDatabase {
  /// Records a comparison with its metrics and features: all or nothing.
  public func append(drift: DriftRecord) throws(RunDatabaseError) {
    try write { try drift.insert(into: $0) }
  }

  /// Comparisons that were made with a model, the newest first.
  ///
  /// - Parameter modelSHA256: Of the saved model: the one that is compared, wherever it lay.
  public func driftChecks(
    ofModel modelSHA256: String, limit: Int? = nil
  ) throws(RunDatabaseError) -> [DriftRecord] {
    try read { database in
      // A negative limit is none.
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM drift_checks WHERE model_sha256 = ? \
          ORDER BY created_at DESC, id DESC LIMIT ?
          """,
        arguments: [modelSHA256, limit ?? -1]
      ).map { try DriftRecord($0, in: database) }
    }
  }
}
