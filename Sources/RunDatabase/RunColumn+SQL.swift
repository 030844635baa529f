internal import GRDB

/// A piece of SQL with the values for its question marks.
typealias BoundSQL = (sql: String, arguments: StatementArguments)

extension RunColumn {
  /// The column's value for a row `r` of `runs` and its row `v` of `v_runs`. A setting is JSON text.
  var value: BoundSQL {
    switch self {
    case .fact(let name): ("v.\"\(name)\"", [])
    case .setting(let name):
      ("(SELECT s.value FROM settings AS s WHERE s.run_id = r.id AND s.name = ?)", [name])
    case .result(let part, let name) where RunColumnNames.measures.contains(name):
      ("(SELECT \(name) FROM evaluations WHERE id = \(RunDatabase.resultOfRun))", [part.rawValue])
    case .result(let part, let name):
      {
        let (metric, column) = Self.split(name)
        return (
          """
          (SELECT m.\(column) FROM evaluation_metrics AS m
            WHERE m.evaluation_id = \(RunDatabase.resultOfRun) AND m.name = ?)
          """, [part.rawValue, metric]
        )
      }()
    }
  }

  /// The same as something that can be put in order.
  var order: BoundSQL {
    guard case .setting(let name) = self else { return value }
    return (
      """
      (SELECT json_extract(s.value, '$') FROM settings AS s WHERE s.run_id = r.id AND s.name = ?)
      """, [name]
    )
  }

  /// A metric and which of its numbers is meant.
  private static func split(_ name: String) -> (metric: String, column: String) {
    for end in ["low", "high"] where name.hasSuffix("_" + end) {
      return (String(name.dropLast(end.count + 1)), end)
    }
    return (name, "value")
  }
}
