import Foundation
import GPT2Kernels
import Testing

/// Frozen weights in lower precisions: where the machine has them, and where it has not.
@Suite struct PrecisionTests {
  private static let lower = [Precision.bfloat16, .int8].filter(\.canPack).map(\.rawValue)

  private struct Report: Decodable {
    struct Check: Decodable {
      let precision: String
      let messages: Int
      let maximumDifference: Double

      private enum CodingKeys: String, CodingKey {
        case precision, messages
        case maximumDifference = "maximum_difference"
      }
    }
    let precisionCheck: Check?

    private enum CodingKeys: String, CodingKey {
      case precisionCheck = "precision_check"
    }
  }

  private func report(_ bench: Workbench, _ name: String) throws -> Report {
    try JSONDecoder().decode(Report.self, from: bench.contents(name + "/training.json"))
  }

  @Test(arguments: lower)
  func aLowerPrecisionIsMeasuredAgainstFloat32(precision: String) throws {
    let bench = try Workbench()
    let outcome = try bench.train("run", "--precision", precision)
    let check = try #require(try report(bench, "run").precisionCheck)
    #expect(check.precision == precision)
    #expect(check.messages > 0 && check.maximumDifference > 0 && check.maximumDifference < 0.2)
    #expect(outcome.errors.contains("differ from float32's by"))
    #expect(
      try Records(bench.database).texts("SELECT precision FROM v_runs") == [precision])
    try bench.train("exact", "--precision", "float32")
    #expect(try report(bench, "exact").precisionCheck == nil)
    #expect(try bench.weights("run") != bench.weights("exact"))
  }

  @Test func float32IsTheSameWithAndWithoutTheLibrary() throws {
    let bench = try Workbench()
    try bench.train("one", "--precision", "float32")
    let program = try Spamtune(
      bench.training("two", ["--precision", "float32"]), in: bench.folder,
      environment: ["SPAMTUNE_ONEDNN": "off"])
    #expect(program.finish().exitCode == 0)
    for name in ["one", "two"] {
      let outcome = try bench.run(
        "evaluate", "--model", bench.path(name), "--data", bench.data, "--format", "json")
      let loss = try JSONDecoder().decode(EvaluationReport.self, from: Data(outcome.output.utf8))
        .metrics.loss
      let first = try #require(try report(bench, "one").precisionCheck == nil ? loss : nil)
      #expect(abs(first - (loss ?? 0)) < 1e-4)
    }
  }

  @Test func whatTheMachineLacksIsSaidBeforeAnyWork() throws {
    let bench = try Workbench()
    for (precision, code) in [("bfloat16", 64), ("int8", 64), ("auto", 0), ("float32", 0)] {
      let program = try Spamtune(
        bench.training(precision, ["--precision", precision]), in: bench.folder,
        environment: ["SPAMTUNE_ONEDNN": "off"])
      let outcome = program.finish()
      #expect(outcome.exitCode == Int32(code), "\(precision): \(outcome.errors)")
      #expect(outcome.errors.contains("needs the library oneDNN") == (code != 0))
      #expect(bench.exists(precision) == (code == 0))
    }
  }

  /// A run goes on in the precision that it began with, or not at all.
  @Test(arguments: lower)
  func aRunIsNotResumedInAnotherPrecision(precision: String) throws {
    let bench = try Workbench()
    try bench.train("run", "--precision", precision)
    let elsewhere = try Spamtune(
      ["train", "--resume", bench.path("run")], in: bench.folder,
      environment: ["SPAMTUNE_ONEDNN": "off"])
    let outcome = elsewhere.finish()
    #expect(outcome.exitCode == 64 && outcome.errors.contains("computes in \(precision)"))
    #expect(
      try Records(bench.database).texts("SELECT precision FROM v_runs") == [precision])
  }

  @Test(.enabled(if: lower.contains("bfloat16")))
  func autoIsFloat32WhereNothingCanBeChecked() throws {
    let bench = try Workbench()
    try bench.train("run", "--train-file", bench.data)
    #expect(try Records(bench.database).texts("SELECT precision FROM v_runs") == ["float32"])
  }

  @Test func nothingFrozenHasNoLowerPrecision() throws {
    let bench = try Workbench()
    for precision in ["bfloat16", "int8"] {
      let outcome = try bench.run(
        bench.training("run", ["--trainable", "all", "--precision", precision]))
      #expect(outcome.exitCode == 64 && outcome.errors.contains("here all learn"))
      #expect(!bench.exists("run"))
    }
  }

  /// With weights of this size the network is so steep that roundings show in the answers.
  @Test(.enabled(if: lower.contains("bfloat16")))
  func autoStartsOverWhereTheAnswersMoveTooFar() throws {
    let bench = try Workbench()
    try bench.makeBase(
      at: "steep", configuration: ["initializer_range": 3, "n_layer": 6], seed: 3)
    let more = ["--base", bench.path("steep"), "--learning-rate", "0.02"]
    let auto = try bench.run(bench.training("auto", more))
    #expect(auto.exitCode == 0)
    #expect(auto.errors.contains("starting over in float32"), "\(auto.errors)")
    try bench.run(bench.training("exact", more + ["--precision", "float32"]))
    #expect(try bench.weights("auto") == bench.weights("exact"))
    #expect(try report(bench, "auto").precisionCheck == nil)
    let records = try Records(bench.database)
    #expect(
      try records.texts("SELECT precision FROM v_runs ORDER BY run") == ["float32", "float32"])
    #expect(
      try records.texts(
        "SELECT count(*) FROM steps JOIN runs ON runs.id = run_id WHERE name = 'auto'")
        == records.texts(
          "SELECT count(*) FROM steps JOIN runs ON runs.id = run_id WHERE name = 'exact'"))
  }

  @Test(arguments: lower)
  func answersToManyTextsStayNearThoseToOne(precision: String) throws {
    let bench = try Workbench()
    try bench.train("run", "--precision", precision)
    let check = try #require(try report(bench, "run").precisionCheck)
    func answers(_ more: String...) throws -> [Answer] {
      let outcome = try bench.run(
        ["classify", "--model", bench.path("run"), "--format", "json"] + more)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return try outcome.output.split(separator: "\n").map {
        try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
      }
    }
    let auto = try answers("--file", bench.data)
    #expect(auto == (try answers("--file", bench.data, "--precision", precision)))
    let exact = try answers("--file", bench.data, "--precision", "float32")
    #expect(auto != exact)
    for (one, other) in zip(auto, exact) {
      #expect(abs(one.probability - other.probability) <= 4 * check.maximumDifference + 1e-4)
    }
  }
}
