import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

/// Files that an older version has written keep what is in them.
@Suite struct UpgradeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try makeVersion1(at: folder.database)
  }

  /// The statements of a version, as its source has them: released ones are never changed.
  private func statements(_ name: String) throws -> String {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/RunDatabase/\(name).swift")
    let pieces = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\"\"\"")
    try #require(pieces.count == 3, "\(name).swift holds one text")
    return pieces[1]
  }

  /// A file as version 1 leaves it, with a run and an evaluation.
  private func makeVersion1(at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.write { database in
      try database.execute(sql: statements("Schema+Version1Tables"))
      try database.execute(sql: statements("Schema+Version1Views"))
      try database.execute(
        sql: """
          PRAGMA application_id = 0x5350544E;
          PRAGMA user_version = 1;
          CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
          INSERT INTO grdb_migrations VALUES ('1');
          INSERT INTO runs (name, kind, status, created_at, folder, classes, seed, program_version,
            command_line, cores, precision)
          VALUES ('old', 'train', 'finished', '2026-11-20T08:00:00.000Z', '/runs/old',
            '["ham","spam"]', '7', '0.1.0', 'spamtune train', 2, 'float32');
          INSERT INTO evaluations (run_id, created_at, part, data_path, data_sha256, classes,
            examples, loss, seconds)
          VALUES (1, '2026-11-20T08:01:00.000Z', 'test', '/data', '\(digest("b"))',
            '["ham","spam"]', 300, 0.125, 0.5);
          INSERT INTO evaluation_metrics VALUES (1, 'accuracy', 0.95, 0.92, 0.97);
          """)
    }
  }

  private func checkContents(_ database: RunDatabase) throws {
    let run = try #require(try database.run(named: "old"))
    let record = try #require(try database.newestEvaluation(of: run.id, part: .test)).record
    #expect(record.examples == 300 && record.metrics[0].value == 0.95)
    #expect(record.threshold == nil && record.unsureFrom == nil && record.temperature == nil)
    #expect(
      try rows("SELECT run, accuracy, threshold FROM v_evaluations", in: folder.database)
        == [["run": "old", "accuracy": 0.95, "threshold": nil]])
    #expect(try rows("PRAGMA user_version", in: folder.database) == [["user_version": 2]])
  }

  @Test func writingKeepsWhatWasThere() throws {
    let database = try RunDatabase(path: folder.database)
    try checkContents(database)
    let run = try #require(try database.run(named: "old"))
    try database.append(drift: sampleDrift(of: run.id))
    #expect(try rows("SELECT run FROM v_drift", in: folder.database) == [["run": "old"]])
  }

  @Test func lookingBringsItUpToDateWhereItCanBeWritten() throws {
    try checkContents(RunDatabase.openReadOnly(path: folder.database))
  }

  @Test func anUpgradedFileHasTheSchemaOfANewOne() throws {
    _ = try RunDatabase(path: folder.database)
    let new = folder.path + "/new.sqlite"
    _ = try RunDatabase(path: new)
    for name in try rows(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')", in: new)
    {
      let query = "SELECT name, type FROM pragma_table_info('\(name["name"] as String)')"
      #expect(try rows(query, in: folder.database) == rows(query, in: new), "\(name)")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "permissions do not hold the superuser"))
  func lookingSaysWhatIsMissingWhereItCannotBeWritten() throws {
    let path = folder.database
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(throws: RunDatabaseError.olderSchema(path: path, found: 1, needed: 2)) {
      try RunDatabase.openReadOnly(path: path)
    }
  }
}
