internal import GRDB

/// The views of the database that say something of runs, in the order in which one reads them.
public enum RunView: String, Sendable, CaseIterable {
  case runs, settings, steps, epochs
  case evaluations, metrics, confusion, predictions
  case checkpoints
  case drift
  case driftFeatures = "drift_features"

  /// What the rows of a run are sorted by.
  var order: String {
    switch self {
    case .runs: "created_at, run"
    case .settings: "run, name"
    case .steps: "run, step"
    case .epochs: "run, epoch"
    case .evaluations: "evaluation"
    case .metrics: "evaluation, name"
    case .confusion: "evaluation, truth, predicted"
    case .predictions: "evaluation, row"
    case .checkpoints: "run, step, path"
    case .drift: "drift_check"
    case .driftFeatures: "drift_check, place"
    }
  }

  /// Columns that hold JSON.
  var jsonColumns: Set<String> {
    switch self {
    case .runs: ["classes", "seconds"]
    case .settings: ["value"]
    case .evaluations: ["classes"]
    case .predictions: ["probabilities"]
    case .drift: ["sentences"]
    default: []
    }
  }
}

extension RunDatabase {
  /// Reads a view row by row.
  ///
  /// - Parameters:
  ///   - view: docs/database.md describes its columns.
  ///   - runs: Names of the runs whose rows are wanted.
  ///   - withTexts: Whether the texts of messages come with their predictions, as far as they are stored.
  ///   - decodesJSON: Whether columns that hold JSON come as what it says, and not as text.
  ///   - columns: Is given the names of the columns, once, before the first row.
  ///   - row: Is given each row.
  /// - Throws: `RunDatabaseError`, and what `columns` and `row` throw.
  public func rows(
    of view: RunView, runs: [String], withTexts: Bool = false, decodesJSON: Bool = false,
    columns: ([String]) throws -> Void, row: ([SettingValue]) throws -> Void
  ) throws {
    let all = try read { database in
      try String.fetchAll(
        database, sql: "SELECT name FROM pragma_table_info(?)", arguments: ["v_\(view.rawValue)"])
    }
    let names = all.filter { withTexts || view != .predictions || $0 != "text" }
    let json = Set(names.indices.filter { view.jsonColumns.contains(names[$0]) })
    // Literals are safe: the names are those of runs, and quotes in them are doubled.
    let literals = runs.map { "'" + $0.replacing("'", with: "''") + "'" }.joined(separator: ", ")
    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
    try query(
      """
      SELECT \(list) FROM v_\(view.rawValue) WHERE run IN (\(literals)) ORDER BY \(view.order)
      """, columns: columns
    ) { values in
      guard decodesJSON, !json.isEmpty else { return try row(values) }
      var values = values
      for index in json {
        if case .text(let text) = values[index] {
          values[index] = try JSONText.decode(text, in: "v_\(view.rawValue)")
        }
      }
      try row(values)
    }
  }
}
