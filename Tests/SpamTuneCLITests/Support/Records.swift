import Foundation
import GRDB
import Testing

/// The run database as any other program would read it.
struct Records {
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    // A program that was just killed may have left the database to be put in order.
    configuration.busyMode = .timeout(10)
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Changes the database as a program that was killed might have left it.
  func execute(_ sql: String) throws {
    try queue.write { try $0.execute(sql: sql) }
  }

  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
    try queue.read { try Row.fetchAll($0, sql: sql, arguments: arguments) }
  }

  func numbers(_ sql: String, _ arguments: StatementArguments = []) throws -> [Int] {
    try queue.read { try Int.fetchAll($0, sql: sql, arguments: arguments) }
  }

  func texts(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
    try queue.read { try String.fetchAll($0, sql: sql, arguments: arguments) }
  }

  func status(of run: String) throws -> String? {
    try texts("SELECT status FROM v_runs WHERE run = ?", [run]).first
  }

  /// Everything a run recorded about its steps.
  func steps(of run: String) throws -> [Row] {
    try rows("SELECT * FROM v_steps WHERE run = ? ORDER BY step", [run])
  }

  /// A setting as JSON, "null" when there is none.
  func setting(_ path: String, of run: String) throws -> String {
    let names = path.split(separator: ".").map(String.init)
    let rest = names.dropFirst().map { ".\"\($0)\"" }.joined()
    return try texts(
      "SELECT coalesce(value -> ?, 'null') FROM v_settings WHERE run = ? AND name = ?",
      ["$" + rest, run, names[0]]
    ).first ?? "null"
  }
}
