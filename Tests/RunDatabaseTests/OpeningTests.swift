import Foundation
import GRDB
import RunDatabase
import TestFiles
import Testing

@Suite struct OpeningTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func makesFileAndFolder() throws {
    let path = folder.path + "/deep/er/runs.sqlite"
    let database = try RunDatabase(path: path)
    #expect(database.path == path)
    #expect(try rows("PRAGMA journal_mode", in: path) == [["journal_mode": "wal"]])
    #expect(try rows("PRAGMA user_version", in: path) == [["user_version": 2]])
    #expect(try database.runs().isEmpty)
  }

  @Test func keepsWhatIsThere() throws {
    try fillWithSampleRun(RunDatabase(path: folder.database), named: "first")
    let names = try RunDatabase(path: folder.database).runs().map(\.name)
    #expect(names == ["first"])
  }

  @Test func leavesOneFileBehind() throws {
    try fillWithSampleRun(RunDatabase(path: folder.database))
    #expect(try folder.names() == ["runs.sqlite"])
  }

  @Test func takesAnEmptyFileForANewDatabase() throws {
    try Data().write(to: URL(fileURLWithPath: folder.database))
    #expect(try RunDatabase(path: folder.database).runs().isEmpty)
  }

  @Test(arguments: ["short", "\0", String(repeating: "not a header ", count: 100)])
  func refusesWhatIsNoDatabase(_ content: String) throws {
    let data = Data(content.utf8)
    try data.write(to: URL(fileURLWithPath: folder.database))
    let path = folder.database
    #expect(throws: RunDatabaseError.notADatabase(path: path)) { try RunDatabase(path: path) }
    #expect(throws: RunDatabaseError.notADatabase(path: path)) {
      try RunDatabase.openReadOnly(path: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == data)
    #expect(try folder.names() == ["runs.sqlite"])
  }

  @Test func refusesAnotherProgramsDatabaseAndLeavesItAlone() throws {
    let path = folder.database
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE songs (title TEXT)") }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: RunDatabaseError.foreignDatabase(path: path)) { try RunDatabase(path: path) }
    #expect(throws: RunDatabaseError.foreignDatabase(path: path)) {
      try RunDatabase.openReadOnly(path: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func refusesANewerSchema() throws {
    let path = folder.database
    _ = try RunDatabase(path: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 99") }
    let refusal = RunDatabaseError.newerSchema(path: path, found: 99, known: 2)
    #expect(throws: refusal) { try RunDatabase(path: path) }
    #expect(throws: refusal) { try RunDatabase.openReadOnly(path: path) }
    #expect(refusal.description.contains("schema 99"))
  }

  @Test func refusesAFolder() throws {
    let refusal = RunDatabaseError.unusablePath(path: folder.path, reason: "it is a folder")
    let path = folder.path
    #expect(throws: refusal) { try RunDatabase(path: path) }
    #expect(throws: refusal) { try RunDatabase.openReadOnly(path: path) }
  }

  @Test func refusesAPlaceWhereNoFolderCanBeMade() throws {
    #expect(
      throws: RunDatabaseError.unusablePath(
        path: "/dev/null/runs.sqlite", reason: "its folder cannot be made")
    ) {
      try RunDatabase(path: "/dev/null/runs.sqlite")
    }
  }

  @Test(.enabled(if: geteuid() != 0, "permissions do not hold the superuser"))
  func refusesAReadOnlyPlace() throws {
    let path = folder.database
    try fillWithSampleRun(RunDatabase(path: path))
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(throws: RunDatabaseError.readOnly(path: path)) { try RunDatabase(path: path) }

    try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
    #expect(throws: RunDatabaseError.readOnly(path: path)) { try RunDatabase(path: path) }
    #expect(try RunDatabase.openReadOnly(path: path).runs().count == 1)
  }

  @Test func readOnlyFindsNothingInAnEmptyDatabase() throws {
    let path = folder.database
    try DatabaseQueue(path: path).vacuum()
    #expect(throws: RunDatabaseError.noDatabase(path: path)) {
      try RunDatabase.openReadOnly(path: path)
    }
  }

  @Test func readOnlyMakesNothing() throws {
    let path = folder.path + "/missing/runs.sqlite"
    #expect(throws: RunDatabaseError.noDatabase(path: path)) {
      try RunDatabase.openReadOnly(path: path)
    }
    #expect(try folder.names().isEmpty)
  }

  @Test func readOnlySeesWhatAnotherIsWriting() throws {
    let writer = try RunDatabase(path: folder.database)
    let reader = try RunDatabase.openReadOnly(path: folder.database)
    #expect(try reader.runs().isEmpty)
    try fillWithSampleRun(writer, named: "live")
    #expect(try reader.runs().map(\.name) == ["live"])
  }

  @Test func readOnlyWritesNothing() throws {
    let run = try fillWithSampleRun(RunDatabase(path: folder.database))
    let reader = try RunDatabase.openReadOnly(path: folder.database)
    let refusal = RunDatabaseError.readOnly(path: folder.database)
    #expect(throws: refusal) { try reader.delete(run.id) }
    #expect(throws: refusal) { try reader.append(steps: sampleSteps(201...201), to: run.id) }
    #expect(throws: refusal) {
      try reader.createRun(folder: .inside(folder.path), facts: sampleFacts())
    }
    #expect(try reader.runs().count == 1)
  }

  @Test func readOnlyLeavesNothingBehind() throws {
    try fillWithSampleRun(RunDatabase(path: folder.database))
    #expect(try RunDatabase.openReadOnly(path: folder.database).runs().count == 1)
    #expect(try folder.names() == ["runs.sqlite"])
  }

  @Test func saysThatAFileIsDamaged() throws {
    let path = folder.database
    try fillWithSampleRun(RunDatabase(path: path), predictions: samplePredictions())
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    let size = try file.seekToEnd()
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
    try file.close()
    let error = #expect(throws: RunDatabaseError.self) {
      _ = try RunDatabase.openReadOnly(path: path).runs()
    }
    guard case .damaged(path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
