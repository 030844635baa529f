import Foundation
import Testing

@Suite struct RunsSQLTests {
  private func ask(
    _ bench: Workbench, _ more: String..., input: String? = nil
  ) throws -> Outcome {
    try bench.run(["runs", "sql", "--database", bench.database] + more, input: input)
  }

  @Test func theAnswerComesInEveryFormat() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "1")
    let query = "SELECT run, steps, message, '' AS empty FROM v_runs"
    let steps = try Records(bench.database).numbers("SELECT steps FROM v_runs")[0]
    #expect(
      try ask(bench, query).outputLines == [
        "run  steps  message  empty", "───  ─────  ───────  ─────",
        "one  \(String(repeating: " ", count: 5 - "\(steps)".count))\(steps)     NULL",
      ])
    #expect(
      try ask(bench, query, "--format", "csv").output
        == "run,steps,message,empty\none,\(steps),,\"\"\n")
    #expect(
      try ask(bench, query, "--format", "json").output
        == "[\n{\"run\":\"one\",\"steps\":\(steps),\"message\":null,\"empty\":\"\"}\n]\n")
    #expect(
      try ask(bench, "-", "--format", "csv", input: "SELECT 1 AS a;\n").output == "a\n1\n")
    #expect(try ask(bench, "SELECT 1 AS a WHERE 0", "--format", "json").output == "[]\n")
  }

  @Test func aLongAnswerIsWhole() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "1")
    let outcome = try ask(
      bench,
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000) SELECT x FROM c"
    )
    #expect(outcome.outputLines.count == 20_002)
    #expect(outcome.outputLines.last == "20000")
  }

  @Test func nothingCanBeChangedAndMistakesAreOneSentence() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "1")
    let before = try Records(bench.database).numbers("SELECT count(*) FROM v_steps")
    for (query, words) in [
      ("DELETE FROM runs", ["DELETE", "SELECT"]),
      ("WITH x AS (SELECT 1) DELETE FROM runs", ["change"]),
      ("ATTACH '\(bench.path("other.sqlite"))' AS other", ["ATTACH"]),
      ("PRAGMA query_only = 0", ["PRAGMA"]), ("VACUUM INTO 'other.sqlite'", ["VACUUM"]),
      ("SELECT 1; DELETE FROM runs", ["one at a time"]), ("SELECT ?", ["parameters"]),
      ("SELECT * FROM v_run", ["v_run", "'v_runs'"]),
      ("SELECT test_mmc FROM v_runs", ["test_mmc", "'test_mcc'"]),
      ("SELECT FROM", ["syntax error"]), ("", ["no query"]),
    ] {
      let outcome = try ask(bench, query)
      #expect(outcome.exitCode == 64, "\(query)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
    #expect(!bench.exists("other.sqlite"))
    #expect(try Records(bench.database).numbers("SELECT count(*) FROM v_steps") == before)
    #expect(try Records(bench.database).status(of: "one") == "finished")
  }

  @Test func withoutADatabaseNoneIsMade() throws {
    let bench = try Workbench()
    let outcome = try ask(bench, "SELECT 1")
    #expect(outcome.exitCode == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(!bench.exists("runs.sqlite"))
  }
}
