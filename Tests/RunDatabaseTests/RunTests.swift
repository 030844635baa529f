import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct RunTests {
  let folder: TemporaryFolder
  let database: RunDatabase

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
  }

  func createRun(_ name: String? = nil) throws(RunDatabaseError) -> Run {
    try database.createRun(named: name, folder: .inside("/runs"), facts: sampleFacts())
  }

  @Test func storesEveryFact() throws {
    var facts = sampleFacts(seed: .max)
    facts.settings["lora-targets"] = .list(["attention", "mlp"])
    facts.settings["schedule"] = .object(["warm-up": 10, "end": 0.125])
    facts.settings["clip"] = .number(.infinity)
    facts.settings["positive-label"] = .null
    let before = Date()
    let run = try database.createRun(named: "all", folder: .at("/elsewhere/it"), facts: facts)
    #expect(run.status == .running)
    #expect(run.folder == "/elsewhere/it")
    #expect(abs(run.createdAt.timeIntervalSince(before)) < 60)
    #expect(run.finishedAt == nil && run.message == nil && run.seconds.isEmpty)

    facts.settings["clip"] = "inf"
    #expect(run.facts == facts)
    #expect(try database.run(named: "all") == run)
    #expect(
      try rows("SELECT value FROM v_settings WHERE name = 'learning-rate'", in: database.path)
        == [["value": "5e-05"]])
    #expect(
      try rows("SELECT seed FROM v_runs", in: database.path)
        == [["seed": "18446744073709551615"]])
  }

  @Test func storesARunWithoutBaseDataAndSplit() throws {
    let facts = RunMetadata(
      kind: "pretrain", classes: [], seed: 1, programVersion: "0.1.0", commandLine: "spamtune",
      cores: 1, precision: "float32")
    let run = try database.createRun(folder: .inside("/runs"), facts: facts)
    #expect(run.facts == facts)
  }

  @Test func givesReadableNamesThatDiffer() throws {
    let runs = try (0..<5).map { _ in try createRun() }
    #expect(Set(runs.map(\.name)).count == 5)
    for run in runs {
      #expect(run.name.wholeMatch(of: /\d{4}-\d\d-\d\d-\d{4}-\d\d(-\d)?/) != nil)
      #expect(run.folder == "/runs/" + run.name)
    }
  }

  @Test func refusesANameTwice() throws {
    _ = try createRun("a")
    #expect(throws: RunDatabaseError.nameTaken("a", path: folder.database)) {
      try createRun("a")
    }
    #expect(try database.runs().count == 1)
  }

  @Test(arguments: [
    "", ".", "..", "-v", "a/b", "a b", "a\n", "é", "_a", String(repeating: "a", count: 101),
  ])
  func refusesANameThatIsNoFolderOrArgument(_ name: String) {
    #expect(throws: RunDatabaseError.invalidName(name)) { try createRun(name) }
  }

  @Test(arguments: ["a", "9", "2026.best_run-1", String(repeating: "a", count: 100)])
  func takesAGoodName(_ name: String) throws {
    #expect(try createRun(name).name == name)
  }

  @Test func listsTheNewestFirst() throws {
    for name in ["a", "b", "c"] { _ = try createRun(name) }
    #expect(try database.runs().map(\.name) == ["c", "b", "a"])
    #expect(try database.runs(limit: 2).map(\.name) == ["c", "b"])
    #expect(try database.run(named: "nobody") == nil)
  }

  @Test func findsARunByItsFolder() throws {
    let run = try createRun("a")
    _ = try createRun("b")
    #expect(try database.run(inFolder: "/runs/./x/../a/") == run)
    #expect(try database.run(inFolder: "/runs") == nil)
  }

  @Test func takesTheRunThatFinishedLastForTheNewestModel() throws {
    #expect(try database.newestFinishedRun() == nil)
    let early = try createRun("early")
    let late = try createRun("late")
    let failed = try createRun("failed")
    let now = Date()
    try database.updateStatus(of: late.id, to: .finished, at: now)
    try database.updateStatus(of: early.id, to: .finished, at: now + 1)
    try database.updateStatus(of: failed.id, to: .failed, at: now + 2)
    #expect(try database.newestFinishedRun()?.name == "early")
    #expect(try database.newestFinishedRun(kind: "pretrain") == nil)
  }

  @Test func followsARunFromStartToEnd() throws {
    let id = try createRun().id
    let end = Date(timeIntervalSince1970: 1_795_271_525.125)
    var run = try database.updateStatus(
      of: id, to: .failed, at: end, message: "no space left", seconds: ["train": 1.5],
      peakMemoryBytes: 1 << 33)
    #expect(run.status == .failed && run.finishedAt == end && run.message == "no space left")
    #expect(run.seconds == ["train": 1.5] && run.peakMemoryBytes == 1 << 33)

    run = try database.updateStatus(of: id, to: .running)
    #expect(run.status == .running && run.finishedAt == nil && run.message == nil)
    #expect(run.seconds == ["train": 1.5] && run.peakMemoryBytes == 1 << 33)

    run = try database.updateStatus(of: id, to: .interrupted, at: end + 60)
    #expect(run.status == .interrupted && run.finishedAt == end + 60)
    #expect(
      try rows("SELECT finished_at FROM v_runs", in: database.path)
        == [["finished_at": "2026-11-21T14:33:05.125Z"]])
  }

  @Test func deletesEverythingOfARunAndNothingElse() throws {
    let gone = try fillWithSampleRun(database, named: "gone", predictions: samplePredictions())
    let tables = [
      "runs", "settings", "steps", "epochs", "evaluations", "evaluation_metrics",
      "confusion_counts", "predictions", "checkpoints",
    ]
    let counts = {
      try tables.map {
        try rows("SELECT count(*) AS n FROM \($0)", in: database.path)[0]["n"] as Int
      }
    }
    let one = try counts()
    #expect(!one.contains(0))
    try fillWithSampleRun(database, named: "kept", predictions: samplePredictions())
    try database.delete(gone.id)
    #expect(try counts() == one)
    #expect(try database.runs().map(\.name) == ["kept"])
  }

  @Test func saysWhenARunIsGone() throws {
    let run = try createRun().id
    try database.delete(run)
    let refusal = RunDatabaseError.noSuchRun(path: folder.database)
    #expect(throws: refusal) { try database.delete(run) }
    #expect(throws: refusal) { try database.updateStatus(of: run, to: .finished) }
    #expect(throws: refusal) { try database.append(steps: sampleSteps(1...1), to: run) }
    #expect(throws: refusal) {
      try database.append(evaluation: sampleEvaluation(of: run, part: .test, step: 1))
    }
  }
}
