import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `compare --format json` prints.
private struct ComparisonReport: Decodable, Equatable {
  struct Result: Decodable, Equatable {
    let method: String
    let run: String
    let metrics: Measured
    let trainableParameters: Int
    let seconds: Double
    let peakMemoryBytes: Int
    let savedBytes: Int?
    let splitDigest: String

    private enum CodingKeys: String, CodingKey {
      case method, run, metrics, seconds
      case trainableParameters = "trainable_parameters"
      case peakMemoryBytes = "peak_memory_bytes"
      case savedBytes = "saved_bytes"
      case splitDigest = "split_digest"
    }
  }
  struct Measured: Decodable, Equatable {
    let examples: Int
    let mcc: Metric
  }
  struct McNemar: Decodable, Equatable {
    let onlyFirstCorrect: Int
    let onlySecondCorrect: Int
    let pValue: Double

    private enum CodingKeys: String, CodingKey {
      case onlyFirstCorrect = "only_first_correct"
      case onlySecondCorrect = "only_second_correct"
      case pValue = "p_value"
    }
  }
  struct Difference: Decodable, Equatable {
    let method: String
    let difference: Metric
    let mcNemar: McNemar
    let correctedPValue: Double
    let verdict: String

    private enum CodingKeys: String, CodingKey {
      case method, difference, verdict
      case mcNemar = "mcnemar"
      case correctedPValue = "corrected_p_value"
    }
  }
  struct Failure: Decodable, Equatable {
    let method: String
    let reason: String
  }
  let metric: String
  let results: [Result]
  let differences: [Difference]
  let failures: [Failure]
  let conclusion: String?
}

@Suite struct CompareTests {
  private func command(
    _ bench: Workbench, methods: String, _ more: [String] = [], format: String = "json"
  ) -> [String] {
    [
      "compare", "--methods", methods, "--data", bench.data, "--base", bench.base, "--output",
      bench.path("out"), "--database", bench.database, "--name", "c", "--epochs", "2",
      "--format", format,
    ] + more
  }

