import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct SweepTests {
  /// Of a sweep named `sweep` in a folder of that name.
  private func arguments(_ bench: Workbench, _ more: [String]) -> [String] {
    [
      "sweep", "--data", bench.data, "--base", bench.base, "--database", bench.database,
      "--output", bench.path("sweep"), "--name", "sweep",
    ] + more
  }

  private func sweep(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(arguments(bench, more))
  }

  private func report(_ outcome: Outcome) throws -> SweepReport {
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decoded(as: SweepReport.self)
  }

  private func recorded(_ bench: Workbench) throws -> SweepReport {
    try JSONDecoder().decode(SweepReport.self, from: bench.contents("sweep/sweep.json"))
  }

  @Test func everyCombinationIsARunAndTheBestIsChosenByValidation() throws {
    let bench = try Workbench()
    let report = try report(
      sweep(
        bench, "--grid", "learning-rate=1e-4,1e-2", "--grid", "no-head-bias=true,false",
        "--epochs", "2", "--metric", "loss", "--format", "json"))
    #expect(
      report.trials.map(\.text) == [
        "learning-rate=1e-4 no-head-bias=true", "learning-rate=1e-4 no-head-bias=false",
        "learning-rate=1e-2 no-head-bias=true", "learning-rate=1e-2 no-head-bias=false",
      ])
    #expect(try recorded(bench) == report)
    let records = try Records(bench.database)
    for (place, trial) in report.trials.enumerated() {
      let run = try #require(trial.runs.first)
      #expect(run.run == "sweep-00\(place + 1)" && run.status == "finished")
      #expect(try records.status(of: run.run) == "finished")
      #expect(try records.setting("epochs", of: run.run) == "2")
      let training = try JSONDecoder().decode(
        TrainingReport.self, from: bench.contents("sweep/\(run.folder)/training.json"))
      #expect(run.validation?.metric.value == training.metrics.validation?.loss)
    }
    #expect(
      try records.texts(
        "SELECT value FROM v_settings WHERE name = 'learning_rate' AND run LIKE 'sweep-%' ORDER BY run"
      )
        == ["0.0001", "0.0001", "0.01", "0.01"])
    let losses = report.trials.compactMap { $0.runs.first?.validation?.loss }
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(report.best == best + 1)
    let test = try JSONDecoder().decode(
      TrainingReport.self, from: bench.contents("sweep/00\(best + 1)/training.json")
    ).metrics.test
    #expect(report.test?.loss == test?.loss)
  }

  /// The test result of the best trial alone is shown, with the remark that it had no part in the choice.
  @Test func theTableHasTheBestFirstAndAFailedTrialLast() throws {
    let bench = try Workbench()
    let outcome = try sweep(
      bench, "--grid", "learning-rate=1e30,1e-3", "--epochs", "1", "--trainable", "head")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let lines = outcome.outputLines
    #expect(lines[0].hasPrefix("trial  learning-rate  validation MCC (95 %"))
    #expect(lines[2].contains("sweep-002") && lines[3].contains("failed"))
    #expect(outcome.output.contains("trial 1 failed: The loss at step"))
    #expect(outcome.output.components(separatedBy: "test messages, which were not used").count == 2)
    #expect(try recorded(bench).trials[0].runs[0].status == "failed")
  }

  @Test func theSeedDecidesWhatIsDrawn() throws {
    var drawn: [[String]] = []
    for seed in [["--seed-of-search", "5"], ["--seed-of-search", "5"], []] {
      let bench = try Workbench()
      let outcome = try bench.run(
        arguments(
          bench,
          [
            "--grid", "learning-rate=1e-4..1e-2", "--grid", "epochs=1..2", "--random", "2",
            "--trainable", "head", "--format", "json",
          ] + seed))
      drawn.append(try report(outcome).trials.map(\.text))
    }
    #expect(drawn[0] == drawn[1])
    #expect(drawn[0] != drawn[2])
  }

  @Test func halvingGivesTheBetterHalfTwiceTheEpochs() throws {
    let bench = try Workbench()
    let report = try report(
      sweep(
        bench, "--grid", "learning-rate=1e-5,1e-4,1e-3,1e-2,2e-2", "--epochs", "4", "--halving",
        "--metric", "loss", "--format", "json"))
    #expect(report.rungs == 3)
    for (rung, count) in [(0, 5), (1, 3), (2, 2)] {
      let there = report.trials.filter { $0.runs.count > rung }
      #expect(there.count == count)
      #expect(there.allSatisfy { $0.runs[rung].epochs == 1 << rung })
      let run = try #require(there.first?.runs[rung].run)
      #expect(try Records(bench.database).setting("epochs", of: run) == "\(1 << rung)")
      // Whoever goes on did better than whoever does not.
      let losses = there.map { (goesOn: $0.runs.count > rung + 1, $0.runs[rung].validation?.loss) }
      let worst = losses.filter(\.goesOn).compactMap(\.1).max() ?? 0
      #expect(rung == 2 || losses.filter { !$0.goesOn }.allSatisfy { $0.1 ?? 0 >= worst })
    }
    let best = try #require(report.best)
    #expect(report.trials[best - 1].runs.count == 3)
  }

  @Test(arguments: [
    (["--grid", "learning-rat=1"], "Did you mean 'learning-rate'?"),
    (["--grid", "name=a,b"], "--grid name: this option is about places"),
    (["--grid", "threads=1,2"], "--grid threads: this option is about places"),
    (["--grid", "epochs=1,x"], "The trial with epochs=x cannot be: The value 'x' is invalid"),
    (["--grid", "epochs=1,0"], "--epochs is 0"),
    (["--grid", "rank=4"], "The trial with rank=4 cannot be: --rank is about adapters"),
    (["--grid", "trainable=last-1,last-9"], "the model has 2 blocks"),
    (["--grid", "epochs="], "--grid epochs has an empty value"),
    (["--grid", "epochs=1", "--grid", "epochs=2"], "--grid epochs stands there twice"),
    (["--grid", "epochs=1,2", "--epochs", "3"], "--epochs is given for all trials and searched"),
    (["--grid", "epochs=1,2", "--halving"], "leave epochs out of --grid"),
    (["--grid", "keep-best=yes"], "--grid keep-best: the option is on or off"),
    (["--grid", "epochs=1..3"], "--grid epochs is a range"),
    (["--grid", "epochs=1,2", "--random", "3"], "--grid has 2 combinations"),
    (["--grid", "epochs=1", "--split", "80/0/20"], "chooses by validation messages"),
  ])
  func whatCannotBeSearchedIsSaidBeforeAnythingBegins(more: [String], complaint: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(arguments(bench, more))
    #expect(outcome.exitCode == 64 || outcome.exitCode == 65)
    #expect(outcome.output == "")
    #expect(
      outcome.errorLines.count == 1 && outcome.errors.contains(complaint), "\(outcome.errors)")
    #expect(!bench.exists("sweep") && !bench.exists("runs.sqlite"))
  }

  @Test func aSweepThatWasKilledGoesOnWhereItWas() throws {
    let bench = try Workbench()
    let program = try bench.start(
      arguments(
        bench,
        [
          "--grid", "learning-rate=1e-3,2e-3,4e-3", "--epochs", "40", "--save-every", "2",
          "--trainable", "head",
        ]))
    // In the middle of the second trial.
    program.wait {
      ((try? bench.names(in: "sweep/002/checkpoints")) ?? []).contains {
        $0.hasSuffix(".safetensors")
      }
    }
    program.send(SIGKILL)
    #expect(program.finish().exitCode == 137)
    let before = try recorded(bench)
    #expect(before.best == nil && before.trials[0].runs.first?.status == "finished")
    #expect(before.trials[2].runs.isEmpty)

    let report = try report(bench.run("sweep", "--resume", bench.path("sweep"), "--format", "json"))
    #expect(report.trials[0] == before.trials[0])
    #expect(
      report.trials.map { $0.runs.map(\.run) } == [["sweep-001"], ["sweep-002"], ["sweep-003"]])
    #expect(report.best != nil)
    let records = try Records(bench.database)
    for run in ["sweep-001", "sweep-002", "sweep-003"] {
      #expect(try records.status(of: run) == "finished")
    }
    // As if it had not been killed.
    try bench.train(
      "straight", "--epochs", "40", "--learning-rate", "2e-3", "--trainable", "head",
      "--save-every", "2")
    #expect(try bench.weights("sweep/002") == bench.weights("straight"))
    // Nothing is left to do.
    let times = try records.texts("SELECT created_at FROM v_runs ORDER BY run")
    #expect(try self.report(bench.run("sweep", "--resume", "sweep", "--format", "json")) == report)
    #expect(try records.texts("SELECT created_at FROM v_runs ORDER BY run") == times)
  }

  /// What a kill leaves between recording that a trial begins and its folder.
  @Test func aTrialOfWhichNothingIsThereBeginsAnewUnderAnotherName() throws {
    let bench = try Workbench()
    try #require(
      sweep(bench, "--grid", "learning-rate=1e-3,2e-3", "--epochs", "1").exitCode == 0)
    var text = String(decoding: try bench.contents("sweep/sweep.json"), as: UTF8.self)
    let place = try #require(text.range(of: "\"status\" : \"finished\"", options: .backwards))
    text.replaceSubrange(place, with: "\"status\" : \"running\"")
    text = text.replacing("\"best\" : 1,", with: "").replacing("\"best\" : 2,", with: "")
    try bench.write(text, to: "sweep/sweep.json")
    try FileManager.default.removeItem(atPath: bench.path("sweep/002"))
    let report = try report(bench.run("sweep", "--resume", "sweep", "--format", "json"))
    #expect(report.trials[1].runs.map(\.run) == ["sweep-002-2"])
    #expect(bench.exists("sweep/002-2/model.safetensors") && !bench.exists("sweep/002"))
  }

  @Test func anInterruptedSweepSavesAndSaysHowToGoOn() throws {
    let bench = try Workbench()
    let program = try bench.start(
      arguments(bench, ["--grid", "learning-rate=1e-3,2e-3", "--epochs", "100000"]))
    program.wait { program.errors.contains("  epoch 2,") }
    program.send(SIGINT)
    let outcome = program.finish()
    #expect(outcome.exitCode == 130)
    #expect(outcome.errorLines.last?.contains("spamtune sweep --resume ") == true)
    #expect(try Records(bench.database).status(of: "sweep-001") == "interrupted")
    #expect(try recorded(bench).trials[0].runs.map(\.status) == ["running"])
  }

  @Test func twoProcessesDoNotWorkOnOneSweep() throws {
    let bench = try Workbench()
    let program = try bench.start(
      arguments(bench, ["--grid", "learning-rate=1e-3,2e-3", "--epochs", "100000"]))
    program.wait { program.errors.contains("  epoch 1,") }
    let second = try bench.run("sweep", "--resume", bench.path("sweep"))
    #expect(second.exitCode == 65)
    #expect(second.errors.contains("another process is working on this sweep"), "\(second.errors)")
    program.send(SIGINT)
    _ = program.finish()
    let same = try sweep(bench, "--grid", "epochs=1")
    #expect(same.exitCode == 65 && same.errors.contains("already holds a sweep"))
  }

  @Test func aSweepNeedsTheDataItBeganWith() throws {
    let bench = try Workbench()
    let program = try bench.start(
      arguments(bench, ["--grid", "learning-rate=1e-3,2e-3", "--epochs", "100000"]))
    program.wait { program.errors.contains("  epoch 1,") }
    program.send(SIGINT)
    _ = program.finish()
    try bench.write(Messages.uci(Messages.labelled(50)), to: "messages.tsv")
    let outcome = try bench.run("sweep", "--resume", bench.path("sweep"))
    #expect(outcome.exitCode == 65 && outcome.errors.contains("changed since sweep sweep began"))
    let none = try bench.run("sweep", "--resume", bench.path("base"))
    #expect(none.exitCode == 65 && none.errors.contains("holds no sweep"))
  }

  /// With options from a file as well; all but the epochs must come out as in the best trial.
  @Test func theBestSettingsTrainAgain() throws {
    let bench = try Workbench()
    try bench.write(
      "epochs = 2\n[sweep]\nlayer-decay = 0.5\nlearning-rate = 7", to: "options.toml")
    let report = try report(
      sweep(
        bench, "--config", "options.toml", "--grid", "learning-rate=1e-3,1e-2", "--grid",
        "rslora=true,false", "--method", "lora", "--rank", "2", "--positive-label", "spam",
        "--format", "json"))
    let best = try #require(report.best)
    let winner = try #require(report.trials[best - 1].runs.last?.run)
    let outcome = try bench.run(
      "train", "--config", bench.path("sweep/best.toml"), "--epochs", "1", "--name", "again",
      "--output", bench.path("again"), "--database", bench.database)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let records = try Records(bench.database)
    let query = """
      SELECT name || '=' || coalesce(value, 'null') FROM v_settings
      WHERE run = ? AND name NOT IN ('epochs', 'options') ORDER BY name
      """
    let settings = try records.texts(query, [winner])
    #expect(settings.contains("layer_decay=0.5") && settings.contains("rank=2"), "\(settings)")
    #expect(try records.texts(query, ["again"]) == settings)
    #expect(try records.setting("epochs", of: "again") == "1")
    let same = "SELECT data_path || base_path || split_sha256 FROM v_runs WHERE run = ?"
    #expect(try records.texts(same, ["again"]) == records.texts(same, [winner]))
    let text = String(decoding: try bench.contents("sweep/best.toml"), as: UTF8.self)
    #expect(text.hasPrefix("# Trial \(best) of sweep sweep, the best of 4: MCC "))
  }
}

/// What `sweep --format json` prints.
struct SweepReport: Decodable, Equatable {
  struct Setting: Decodable, Equatable {
    let name: String
    let value: String
  }
  struct Result: Decodable, Equatable {
    let metric: Metric
    let loss: Double?
  }
  struct TrialRun: Decodable, Equatable {
    let epochs: Int
    let run: String
    let folder: String
    let status: String
    let validation: Result?
  }
  struct Trial: Decodable, Equatable {
    let number: Int
    let settings: [Setting]
    let runs: [TrialRun]

    var text: String { settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }
  }
  let rungs: Int
  let trials: [Trial]
  let best: Int?
  let test: Result?
}
