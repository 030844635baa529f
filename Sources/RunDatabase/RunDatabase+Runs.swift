public import Foundation
internal import GRDB

extension RunDatabase {
  /// Records a new run with status `running`.
  ///
  /// - Parameter name: 1 to 100 letters, digits, ".", "_" and "-". Without one the run is called
  ///   after the present time in UTC ("2026-11-21-1432-05", then "2026-11-21-1432-05-2"), so that
  ///   no other run of the database has its name, even one created at once by another process.
  /// - Throws: `invalidName`, `nameTaken`.
  public func createRun(
    named name: String? = nil, folder: RunFolder, facts: RunMetadata
  ) throws(RunDatabaseError) -> Run {
    if let name { try RunName.validate(name) }
    return try write { database in
      let now = Date()
      let freeName = try freeName(for: name, at: now, in: database)
      let place =
        switch folder {
        case .at(let path): path
        case .inside(let parent): parent + "/" + freeName
        }
      try database.insert(
        NewRun(name: freeName, folder: Self.absolute(place), createdAt: now, facts: facts),
        into: Tables.Runs.self)
      let id = Run.ID(rawValue: database.lastInsertedRowID)
      for (name, value) in facts.settings {
        try database.insert(
          RunSetting(name: name, value: try JSONText.encode(value)), into: Tables.Settings.self,
          of: id.rawValue)
      }
      return try run(id, in: database)
    }
  }

  private func freeName(
    for wanted: String?, at date: Date, in database: Database
  ) throws -> String {
    let isTaken = { (name: String) in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT * FROM runs WHERE name = ?)", arguments: [name])
        ?? false
    }
    if let wanted {
      guard try !isTaken(wanted) else {
        throw RunDatabaseError.nameTaken(wanted, path: path)
      }
      return wanted
    }
    let stem = RunName.generated(at: date)
    var name = stem
    var suffix = 2
    while try isTaken(name) {
      name = "\(stem)-\(suffix)"
      suffix += 1
    }
    return name
  }

  /// The run of that name, if there is one.
  public func run(named name: String) throws(RunDatabaseError) -> Run? {
    try runs(where: "name = ?", [name], limit: 1).first
  }

  /// The newest run whose folder this is, if there is one.
  public func run(inFolder folder: String) throws(RunDatabaseError) -> Run? {
    try runs(where: "folder = ?", [Self.absolute(folder)], limit: 1).first
  }

  /// Runs, the last created first.
  public func runs(limit: Int? = nil) throws(RunDatabaseError) -> [Run] {
    try runs(where: "true", [], limit: limit)
  }

  /// The run of this kind that finished last: the newest model.
  public func newestFinishedRun(kind: String = "train") throws(RunDatabaseError) -> Run? {
    try runs(
      where: "status = 'finished' AND kind = ?", [kind], order: "finished_at DESC, id DESC",
      limit: 1
    ).first
  }

  private func runs(
    where condition: String, _ arguments: StatementArguments, order: String = "id DESC",
    limit: Int?
  ) throws(RunDatabaseError) -> [Run] {
    try read { database in
      // A negative limit is none.
      try database.runs(
        "SELECT * FROM runs WHERE \(condition) ORDER BY \(order) LIMIT ?",
        arguments + [limit ?? -1])
    }
  }

  private func run(_ id: Run.ID, in database: Database) throws -> Run {
    guard let run = try database.runs("SELECT * FROM runs WHERE id = ?", [id.rawValue]).first else {
      throw RunDatabaseError.noSuchRun(path: path)
    }
    return run
  }

  /// Records where a run stands now.
  ///
  /// - Parameters:
  ///   - date: When it ended; not used for `running`, which takes back the end and the message of
  ///     an earlier session.
  ///   - message: Why it failed or stopped. Never a message text.
  ///   - seconds: Seconds by phase over all sessions of the run; nil leaves what is recorded.
  ///   - peakMemoryBytes: Highest of all sessions; nil leaves what is recorded.
  /// - Throws: `noSuchRun`.
  @discardableResult
  public func updateStatus(
    of run: Run.ID, to status: RunStatus, at date: Date = Date(), message: String? = nil,
    seconds: [String: Double]? = nil, peakMemoryBytes: Int64? = nil
  ) throws(RunDatabaseError) -> Run {
    try write { database in
      let hasEnded = status != .running
      let secondsByPhase = try seconds.map { try JSONText.encode($0) }
      try database.execute(
        sql: """
          UPDATE runs SET status = ?, message = ?, finished_at = ?, \
          seconds = coalesce(?, seconds), peak_memory_bytes = coalesce(?, peak_memory_bytes) \
          WHERE id = ?
          """,
        arguments: [
          status.rawValue, hasEnded ? message : nil, hasEnded ? Timestamp.text(date) : nil,
          secondsByPhase, peakMemoryBytes, run.rawValue,
        ])
      return try self.run(run, in: database)
    }
  }

  /// Records that a run computes in another precision than it began with.
  ///
  /// - Throws: `noSuchRun`.
  public func update(precision: String, of run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      try database.execute(
        sql: "UPDATE runs SET precision = ? WHERE id = ?", arguments: [precision, run.rawValue])
      guard database.changesCount > 0 else { throw RunDatabaseError.noSuchRun(path: path) }
    }
  }

  /// Deletes a run and everything recorded about it. The run's folder stays.
  ///
  /// - Throws: `noSuchRun`.
  public func delete(_ run: Run.ID) throws(RunDatabaseError) {
    try write { database in
      try database.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [run.rawValue])
      guard database.changesCount > 0 else { throw RunDatabaseError.noSuchRun(path: path) }
    }
    emptyWriteAheadLog()
  }
}

extension Database {
  /// Runs with their settings.
  ///
  /// - Parameter sql: A query whose rows have all columns of `runs`.
  func runs(_ sql: String, _ arguments: StatementArguments) throws -> [Run] {
    var runs: [Run] = try contents(of: Tables.Runs.self, sql: sql, arguments)
    for (index, id) in runs.map(\.id.rawValue).enumerated() {
      let settings: [RunSetting] = try contents(of: Tables.Settings.self, of: id)
      for setting in settings {
        // Of this type by name: an optional would take the setting `null` for one that is not there.
        let value: SettingValue = try JSONText.decode(
          setting.value, in: Tables.Settings.layout.name)
        runs[index].facts.settings[setting.name] = value
      }
    }
    return runs
  }
}