  @Test func everyMethodIsARunOnTheSameMessages() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      command(
        bench, methods: "head,last-1,all,lora,probe,knn,naive-bayes,logistic,rule",
        ["--learning-rate", "1e-3", "--rank", "2"]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try outcome.decoded(as: ComparisonReport.self)
    #expect(report.metric == "mcc")
    #expect(report.failures == [])
    let values = report.results.compactMap(\.metrics.mcc.value)
    #expect(values.count == 9 && values == values.sorted(by: >))
    #expect(report.results.allSatisfy { $0.metrics.examples == 12 })
    #expect(report.results.allSatisfy { $0.seconds > 0 && $0.peakMemoryBytes > 1 << 20 })
    #expect(Set(report.results.map(\.splitDigest)).count == 1)
    #expect(report.results.allSatisfy { $0.run == "c-" + $0.method })

    let byMethod = Dictionary(uniqueKeysWithValues: report.results.map { ($0.method, $0) })
    // 16 channels, 2 classes and a bias each.
    #expect(byMethod["head"]?.trainableParameters == 34)
    // A block of 12 · 16² + 13 · 16 numbers, and the final norm.
    #expect(byMethod["last-1"]?.trainableParameters == 34 + 3280 + 32)
    // Factors of c_attn, two c_proj and c_fc in two blocks, and a head without bias.
    #expect(byMethod["lora"]?.trainableParameters == 2 * 2 * (64 + 32 + 80 + 80) + 32)
    #expect(
      byMethod["head"]?.savedBytes == (try bench.contents("out/head/model.safetensors").count))
    #expect(
      byMethod["lora"]?.savedBytes
        == (try bench.contents("out/lora/adapter_model.safetensors").count))
    #expect(byMethod["rule"]?.savedBytes == nil)

    let kept = try JSONDecoder().decode(
      ComparisonReport.self, from: try bench.contents("out/compare.json"))
    #expect(kept == report)
    let records = try Records(bench.database)
    #expect(try records.numbers("SELECT count(*) FROM v_runs WHERE status = 'finished'") == [9])
    #expect(try records.setting("learning_rate", of: "c-all") == "0.001")
    #expect(try records.setting("epochs", of: "c-lora") == "2")
    #expect(try records.setting("trainable", of: "c-head") == "\"head\"")
  }

  @Test func differencesAreThoseOfTheRecordedAnswers() throws {
    let bench = try Workbench(messages: Messages.labelled(200))
    // A head that has learned next to nothing, and a rule that says everything.
    let outcome = try bench.run(
      command(bench, methods: "head,rule,naive-bayes", ["--learning-rate", "1e-9"]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try outcome.decoded(as: ComparisonReport.self)
    #expect(report.results.map(\.method).last == "head")
    #expect(report.results[0].metrics.mcc.value == 1)
    let difference = try #require(report.differences.last)
    let right = try Records(bench.database).numbers(
      """
      SELECT count(*) FROM v_predictions JOIN v_evaluations USING (evaluation)
      WHERE v_evaluations.run = 'c-head' AND v_predictions.truth = v_predictions.predicted
      """)[0]
    #expect(difference.mcNemar.onlyFirstCorrect == 40 - right)
    #expect(difference.mcNemar.onlySecondCorrect == 0)
    let expected = (report.results[2].metrics.mcc.value ?? 0) - 1
    #expect(abs((difference.difference.value ?? 0) - expected) < 1e-12)
    #expect(difference.correctedPValue == min(1, 2 * difference.mcNemar.pValue))
    #expect(difference.verdict == "worse")
    #expect(report.differences[0].verdict == "undecided")
    let names = report.results.map(\.method)
    #expect(
      report.conclusion
        == "On these 40 messages, \(names[1]) cannot be told apart from \(names[0]); "
        + "head is worse.")
  }

  @Test func aMethodThatFailsIsReportedAndTheOthersGoOn() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      command(bench, methods: "head,rule", ["--learning-rate", "1e38", "--epochs", "20"]))
    #expect(outcome.exitCode == 1)
    let report = try outcome.decoded(as: ComparisonReport.self)
    #expect(report.results.map(\.method) == ["rule"])
    #expect(report.failures.map(\.method) == ["head"])
    #expect(report.failures[0].reason.contains("is not a number. Lower --learning-rate"))
    #expect(report.conclusion == nil)
    #expect(try Records(bench.database).status(of: "c-head") == "failed")
  }

  @Test(arguments: [
    (["--methods", ""], "names '', which is no method"),
    (["--methods", "head,trees"], "names 'trees', which is no method"),
    (["--methods", "rule,last-1,rule"], "names 'rule' twice"),
    (["--methods", "head,last-9"], "--trainable last-9: the model has 2 blocks."),
    (["--methods", "rule", "--trainable", "all"], "which --methods does here"),
    (["--methods", "rule", "--split", "80/20/0"], "A comparison needs test messages"),
    (["--methods", "head", "--epochs", "0"], "--epochs is 0"),
    (["--methods", "lora", "--rank", "17"], "--rank is 17"),
    (["--methods", "head", "--class-weights", "egg=2"], "names 'egg'"),
    (["--methods", "rule", "--name", "a/b"], "cannot name a run"),
    (["--methods", "rule", "--data", "nothing.tsv"], "nothing.tsv: cannot be opened"),
    (["--methods", "probe", "--base", "nowhere"], "nowhere/config.json: cannot be read"),
  ])
  func whatIsWrongIsSaidBeforeAnyWork(options: [String], sentence: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(command(bench, methods: "rule", options))
    #expect([64, 65].contains(outcome.exitCode))
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(!bench.exists("out") && !bench.exists("runs.sqlite"))
  }

  @Test func placesThatAreTakenAreRefused() throws {
    let bench = try Workbench()
    #expect(try bench.run(command(bench, methods: "rule")).exitCode == 0)
    let folder = try bench.run(command(bench, methods: "rule", ["--name", "d"]))
    #expect(folder.errors.contains("already holds files"))
    let name = try bench.run(
      command(bench, methods: "logistic,rule", ["--output", bench.path("other")]))
    #expect(name.errors.contains("there is already a run 'c-rule'"))
    #expect(!bench.exists("other"))
  }

  @Test func classWeightsAreForTrainingsOnly() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      command(bench, methods: "head,rule", ["--class-weights", "ham=1,spam=3"]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let records = try Records(bench.database)
    #expect(try records.setting("class_weights.spam", of: "c-head") == "3")
    #expect(try records.setting("class_weights", of: "c-rule") == "null")
  }

  @Test func aFileOfOptionsHoldsForEveryMethod() throws {
    let bench = try Workbench()
    try bench.write(
      """
      seed = 9
      pooling = "mean"
      balance = "undersample"
      [compare]
      methods = "head,probe,rule"
      metric = "f1"
      [train]
      seed = 10
      """, to: "options.toml")
    let outcome = try bench.run(
      "compare", "--config", bench.path("options.toml"), "--data", bench.data, "--base",
      bench.base, "-o", bench.path("out"), "--name", "c", "--format", "json")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try outcome.decoded(as: ComparisonReport.self).metric == "f1")
    let records = try Records(bench.database)
    #expect(try records.texts("SELECT seed FROM runs") == ["9", "9", "9"])
    #expect(try records.setting("pooling", of: "c-probe") == "\"mean\"")
    #expect(try records.setting("balance", of: "c-rule") == "\"undersample\"")
  }

  @Test(arguments: ["text", "markdown"])
  func tablesArePrintedForPeople(format: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      command(bench, methods: "logistic,rule", format: format))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    for word in ["accuracy (95 %)", "MCC (95 %)", "c-rule", "McNemar", "On these 12 messages"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    #expect(outcome.output.hasPrefix("| method |") == (format == "markdown"))
    #expect(!outcome.output.contains("qlunch") && !outcome.errors.contains("qlunch"))
  }

  @Test func ctrlCStopsTheTrainingAndPrintsWhatIsThere() throws {
    let bench = try Workbench()
    let program = try bench.start(
      command(bench, methods: "rule,head,logistic", ["--epochs", "100000"]))
    program.wait { program.errors.contains("epoch 2,") }
    program.send(SIGINT)
    let outcome = program.finish()
    #expect(outcome.exitCode == 130)
    let report = try outcome.decoded(as: ComparisonReport.self)
    #expect(report.results.map(\.method) == ["rule"])
    #expect(outcome.errorLines.last == "Stopped after 1 of 3 methods.")
    #expect(try Records(bench.database).status(of: "c-head") == "interrupted")
    #expect(try bench.names(in: "out") == ["compare.json", "head", "rule"])
    #expect(try !bench.names(in: "out/head/checkpoints").isEmpty)
  }
}
