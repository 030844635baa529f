internal import GRDB

/// The versions of the schema, and the marks by which a file is known as a run database.
enum Schema {
  /// SQLite's `application_id`: "SPTN" in ASCII. It keeps us from writing our tables into some
  /// other program's database.
  static let applicationID = 0x5350_544E

  /// SQLite's `user_version` of a database that is up to date.
  static let version = 2

  /// The way from an empty file to the present schema. A migration that has been released is
  /// never changed; each sets `user_version` to its own number.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: version1Tables)
      try database.execute(sql: version1Views)
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2") { database in
      try database.execute(sql: version2Tables)
      try database.execute(sql: version2Views)
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    return migrator
  }

  /// - Returns: The database's schema version; nil for an empty one.
  /// - Throws: `foreignDatabase` or `newerSchema`.
  static func examine(_ database: Database, path: String) throws -> Int? {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id")
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if application != applicationID {
      // GRDB commits its own table before it runs the first migration, and another process may be
      // at just that point.
      let objects =
        try Int.fetchOne(
          database,
          sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'") ?? 0
      guard application == 0, found == 0, objects == 0 else {
        throw RunDatabaseError.foreignDatabase(path: path)
      }
      return nil
    }
    guard found <= version else {
      throw RunDatabaseError.newerSchema(path: path, found: found, known: version)
    }
    return found
  }
}
