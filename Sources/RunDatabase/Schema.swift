internal import GRDB

/// The versions of the schema, and the marks by which a file is known as a run database.
enum Schema {
  /// SQLite's `application_id`: "SPTN" in ASCII. It keeps us from writing our tables into some
  /// other program's database.
  static let applicationID = 0x5350_544E

  /// SQLite's `user_version` of a database that is up to date. It counts the versions of the tables, and
  /// grows with every change of the views as well: then the tables' statements are empty.
  static let version = tables.count

  /// The way from an empty file to the present schema. A migration takes the views away, since they may
  /// name what it changes, and the last one makes the present ones in the same transaction; so a file
  /// of the present version always has the present views.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (index, statements) in tables.enumerated() {
      let number = index + 1
      migrator.registerMigration("\(number)") { database in
        for view in try String.fetchAll(
          database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*'")
        {
          try database.execute(sql: "DROP VIEW \(view.quotedDatabaseIdentifier)")
        }
        try database.execute(sql: statements)
        if number == version { try database.execute(sql: views) }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(number)")
      }
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
