import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

/// Files that an older version has written keep what is in them, and show it in the same views. They
/// are made from the statements of `Released`, which are those of the programs that wrote such files
/// and are never changed.
@Suite struct UpgradeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func statements(_ name: String) throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Released/\(name).sql")
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// A file as an older version leaves it.
  private func makeFile(_ parts: String...) throws -> String {
    let path = folder.file("\(parts.joined(separator: "+")).sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.write { database in
      for part in parts { try database.execute(sql: statements(part)) }
    }
    return path
  }

  private func makeVersion1() throws -> String { try makeFile("schema-1", "contents-1") }

  private func makeVersion2() throws -> String {
    try makeFile("schema-1", "contents-1", "schema-2", "contents-2")
  }

  /// Every row of every view.
  private func views(_ path: String) throws -> [String: [Row]] {
    let names = try rows("SELECT name FROM sqlite_schema WHERE type = 'view'", in: path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { name in
        let view: String = name["name"]
        return (view, try rows("SELECT * FROM \(view)", in: path))
      })
  }

  private func schema(_ path: String) throws -> [Row] {
    try rows(
      "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
      in: path
    ).filter { $0["name"] != "grdb_migrations" }
  }

  @Test func version1GetsTheViewsOfVersion2() throws {
    let path = try makeVersion1()
    _ = try RunDatabase(path: path)
    let reference = try makeFile("schema-1", "contents-1", "schema-2")
    #expect(try views(path) == views(reference))
    #expect(try schema(path) == schema(reference))
    #expect(try rows("PRAGMA user_version", in: path) == [["user_version": 2]])
    let found = try rows("SELECT identifier FROM grdb_migrations ORDER BY identifier", in: path)
    #expect(found == [["identifier": "1"], ["identifier": "2"]])
  }

  @Test func version2StaysAsItIs() throws {
    let path = try makeVersion2()
    let (views, schema) = (try views(path), try schema(path))
    #expect(views.count == 11 && !views.values.contains { $0.isEmpty })
    _ = try RunDatabase(path: path)
    _ = try RunDatabase.openReadOnly(path: path).runs()
    #expect(try self.views(path) == views)
    #expect(try self.schema(path) == schema)
  }

  @Test func aNewFileHasTheReleasedSchema() throws {
    let new = folder.file("new.sqlite")
    _ = try RunDatabase(path: new)
    #expect(try schema(new) == schema(makeFile("schema-1", "schema-2")))
  }

  @Test func whatWasRecordedReadsBack() throws {
    let database = try RunDatabase(path: makeVersion2())
    let run = try #require(try database.run(named: "old"))
    #expect(run.facts.base == FileReference(path: "/weights/gpt2", sha256: number(1)))
    #expect(run.facts.split?.testExamples == 200)
    #expect(run.facts.seed == .max)
    #expect(run.facts.classes == ["ham", "spam"])
    #expect(
      run.facts.settings == [
        "epochs": 2, "learning_rate": 5e-5,
        "options": .object(["targets": .list(["attention", "mlp"])]),
      ])
    #expect(run.seconds == ["evaluate": 1.5, "train": 8])
    #expect(run.finishedAt == Date(timeIntervalSince1970: 1_795_161_900.125))

    let losses = try database.steps(of: run.id).map(\.loss)
    #expect(losses.count == 3 && losses[0] == 0.75 && losses[1].isNaN)
    #expect(try database.epochs(of: run.id)[1].loss.isNaN)
    #expect(try database.checkpoints(of: run.id).map(\.file.sha256) == [number(4)])

    let test = try #require(try database.newestEvaluation(of: run.id, part: .test))
    #expect(test.record.loss.isNaN && test.record.threshold == 0.75)
    #expect(test.record.model == FileReference(path: "/runs/old", sha256: number(5)))
    #expect(test.record.metrics.map(\.name) == ["accuracy", "mcc", "roc_auc"])
    #expect(test.record.confusion.map(\.count) == [170, 5, 5, 20])
    let predictions = try database.predictions(of: test.id)
    #expect(predictions.map(\.row) == [3, 8])
    #expect(predictions[1].probability.isNaN && predictions[1].probabilities[0].isNaN)

    let rounds = try #require(try database.run(named: "rounds"))
    #expect(rounds.facts.base == nil && rounds.facts.split == nil)
    #expect(rounds.facts.settings == ["clip": "inf", "rank": .null])
    #expect(try database.result(of: rounds, part: .test)?.metrics.first?.value == 0.625)

    let check = try #require(try database.driftChecks(ofModel: number(5)).first)
    #expect(check.run == run.id && check.reference.examples == 200)
    #expect(check.current.data == FileReference(path: "/data/new.tsv", sha256: number(6)))
    #expect(check.metrics.map(\.value) == [0.75, nil])
    #expect(check.features.map(\.name) == ["score", "token frequencies"])
  }

  /// As `printf('%064d', n)` has it.
  private func number(_ value: Int) -> String {
    String(repeating: "0", count: 63) + "\(value)"
  }

  @Test func lookingBringsItUpToDateWhereItCanBeWritten() throws {
    let path = try makeVersion1()
    let database = try RunDatabase.openReadOnly(path: path)
    let run = try #require(try database.run(named: "old"))
    #expect(try database.newestEvaluation(of: run.id, part: .test)?.record.threshold == nil)
    #expect(try rows("PRAGMA user_version", in: path) == [["user_version": 2]])
  }

  @Test(.enabled(if: geteuid() != 0, "permissions do not hold the superuser"))
  func lookingSaysWhatIsMissingWhereItCannotBeWritten() throws {
    let path = try makeVersion1()
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(throws: RunDatabaseError.olderSchema(path: path, found: 1, needed: 2)) {
      try RunDatabase.openReadOnly(path: path)
    }
  }

  /// What only another program can have written is named by its table, and not repeated.
  @Test(arguments: [
    ("UPDATE runs SET created_at = 'yesterday''s secret'", "runs"),
    ("UPDATE runs SET seed = 'secret'", "runs"),
    ("UPDATE runs SET classes = '{\"secret\": 1}'", "runs"),
    ("UPDATE settings SET value = '{\"secret\": 1e999}'", "settings"),
  ])
  func saysWhereSomethingIsUnreadable(_ statement: String, _ table: String) throws {
    let path = try makeVersion2()
    try DatabaseQueue(path: path).write { try $0.execute(sql: statement) }
    let database = try RunDatabase(path: path)
    let error = #expect(throws: RunDatabaseError.self) { try database.runs() }
    #expect(
      error == .damaged(path: path, reason: "'\(table)' holds something unreadable"))
  }

  @Test func saysThatProbabilitiesAreUnreadable() throws {
    let path = try makeVersion2()
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "UPDATE predictions SET probabilities = '[\"a text\"]'")
    }
    let database = try RunDatabase(path: path)
    let run = try #require(try database.run(named: "old"))
    let test = try #require(try database.newestEvaluation(of: run.id, part: .test))
    #expect(
      throws: RunDatabaseError.damaged(
        path: path, reason: "'predictions' holds something unreadable")
    ) {
      try database.predictions(of: test.id)
    }
  }
}
