internal import GRDB

/// Something that a table of runs can have a column of.
public enum RunColumn: Hashable, Sendable {
  /// A column of the view `v_runs`.
  case fact(String)
  /// A hyper-parameter.
  case setting(String)
  /// What a run came to on a part (`RunDatabase.result`): a metric, an end of its interval ("f1_low"), or
  /// another number of that evaluation, such as "loss" and "examples".
  case result(EvaluationPart, String)

  /// As users write it: `kind`, `setting.learning_rate`, `test.f1`.
  public var name: String {
    switch self {
    case .fact(let name): name
    case .setting(let name): "setting." + name
    case .result(let part, let name): part.rawValue + "." + name
    }
  }
}

/// The columns that a database can fill.
public struct RunColumnNames: Sendable {
  /// Columns of `v_runs`, in their order.
  public let facts: [String]
  /// Names of hyper-parameters, sorted.
  public let settings: [String]
  /// Names of metrics, sorted.
  public let metrics: [String]

  /// Those of an evaluation that are no metrics.
  package static let measures = [
    "examples", "loss", "seconds", "threshold", "unsure_from", "temperature",
  ]

  /// Every name that `column` knows, but for the ends of intervals.
  public var all: [String] {
    facts + settings.map { "setting." + $0 }
      + EvaluationPart.allCases.flatMap { part in
        (metrics + Self.measures).map { part.rawValue + "." + $0 }
      }
  }

  /// The column of this name; nil where there is none. A `-` serves for a `_`.
  public func column(_ name: String) -> RunColumn? {
    let plain = Self.plain(name)
    if facts.contains(plain) { return .fact(plain) }
    guard let dot = plain.firstIndex(of: ".") else { return nil }
    let (group, rest) = (String(plain[..<dot]), String(plain[plain.index(after: dot)...]))
    if group == "setting" {
      return settings.first { Self.plain($0) == rest }.map { .setting($0) }
    }
    guard let part = EvaluationPart(rawValue: group) else { return nil }
    let metric = ["_low", "_high"].first(where: rest.hasSuffix).map {
      String(rest.dropLast($0.count))
    }
    let isKnown =
      metrics.contains(rest) || Self.measures.contains(rest)
      || metric.map(metrics.contains) ?? false
    return isKnown ? .result(part, rest) : nil
  }

  private static func plain(_ name: String) -> String {
    String(name.map { $0 == "-" ? "_" : $0 })
  }
}

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
