internal import Foundation
internal import GRDB

/// A table of the file: what GRDB asks of the type of its rows.
protocol Table {
  static var layout: TableLayout { get }
}

struct TableLayout: Sendable {
  let name: String
  /// The column with the number of the run, evaluation or comparison that a row belongs to; nil where
  /// rows stand for themselves.
  let owner: String?
  /// What the rows of one owner are sorted by.
  let order: String

  init(_ name: String, of owner: String? = nil, by order: String = "id") {
    self.name = name
    self.owner = owner
    self.order = order
  }
}

enum Tables {
  enum Runs: Table { static let layout = TableLayout("runs") }
  enum Settings: Table { static let layout = TableLayout("settings", of: "run_id", by: "name") }
  enum Steps: Table { static let layout = TableLayout("steps", of: "run_id", by: "step") }
  enum Epochs: Table { static let layout = TableLayout("epochs", of: "run_id", by: "epoch") }
  enum Checkpoints: Table {
    static let layout = TableLayout("checkpoints", of: "run_id", by: "step, created_at")
  }
  enum Evaluations: Table { static let layout = TableLayout("evaluations") }
  enum EvaluationMetrics: Table {
    static let layout = TableLayout("evaluation_metrics", of: "evaluation_id", by: "name")
  }
  enum ConfusionCounts: Table {
    static let layout = TableLayout("confusion_counts", of: "evaluation_id", by: "truth, predicted")
  }
  enum Predictions: Table {
    static let layout = TableLayout("predictions", of: "evaluation_id", by: "row")
  }
  enum DriftChecks: Table { static let layout = TableLayout("drift_checks") }
  enum DriftMetrics: Table {
    static let layout = TableLayout("drift_metrics", of: "drift_check_id", by: "name")
  }
  enum DriftFeatures: Table {
    static let layout = TableLayout("drift_features", of: "drift_check_id", by: "place")
  }
}

/// A row of a table: what it says, and the number of the row that it belongs to.
///
/// What rows say are the types of this target's interface. They are `Codable`, with the names of the
/// columns for keys, and know nothing of GRDB; this makes records of them.
struct TableRow<In: Table, Content> {
  let content: Content
  /// nil in a table without owners, and for a row that was read.
  let owner: Int64?
}

extension TableRow: TableRecord {
  static var databaseTableName: String { In.layout.name }
}

extension TableRow: Encodable, EncodableRecord, MutablePersistableRecord, PersistableRecord
where Content: Encodable {
  func encode(to encoder: any Encoder) throws {
    if let column = In.layout.owner {
      var container = encoder.container(keyedBy: ColumnName.self)
      try container.encode(owner, forKey: ColumnName(stringValue: column))
    }
    try content.encode(to: encoder)
  }

  static func databaseJSONEncoder(for column: String) -> JSONEncoder { JSONText.encoder }

  static func databaseDateEncodingStrategy(for column: String) -> DatabaseDateEncodingStrategy {
    .custom { Timestamp.text($0) }
  }
}

extension TableRow: Decodable, FetchableRecord where Content: Decodable {
  init(from decoder: any Decoder) throws {
    content = try Content(from: decoder)
    owner = nil
  }

  /// - Throws: `UnreadableRow`, which unlike GRDB's errors repeats nothing of what the row holds.
  init(row: Row) throws {
    do {
      self = try FetchableRecordDecoder().decode(Self.self, from: row)
    } catch {
      throw UnreadableRow(table: In.layout.name)
    }
  }

  static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
    .custom { String.fromDatabaseValue($0).flatMap(Timestamp.date) }
  }
}

private struct ColumnName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// A row that does not hold what its table promises. STRICT tables refuse most of that; a text that is no
/// date or no number only another program can have put there.
struct UnreadableRow: Error {
  let table: String
}

extension Database {
  /// - Parameters:
  ///   - owner: The number of the row that it belongs to, in a table whose rows have owners.
  ///   - replacing: Whether it takes the place of a row with the same key; otherwise there must be none.
  func insert<In: Table>(
    _ content: some Encodable, into table: In.Type, of owner: Int64? = nil, replacing: Bool = false
  ) throws {
    try TableRow<In, _>(content: content, owner: owner).insert(
      self, onConflict: replacing ? .replace : nil)
  }

  /// What the rows of one owner say, in the table's order.
  func contents<In: Table, Content: Decodable>(
    of table: In.Type, of owner: Int64
  ) throws -> [Content] {
    try TableRow<In, Content>
      .filter(Column(In.layout.owner ?? "id") == owner).order(sql: In.layout.order)
      .fetchAll(self).map(\.content)
  }

  /// - Parameter sql: A query whose rows have all columns of the table.
  func contents<In: Table, Content: Decodable>(
    of table: In.Type, sql: String, _ arguments: StatementArguments
  ) throws -> [Content] {
    try TableRow<In, Content>.fetchAll(self, sql: sql, arguments: arguments).map(\.content)
  }
}
