import Foundation
import Testing

/// What `baseline --format json` prints.
private struct BaselineReport: Decodable {
  struct Split: Decodable {
    let train: Int
    let test: Int
    let digest: String
  }
  let run: String
  let method: String
  let metrics: TrainingReport.Parts
  let seconds: [String: Double]
  let split: Split
  let parameters: Int
  let choice: String?
}

@Suite struct BaselineTests {
  private func command(_ bench: Workbench, _ method: String, _ more: [String] = []) -> [String] {
    [
      "baseline", "--method", method, "--data", bench.data, "--database", bench.database,
      "--output", bench.path(method), "--name", method, "--format", "json",
    ] + (["probe", "knn"].contains(method) ? ["--base", bench.base] : []) + more
  }

  private func report(
    _ bench: Workbench, _ method: String, _ more: String...
  ) throws -> BaselineReport {
    let outcome = try bench.run(command(bench, method, more))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decoded(as: BaselineReport.self)
  }

  @Test(arguments: ["probe", "knn", "naive-bayes", "logistic", "rule"])
  func everyMethodIsMeasuredOnTheMessagesOfATraining(method: String) throws {
    let bench = try Workbench()
    let report = try report(bench, method)
    #expect(report.run == method && report.method == method)
    #expect(report.split.train == 42 && report.metrics.train?.examples == 42)
    #expect(report.metrics.validation?.examples == 6 && report.metrics.test?.examples == 12)
    // Two phrases that tell the classes apart.
    #expect(try #require(report.metrics.test?.accuracy.value) > 0.9)
    #expect(report.parameters > 0)
    #expect((report.seconds["total"] ?? 0) > 0)

    try bench.train("trained")
    let records = try Records(bench.database)
    #expect(try Set(records.texts("SELECT split_sha256 FROM runs")) == [report.split.digest])
    func rows(_ run: String) throws -> [Int] {
      try records.numbers(
        """
        SELECT row FROM v_predictions JOIN v_evaluations USING (evaluation)
        WHERE v_evaluations.run = ? ORDER BY row
        """, [run])
    }
    #expect(try rows(method) == rows("trained") && rows(method).count == 12)
    #expect(try records.texts("SELECT kind FROM v_runs WHERE run = ?", [method]) == ["baseline"])
    #expect(try records.status(of: method) == "finished")
    #expect(try records.setting("method", of: method) == "\"\(method)\"")
    #expect(try bench.names(in: method) == ["baseline.json", "run.json", "run.lock"])
  }

  @Test func theRuleIsToldInASentence() throws {
    let bench = try Workbench()
    let choice = try #require(try report(bench, "rule").choice)
    #expect(choice.contains(": spam; otherwise: ham") || choice.contains(": ham; otherwise: spam"))
    #expect(try #require(try report(bench, "knn").choice).contains("nearest"))
    #expect(try report(bench, "naive-bayes").choice == nil)
  }

  @Test func featuresAreSharedWithATrainingOfTheHead() throws {
    let bench = try Workbench()
    try bench.train("trained", "--trainable", "head")
    let outcome = try bench.run(command(bench, "probe"))
    #expect(outcome.errors.contains("were taken from the cache"))
    let other = try bench.run(command(bench, "knn", ["--pooling", "mean"]))
    #expect(!other.errors.contains("were taken from the cache"), "other features")
  }

  @Test func undersamplingConcernsTheData() throws {
    let messages = Messages.labelled(80).enumerated().filter { $0.offset % 4 != 1 }.map(\.element)
    let bench = try Workbench(messages: messages)
    let report = try report(bench, "logistic", "--balance", "undersample")
    #expect(report.split.train + report.split.test + 4 == 40)
  }

  @Test func whatABaseRecommendsHoldsForFeatures() throws {
    let bench = try Workbench()
    try bench.write(
      #"{"pooling": "mean", "balance": "class-weights"}"#, to: "base/fine-tuning.json")
    _ = try report(bench, "probe")
    let records = try Records(bench.database)
    #expect(try records.setting("pooling", of: "probe") == "\"mean\"")
    #expect(try records.setting("balance", of: "probe") == "\"none\"")
  }

  @Test(arguments: [
    (["--balance", "class-weights"], "does not weigh its messages"),
    (["--class-weights", "ham=1,spam=2"], "does not weigh its messages"),
    (["--base", "base"], "--base is about features"),
    (["--precision", "float32"], "--precision is about features"),
  ])
  func whatDoesNotGoIsRefused(options: [String], sentence: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(command(bench, "rule", options))
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains(sentence))
    #expect(!bench.exists("rule") && !bench.exists("runs.sqlite"))
  }

  @Test func oneClassInTheTrainingPartIsAFailure() throws {
    let bench = try Workbench()
    let messages = Messages.labelled(60)
    let sorted = ["ham", "spam"].flatMap { label in messages.filter { $0.label == label } }
    try bench.write(Messages.uci(Array(sorted.prefix(28))), to: "train.tsv")
    let outcome = try bench.run(
      command(bench, "logistic", []).filter { $0 != "--data" && $0 != bench.data }
        + ["--train-file", bench.path("train.tsv"), "--test-file", bench.data])
    #expect(outcome.exitCode == 65, "\(outcome.errors)")
    #expect(outcome.output == "")
  }

  @Test func itIsShownListedAndNotResumed() throws {
    let bench = try Workbench()
    _ = try report(bench, "rule")
    let shown = try bench.run("runs", "show", "rule", "--database", bench.database)
    for part in ["baseline", "method rule", "train", "validation", "test"] {
      #expect(shown.output.contains(part), "\(part)")
    }
    let list = try bench.run("runs", "--database", bench.database)
    #expect(list.outputLines[2].hasPrefix("rule  baseline  finished"))
    #expect(list.outputLines[2].contains(" rule "), "in the place of what learns")
    let resumed = try bench.run("train", "--resume", bench.path("rule"))
    #expect(resumed.exitCode == 65)
    let classified = try bench.run("classify", "--database", bench.database, "qkey")
    #expect(classified.exitCode == 65, "it is no model")
  }

  @Test func textIsPrintedForPeople() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      command(bench, "rule").filter { $0 != "json" && $0 != "--format" })
    for word in ["MCC", "truth \\ predicted", " parameters; ", "run rule"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }
}
