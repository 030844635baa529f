internal import GRDB

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
