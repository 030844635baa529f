import Testing

@Suite struct ConcurrentTrainingTests {
  @Test func trainingsAtOnceLoseNothingInTheirCommonDatabase() throws {
    let bench = try Workbench()
    let names = ["one", "two", "three"]
    let programs = try names.map { name in
      try bench.start(bench.training(name, ["--epochs", "10", "--threads", "1"]))
    }
    for program in programs {
      let outcome = program.finish()
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let records = try Records(bench.database)
    #expect(
      Set(try records.texts("SELECT run FROM v_runs WHERE status = 'finished'")) == Set(names))
    for name in names {
      #expect(try records.steps(of: name).map { $0["step"] } == Array(1...60))
      try expectSameRecords(records, name, "one")
    }
  }

  @Test func runsBegunInTheSameSecondHaveDifferentNames() throws {
    let bench = try Workbench()
    let arguments = ["train", "--data", bench.data, "--base", bench.base, "--epochs", "1"]
    let programs = try (0..<3).map { _ in try bench.start(arguments) }
    for program in programs {
      let outcome = program.finish()
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let records = try Records(bench.path("home/runs/runs.sqlite"))
    #expect(try records.numbers("SELECT count(DISTINCT folder) FROM v_runs") == [3])
  }

  @Test func aTakenNameIsRefusedAndNothingIsLeftBehind() throws {
    let bench = try Workbench()
    try bench.train("run")
    let outcome = try bench.run(
      "train", "--data", bench.data, "--base", bench.base, "--database", bench.database, "--name",
      "run", "--output", bench.path("elsewhere"))
    #expect(outcome.exitCode == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("there is already a run 'run'"))
    #expect(!bench.exists("elsewhere"))
  }
}
