import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct QueryTests {
  let folder: TemporaryFolder
  let database: RunDatabase

  init() throws {
    folder = try TemporaryFolder()
    let writer = try RunDatabase(path: folder.database)
    try fillWithSampleRun(writer, named: "sample", predictions: samplePredictions(text: "secret"))
    database = try RunDatabase.openReadOnly(path: folder.database)
  }

  func answer(_ sql: String) throws -> (columns: [String], rows: [[SettingValue]]) {
    var answer: (columns: [String], rows: [[SettingValue]]) = ([], [])
    try database.query(sql) {
      answer.columns = $0
    } row: {
      answer.rows.append($0)
    }
    return answer
  }

  @Test func everyTypeOfSQLiteComesThrough() throws {
    let (columns, rows) = try answer("SELECT 1 AS a, 2.5 AS b, 'c' AS c, NULL AS d, x'00fF' AS e")
    #expect(columns == ["a", "b", "c", "d", "e"])
    #expect(rows == [[1, 2.5, "c", .null, "X'00FF'"]])
  }

  @Test func anEmptyAnswerHasItsColumns() throws {
    let (columns, rows) = try answer("SELECT run, status FROM v_runs WHERE false")
    #expect(columns == ["run", "status"])
    #expect(rows.isEmpty)
  }

  @Test(arguments: [
    "SELECT run FROM v_runs", "  select run from v_runs ;  ", "VALUES ('sample')",
    "-- why\n/* not */ SELECT run FROM v_runs",
    "WITH x AS (SELECT run FROM v_runs) SELECT * FROM x",
    ";SELECT run FROM v_runs",
  ])
  func whatOnlyReadsIsAnswered(_ sql: String) throws {
    #expect(try answer(sql).rows == [["sample"]])
  }

  static let refused = [
    "DELETE FROM runs", "WITH x AS (SELECT 1) DELETE FROM runs", "UPDATE runs SET name = 'x'",
    "INSERT INTO settings VALUES (1, 'a', '1')", "DROP VIEW v_runs", "CREATE TABLE t (a)",
    "CREATE TEMP TABLE t (a)", "PRAGMA query_only = 0", "PRAGMA journal_mode = DELETE",
    "VACUUM", "BEGIN IMMEDIATE", "REINDEX", "SELECT 1; DELETE FROM runs", "SELECT ?", "SELEC 1",
    "SELECT * FROM nothing", "SELECT nothing FROM v_runs", "", "-- nothing", "/* open",
    "(SELECT 1)",
    "SELECT load_extension('x')", "SELECT 'unfinished", "EXPLAIN",
  ]

  @Test(arguments: refused)
  func whatDoesNotOnlyReadIsRefusedInASentence(_ sql: String) throws {
    let before = try folder.contents(of: "runs.sqlite")
    let error = try #require(throws: RunDatabaseError.self) { try answer(sql) }
    guard case .query(let reason) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(!reason.isEmpty)
    #expect(!"\(error)".contains("\n"), "\(error)")
    #expect(try folder.contents(of: "runs.sqlite") == before)
    #expect(try answer("SELECT count(*) FROM v_runs").rows == [[1]])
  }

  @Test func noOtherFileIsMadeOrRead() throws {
    let other = folder.file("other.sqlite")
    for sql in ["ATTACH '\(other)' AS other", "VACUUM INTO '\(other)'"] {
      #expect(throws: RunDatabaseError.self) { try answer(sql) }
    }
    #expect(!FileManager.default.fileExists(atPath: other))
  }

  @Test func whoeverTakesTheRowsMayStop() throws {
    struct Enough: Error {}
    var count = 0
    #expect(throws: Enough.self) {
      try database.query(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
      ) { _ in
      } row: { _ in
        count += 1
        if count == 1000 { throw Enough() }
      }
    }
    #expect(count == 1000)
    #expect(try answer("SELECT 1").rows == [[1]])
  }

  @Test func viewsComeWithoutTextsUnlessAsked() throws {
    for (withTexts, expected) in [(false, false), (true, true)] {
      var columns: [String] = []
      var values: [SettingValue] = []
      try database.rows(of: .predictions, runs: ["sample"], withTexts: withTexts) {
        columns = $0
      } row: {
        values += $0
      }
      #expect(columns.contains("text") == expected)
      #expect(values.contains("secret") == expected)
    }
  }

  @Test func viewsOfOtherRunsAreEmptyAndJSONIsDecoded() throws {
    var rows: [[SettingValue]] = []
    try database.rows(of: .steps, runs: ["other", "it's"]) { _ in
    } row: {
      rows.append($0)
    }
    #expect(rows.isEmpty)
    try database.rows(of: .settings, runs: ["sample"], decodesJSON: true) { _ in
    } row: {
      rows.append($0)
    }
    #expect(rows.contains(["sample", "shuffle", true]))
    #expect(rows.contains(["sample", "optimizer", "adamw"]))
  }
}
