internal import GRDB

extension RunDatabase {
  /// The columns that tables of this database's runs can have.
  public func columnNames() throws(RunDatabaseError) -> RunColumnNames {
    try read { database in
      let columns = { (view: String) in
        try String.fetchAll(
          database, sql: "SELECT name FROM pragma_table_info(?)", arguments: [view])
      }
      let evaluations = try columns("v_evaluations")
      let recorded = try String.fetchAll(
        database, sql: "SELECT DISTINCT name FROM evaluation_metrics")
      let metrics = evaluations.filter { evaluations.contains($0 + "_low") } + recorded
      return RunColumnNames(
        facts: try columns("v_runs"),
        settings: try String.fetchAll(
          database, sql: "SELECT DISTINCT name FROM settings ORDER BY name"),
        metrics: Set(metrics).sorted())
    }
  }

  /// The kinds of runs that there are, sorted.
  public func kinds() throws(RunDatabaseError) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT DISTINCT kind FROM runs ORDER BY kind") }
  }

  /// How many runs are meant.
  public func countRuns(matching filter: RunFilter) throws(RunDatabaseError) -> Int {
    try read { database in
      let (sql, arguments) = try filter.condition()
      return try Int.fetchOne(
        database, sql: "SELECT count(*) FROM runs AS r WHERE \(sql)", arguments: arguments) ?? 0
    }
  }

  /// Runs that are meant, in order.
  ///
  /// - Parameter limit: How many at most; nil for all.
  public func runs(
    matching filter: RunFilter, by order: RunOrder = .newestFirst, limit: Int? = nil
  ) throws(RunDatabaseError) -> [Run] {
    try read { database in
      let (sql, arguments) = try selection(of: "r.*", [], filter, order, limit)
      return try database.runs(sql, arguments)
    }
  }

  /// The same as rows of a table.
  ///
  /// - Returns: A row for each run, with a value for each column; `.null` where it has none.
  public func table(
    of columns: [RunColumn], matching filter: RunFilter, by order: RunOrder = .newestFirst,
    limit: Int? = nil
  ) throws(RunDatabaseError) -> [[SettingValue]] {
    try read { database in
      let values = columns.map(\.value)
      let (sql, arguments) = try selection(
        of: values.map(\.sql).joined(separator: ", "),
        values.reduce(into: StatementArguments()) { $0 += $1.arguments }, filter, order, limit)
      return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
        try zip(columns, row.databaseValues).map { column, value in
          guard case .setting = column, let text = String.fromDatabaseValue(value) else {
            return SettingValue(value)
          }
          return try JSONText.decode(text, in: Tables.Settings.layout.name)
        }
      }
    }
  }

  /// The query for some columns of runs that are meant, in order.
  private func selection(
    of columns: String, _ values: StatementArguments, _ filter: RunFilter, _ order: RunOrder,
    _ limit: Int?
  ) throws -> BoundSQL {
    let (condition, conditionValues) = try filter.condition()
    let (order, orderValues) = order.expression
    // A negative limit is none.
    return (
      """
      SELECT \(columns) FROM runs AS r JOIN v_runs AS v ON v.run = r.name
      WHERE \(condition) ORDER BY \(order) LIMIT ?
      """, values + conditionValues + orderValues + [limit ?? -1]
    )
  }
}
