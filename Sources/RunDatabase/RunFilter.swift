public import Foundation
internal import GRDB

/// Which runs are meant; a run has to meet all conditions, and without any all runs are meant.
public struct RunFilter: Hashable, Sendable {
  /// Exactly these.
  public var names: [String]?
  /// A name with `*`, `?` and `[…]`, as a shell reads them.
  public var namePattern: String?
  public var kind: String?
  public var status: RunStatus?
  /// Runs that began at this moment or later.
  public var since: Date?
  /// Path of the labelled messages, whole or its last parts; a pattern like `namePattern`.
  public var data: String?
  /// Path of the base, likewise.
  public var base: String?
  /// Hyper-parameters and their values as text. Numbers are compared as numbers.
  public var settings: [String: String]

  public init(
    names: [String]? = nil, namePattern: String? = nil, kind: String? = nil,
    status: RunStatus? = nil, since: Date? = nil, data: String? = nil, base: String? = nil,
    settings: [String: String] = [:]
  ) {
    self.names = names
    self.namePattern = namePattern
    self.kind = kind
    self.status = status
    self.since = since
    self.data = data
    self.base = base
    self.settings = settings
  }

  /// The condition on a row `r` of `runs`.
  func condition() throws -> (sql: String, arguments: StatementArguments) {
    var clauses = ["true"]
    var arguments = StatementArguments()
    func require(_ clause: String, _ values: any DatabaseValueConvertible...) {
      clauses.append(clause)
      arguments += StatementArguments(values)
    }
    if let names {
      require("r.name IN (SELECT value FROM json_each(?))", try JSONText.encode(names))
    }
    if let namePattern { require("r.name GLOB ?", namePattern) }
    if let kind { require("r.kind = ?", kind) }
    if let status { require("r.status = ?", status.rawValue) }
    if let since { require("r.created_at >= ?", Timestamp.text(since)) }
    for (column, pattern) in [("data_path", data), ("base_path", base)] {
      guard let pattern else { continue }
      require("(r.\(column) GLOB ? OR r.\(column) GLOB '*/' || ?)", pattern, pattern)
    }
    for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
      clauses.append(
        """
        EXISTS (
          SELECT * FROM settings AS s WHERE s.run_id = r.id AND s.name = ? AND (
            CASE json_type(s.value) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
              WHEN 'null' THEN 'null' ELSE json_extract(s.value, '$') END = ?
            OR json_type(s.value) IN ('integer', 'real') AND json_extract(s.value, '$') = ?))
        """)
      arguments += [name, value, Double(value)]
    }
    return (clauses.joined(separator: " AND "), arguments)
  }
}

/// The order of runs in a table. Those without a value come last, and equal ones the newest first.
public struct RunOrder: Hashable, Sendable {
  /// nil for the time they were created.
  public var column: RunColumn?
  public var isDescending: Bool

  public static let newestFirst = RunOrder(column: nil, isDescending: true)

  public init(column: RunColumn?, isDescending: Bool) {
    self.column = column
    self.isDescending = isDescending
  }

  /// What follows ORDER BY, for the same rows as `RunColumn.value`.
  var expression: BoundSQL {
    let direction = isDescending ? "DESC" : "ASC"
    guard let column else { return ("r.id \(direction)", []) }
    let (sql, values) = column.order
    return ("\(sql) IS NULL, \(sql) \(direction), r.id DESC", values + values)
  }
}
