public import RunDatabase

/// What is recorded of runs, for other programs.
public enum RunExport {
  /// One row for each run: the columns of `v_runs`, `setting.NAME` for every hyper-parameter that one of
  /// them has, and `PART.METRIC` for every number of its result on a part (`RunDatabase.result`).
  public static func writeRuns(
    _ filter: RunFilter, of database: RunDatabase, write: @escaping (String) throws -> Void
  ) throws {
    let names = try database.columnNames()
    let settings = names.settings.filter { $0 != RunMetadata.allOptions }.map(RunColumn.setting)
    let results = EvaluationPart.allCases.flatMap { part in
      (RunColumnNames.measures + names.metrics).flatMap { metric in
        let ends = names.metrics.contains(metric) ? ["", "_low", "_high"] : [""]
        return ends.map { RunColumn.result(part, metric + $0) }
      }
    }
    let columns = names.facts.map(RunColumn.fact) + settings + results
    let rows = try database.table(
      of: columns, matching: filter, by: RunOrder(column: nil, isDescending: false))
    let used = columns.indices.filter { index in
      index < names.facts.count || rows.contains { $0[index] != .null }
    }
    var table = try TableWriter(used.map { columns[$0].name }, format: .csv, write: write)
    for row in rows { try table.append(used.map { row[$0] }) }
    try table.finish()
  }

  /// The rows of a view, as docs/database.md describes them.
  public static func write(
    _ view: RunView, runs: [String], of database: RunDatabase, format: TableFormat,
    withTexts: Bool, write: @escaping (String) throws -> Void
  ) throws {
    var table: TableWriter?
    try database.rows(
      of: view, runs: runs, withTexts: withTexts, decodesJSON: format == .json,
      columns: { table = try TableWriter($0, format: format, write: write) },
      row: { try table?.append($0) })
    try table?.finish()
  }

  /// Everything in one JSON object: an array for each view, under its name without `v_`.
  public static func writeDocument(
    runs: [String], of database: RunDatabase, withTexts: Bool,
    write: @escaping (String) throws -> Void
  ) throws {
    try write("{\n")
    for (index, view) in RunView.allCases.enumerated() {
      if index > 0 { try write(",\n") }
      try write("\"\(view.rawValue)\": ")
      try Self.write(
        view, runs: runs, of: database, format: .json, withTexts: withTexts, write: write)
    }
    try write("}\n")
  }
}
