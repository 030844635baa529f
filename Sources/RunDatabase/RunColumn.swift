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
