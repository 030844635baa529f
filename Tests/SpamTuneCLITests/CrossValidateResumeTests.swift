import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct CrossValidateResumeTests {
  private static let settings = ["--folds", "6", "--epochs", "6", "--dropout", "0.1"]

  private func resume(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["cross-validate", "--resume", bench.path("cv")] + more)
  }

  /// A cross-validation that was stopped with Ctrl-C after its first round.
  private func stopped(_ bench: Workbench, _ more: [String] = []) throws -> Outcome {
    let program = try bench.start(
      bench.crossValidation("cv", ["--folds", "20", "--epochs", "40", "--threads", "1"] + more))
    program.wait { program.errors.contains("round 1 of 20") }
    program.send(SIGINT)
    let outcome = program.finish()
    try #require(outcome.exitCode == 130)
    return outcome
  }

  private struct Differences: Decodable {
    let results: [String: [String: [Double?]]]
  }

  /// `cross-validation.json` without what may differ: times, memory and the run's name.
  private func result(_ bench: Workbench, _ name: String) throws -> NSDictionary {
    let json = try JSONSerialization.jsonObject(
      with: bench.contents(name + "/cross-validation.json"))
    var result = try #require(json as? [String: Any])
    let rounds = try #require(result["rounds"] as? [[String: Any]])
    result["rounds"] = rounds.map { $0.filter { $0.key != "seconds" } }
    return NSDictionary(
      dictionary: result.filter { !["run", "seconds", "peak_memory_bytes"].contains($0.key) })
  }

  private func expectAsUninterrupted(_ bench: Workbench) throws {
    #expect(try result(bench, "cv") == result(bench, "straight"))
    let records = try Records(bench.database)
    for query in [
      "SELECT status, kind, precision, test_accuracy FROM v_runs WHERE run = ?",
      "SELECT part, step, examples, loss, accuracy, mcc, mcc_low, roc_auc_high "
        + "FROM v_evaluations WHERE run = ? ORDER BY step",
      "SELECT step, name, value, low, high FROM v_metrics WHERE run = ? ORDER BY step, name",
      "SELECT step, row, truth, predicted, probabilities FROM v_predictions WHERE run = ? "
        + "ORDER BY step, row",
      "SELECT step, truth, predicted, count FROM v_confusion WHERE run = ? "
        + "ORDER BY step, truth, predicted",
    ] {
      let rows = try records.rows(query, ["cv"])
      #expect(!rows.isEmpty, "\(query)")
      #expect(try rows == records.rows(query, ["straight"]), "\(query)")
    }
    #expect(try records.status(of: "cv") == "finished")
    #expect(try bench.names(in: "cv") == bench.names(in: "straight"))
  }

  /// Begins anew after each kill, the moments spread evenly over the time of a whole run.
  @Test(arguments: [["--trainable", "all"], ["--method", "lora"], ["--trainable", "last-1"]])
  func killedAtAnyMomentItEndsWithTheSameBits(method: [String]) throws {
    let bench = try Workbench()
    let start = ContinuousClock.now
    _ = try bench.crossValidate("straight", Self.settings + method)
    let time = start.duration(to: .now)
    let moments = 8
    for moment in 1...moments {
      let program = try bench.start(bench.crossValidation("cv", Self.settings + method))
      Thread.sleep(forTimeInterval: time / .seconds(1) * Double(moment) / Double(moments))
      program.send(SIGKILL)
      _ = program.finish()
      // Of which nothing was recorded yet, it is begun anew.
      let isRecorded = try Records(bench.database).status(of: "cv") != nil
      let outcome = try bench.run(
        isRecorded
          ? ["cross-validate", "--resume", "cv", "--database", bench.database]
          : bench.crossValidation("cv", Self.settings + method))
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      try expectAsUninterrupted(bench)
      _ = try bench.run("runs", "delete", "cv", "--files", "--database", bench.database)
      try #require(!bench.exists("cv"))
    }
  }

  @Test func killedAgainAndAgainItEndsWithTheSameBits() throws {
    let bench = try Workbench()
    let settings = ["--folds", "6", "--epochs", "40", "--trainable", "all", "--threads", "1"]
    _ = try bench.crossValidate("straight", settings)
    var program = try bench.start(bench.crossValidation("cv", settings))
    for count in 1...4 {
      try program.wait {
        guard bench.exists("cv/run.json") else { return false }
        return try Records(bench.database).numbers(
          "SELECT count(*) FROM v_evaluations WHERE run = 'cv'")[0] >= count
      }
      program.send(SIGKILL)
      _ = program.finish()
      program = try bench.start(["cross-validate", "--resume", bench.path("cv")])
    }
    let outcome = program.finish()
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("of 6 rounds are done already"))
    try expectAsUninterrupted(bench)
  }

  @Test func ctrlCStopsAndSaysHowToGoOn() throws {
    let bench = try Workbench()
    let outcome = try stopped(bench)
    #expect(outcome.output == "")
    #expect(
      outcome.errorLines.last?.hasSuffix(
        "Go on with: spamtune cross-validate --resume \(bench.path("cv"))") == true)
    let records = try Records(bench.database)
    #expect(try records.status(of: "cv") == "interrupted")
    #expect(!bench.exists("cv/cross-validation.json"))
    let kept = try records.rows(
      "SELECT evaluation, step, created_at, seconds FROM v_evaluations WHERE run = 'cv' "
        + "ORDER BY evaluation")
    #expect(kept.count >= 1)
    // A round is no result of the whole, whoever asks.
    #expect(try records.rows("SELECT test_mcc FROM v_runs") == [["test_mcc": nil]])
    let table = ["runs", "--database", bench.database]
    let columns = ["--columns", "test.mcc,test_mcc", "--format", "csv"]
    #expect(try bench.run(table + columns).outputLines.last == ",")
    try bench.train("one")
    let diff = try bench.run(
      "runs", "diff", "cv", "one", "--database", bench.database, "--format", "json")
    let results = try diff.decoded(as: Differences.self).results
    #expect(results["test"]?["messages"] == [nil, 12])

    let resumed = try resume(bench, "--format", "json")
    #expect(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("\(kept.count) of 20 rounds are done already"))
    #expect(try resumed.decoded(as: CrossValidationReport.self).rounds.count == 20)
    // What was there is still there, not made again.
    let all = try records.rows(
      "SELECT evaluation, step, created_at, seconds FROM v_evaluations WHERE run = 'cv' "
        + "ORDER BY evaluation")
    #expect(Array(all.prefix(kept.count)) == kept)
    #expect(all.count == 21)
  }

  @Test func aFinishedOneStaysAsItIs() throws {
    let bench = try Workbench()
    _ = try bench.crossValidate("straight", Self.settings)
    _ = try bench.crossValidate("cv", Self.settings)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("6 of 6 rounds are done already"))
    try expectAsUninterrupted(bench)
  }

  @Test func killedBetweenItsRecordAndItsFolderItBeginsAtTheFirstRound() throws {
    let bench = try Workbench()
    let settings = Self.settings + ["--seed", "\(UInt64.max)", "--measure", "validation"]
    _ = try bench.crossValidate("straight", settings)
    _ = try bench.crossValidate("cv", settings)
    try FileManager.default.removeItem(atPath: bench.path("cv"))
    let records = try Records(bench.database)
    try records.execute("UPDATE runs SET status = 'running' WHERE name = 'cv'")
    try records.execute(
      "DELETE FROM evaluations WHERE run_id = (SELECT id FROM runs WHERE name = 'cv')")
    let outcome = try bench.run(
      "cross-validate", "--resume", "cv", "--database", bench.database)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    try expectAsUninterrupted(bench)
  }

  @Test func aRecordThatIsNotWholeIsMadeAgain() throws {
    let bench = try Workbench()
    _ = try bench.crossValidate("straight", Self.settings)
    _ = try bench.crossValidate("cv", Self.settings)
    try Records(bench.database).execute(
      """
      DELETE FROM predictions WHERE (evaluation_id, row) IN (
        SELECT evaluation, min(row) FROM v_predictions WHERE run = 'cv' AND step = 2)
      """)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("5 of 6 rounds are done already"))
    try expectAsUninterrupted(bench)
  }

  @Test func changedDataIsRefused() throws {
    let bench = try Workbench()
    _ = try stopped(bench)
    // Too few for the folds, but what matters is that they are others.
    try bench.write(Messages.uci(Messages.labelled(8)), to: "messages.tsv")
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("\(bench.data) changed since run cv began"))
  }

  @Test func aChangedBaseIsRefused() throws {
    let bench = try Workbench()
    _ = try stopped(bench)
    try FileManager.default.removeItem(atPath: bench.base)
    try bench.makeBase(at: "base", seed: 2)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("\(bench.base) changed since run cv began"))
  }

  @Test func aBaseThatReadsOtherwiseIsRefused() throws {
    let bench = try Workbench()
    _ = try stopped(bench)
    let text = String(decoding: try bench.contents("base/config.json"), as: UTF8.self)
    let old = try #require(text.range(of: "\"n_head\" : 2"))
    try bench.write(
      text.replacingCharacters(in: old, with: "\"n_head\" : 4"), to: "base/config.json")
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("\(bench.base) changed since run cv began"))
  }

  @Test func oneThatIsAtWorkIsRefused() throws {
    let bench = try Workbench()
    let program = try bench.start(
      bench.crossValidation("cv", ["--folds", "20", "--epochs", "100", "--threads", "1"]))
    program.wait { program.errors.contains("round 1 of 20") }
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("another process is training this run"))
    program.send(SIGINT)
    #expect(program.finish().exitCode == 130)
  }

  @Test func eachCommandResumesItsOwnRuns() throws {
    let bench = try Workbench()
    _ = try bench.crossValidate("cv", ["--folds", "3", "--epochs", "1"])
    try bench.train("run")
    for (command, name, other) in [
      ("train", "cv", "cross-validate"), ("cross-validate", "run", "train"),
      ("pretrain", "cv", "cross-validate"), ("pretrain", "run", "train"),
    ] {
      for place in [name, bench.path(name)] {
        let outcome = try bench.run(command, "--resume", place, "--database", bench.database)
        #expect(outcome.exitCode == 65, "\(command) \(name)")
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("was begun by '\(other)'"))
      }
    }
    // Nor is one that was killed before it had a folder.
    try FileManager.default.removeItem(atPath: bench.path("cv"))
    let outcome = try bench.run("train", "--resume", "cv", "--database", bench.database)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("was begun by 'cross-validate'"))
  }

  @Test(arguments: [
    ["--folds", "3"], ["--learning-rate=0.1"], ["--precision", "float32"], ["--no-shuffle"],
    ["--output", "elsewhere"], ["--measure", "validation"],
  ])
  func settingsCannotBeChangedOnTheWay(options: [String]) throws {
    let bench = try Workbench()
    _ = try bench.crossValidate("cv", ["--folds", "3", "--epochs", "1"])
    let outcome = try bench.run(["cross-validate", "--resume", bench.path("cv")] + options)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("--resume goes on with the settings the run began with"))
    #expect(outcome.output == "")
  }

  @Test func whatCannotBeReadIsNamed() throws {
    let bench = try Workbench()
    _ = try bench.crossValidate("cv", ["--folds", "3", "--epochs", "1"])
    let plan = try bench.contents("cv/run.json")
    for text in ["{\"name\": 7}", "{\"kind\": \"cross-validate\"}", "", "[]"] {
      try bench.write(text, to: "cv/run.json")
      let outcome = try resume(bench)
      #expect(outcome.exitCode == 65)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("run.json"))
    }
    try bench.write(plan, to: "cv/run.json")
    _ = try bench.run("runs", "delete", "cv", "--database", bench.database)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("No run 'cv'"))
    let none = try bench.run("cross-validate", "--resume", "nothing")
    #expect(none.exitCode == 65)
    #expect(none.errors.contains("No run 'nothing'"))
  }
}
