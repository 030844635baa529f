internal import GRDB

extension Run {
  /// - Parameter row: All columns of `runs`.
  init(_ row: Row, in database: Database) throws {
    id = ID(rowID: row["id"])
    name = row["name"]
    folder = row["folder"]
    status = try row.word("status")
    message = row["message"]
    createdAt = try row.date("created_at")
    finishedAt = try row.dateIfAny("finished_at")
    seconds = try row.json("seconds")
    peakMemoryBytes = row["peak_memory_bytes"]
    let settings = try Row.fetchAll(
      database, sql: "SELECT name, value FROM settings WHERE run_id = ?", arguments: [id.rowID])
    facts = try RunFacts(row, settings: settings)
  }
}

extension RunFacts {
  /// - Parameters:
  ///   - row: All columns of `runs`.
  ///   - settings: The run's rows of `settings`.
  fileprivate init(_ row: Row, settings: [Row]) throws {
    guard let seed = UInt64(row["seed"] as String) else { throw UnreadableValue(column: "seed") }
    self.init(
      kind: row["kind"], base: row.file("base"), data: row.file("data"), split: SplitFacts(row),
      classes: try row.json("classes"), positiveClass: row["positive_class"], seed: seed,
      programVersion: row["program_version"], commandLine: row["command_line"],
      cores: row["cores"], precision: row["precision"])
    for setting in settings {
      let value: SettingValue = try setting.json("value")
      self.settings[setting["name"]] = value
    }
  }

  /// Writes a new run with status `running`.
  func insert(
    name: String, folder: String, createdAt: String, into database: Database
  ) throws -> Run.ID {
    try database.execute(
      sql: """
        INSERT INTO runs (
          name, kind, status, created_at, folder, base_path, base_sha256, data_path, data_sha256,
          split_sha256, train_examples, validation_examples, test_examples,
          classes, positive_class, seed, program_version, command_line, cores, precision
        ) VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        name, kind, createdAt, folder, base?.path, base?.sha256, data?.path, data?.sha256,
        split?.sha256, split?.trainExamples, split?.validationExamples, split?.testExamples,
        try JSONText.encode(classes), positiveClass, String(seed), programVersion, commandLine,
        cores, precision,
      ])
    let id = Run.ID(rowID: database.lastInsertedRowID)
    for (name, value) in settings {
      try database.execute(
        sql: "INSERT INTO settings (run_id, name, value) VALUES (?, ?, ?)",
        arguments: [id.rowID, name, try JSONText.encode(value)])
    }
    return id
  }
}

extension SplitFacts {
  fileprivate init?(_ row: Row) {
    guard let sha256: String = row["split_sha256"] else { return nil }
    self.init(
      sha256: sha256, trainExamples: row["train_examples"] ?? 0,
      validationExamples: row["validation_examples"] ?? 0,
      testExamples: row["test_examples"] ?? 0)
  }
}
