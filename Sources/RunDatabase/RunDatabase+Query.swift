internal import GRDB

extension RunDatabase {
  /// Answers a query in SQL, row by row, so that the answer may be of any length. The views are described
  /// in docs/database.md.
  ///
  /// Nothing can be changed through it: only SELECT, VALUES, WITH and EXPLAIN are let through, SQLite has
  /// to find that the statement writes nothing, and the connection is one that refuses writes
  /// (`PRAGMA query_only`). All rows come from the same state of the database.
  ///
  /// - Parameters:
  ///   - sql: One statement without parameters.
  ///   - columns: Is given the names of the columns, once, before the first row.
  ///   - row: Is given each row; bytes come as SQL literals, `X'00FF'`.
  /// - Throws: `RunDatabaseError.query` for a statement that is not answered, and what `columns` and `row`
  ///   throw.
  public func query(
    _ sql: String, columns: ([String]) throws -> Void, row: ([SettingValue]) throws -> Void
  ) throws {
    guard let word = Self.firstWord(of: sql) else {
      throw RunDatabaseError.query(reason: "there is no query")
    }
    guard ["SELECT", "VALUES", "WITH", "EXPLAIN"].contains(word) else {
      throw RunDatabaseError.query(
        reason: "\(word) is not answered here, where nothing is changed; ask with SELECT, WITH, "
          + "VALUES or EXPLAIN")
    }
    var failure: (any Error)?
    try read { database in
      do {
        let statement = try database.makeStatement(sql: sql)
        guard statement.isReadonly else {
          throw RunDatabaseError.query(
            reason: "the statement would change the database; here it can only be read")
        }
        try handOver(columns, statement.columnNames, &failure)
        let cursor = try Row.fetchCursor(statement)
        while failure == nil, let next = try cursor.next() {
          try handOver(row, next.databaseValues.map(SettingValue.init), &failure)
        }
      } catch let error as DatabaseError {
        throw RunDatabaseError(query: error, path: path)
      } catch is Stop {}
    }
    if let failure { throw failure }
  }

  private struct Stop: Error {}

  /// Keeps the receiver's errors apart from the database's.
  private func handOver<Value>(
    _ receive: (Value) throws -> Void, _ value: Value, _ failure: inout (any Error)?
  ) throws(Stop) {
    do {
      try receive(value)
    } catch {
      failure = error
      throw Stop()
    }
  }

  /// The first word of a statement in capitals, behind spaces, comments and empty statements.
  private static func firstWord(of sql: String) -> String? {
    var rest = Substring(sql)
    while let first = rest.unicodeScalars.first {
      if rest.hasPrefix("--") {
        rest = rest.drop { $0 != "\n" && $0 != "\r\n" }
      } else if rest.hasPrefix("/*") {
        guard let end = rest.dropFirst(2).firstRange(of: "*/") else { return nil }
        rest = rest[end.upperBound...]
      } else if first.properties.isWhitespace || first == ";" || first == "\u{FEFF}" {
        rest.unicodeScalars.removeFirst()
      } else {
        let word = rest.prefix { $0.isLetter }
        return word.isEmpty ? String(rest.prefix(1)) : word.uppercased()
      }
    }
    return nil
  }
}

extension RunDatabaseError {
  /// What SQLite says of a statement that its user wrote may be repeated to that user.
  fileprivate init(query error: DatabaseError, path: String) {
    switch error.resultCode {
    case .SQLITE_ERROR, .SQLITE_READONLY, .SQLITE_AUTH, .SQLITE_MISUSE, .SQLITE_RANGE,
      .SQLITE_TOOBIG, .SQLITE_MISMATCH:
      let message = error.message ?? "\(error.resultCode)"
      // These two are GRDB's, and speak of Swift.
      let reason =
        if message.hasPrefix("Multiple statements") {
          "there is more than one statement; ask one at a time"
        } else if message.hasPrefix("wrong number of statement arguments") {
          "there are no values for its parameters; write the values themselves"
        } else {
          message
        }
      self = .query(reason: reason)
    default: self = RunDatabaseError(error, path: path)
    }
  }
}
