import Foundation
import GPT2Kernels
import Testing

/// Rounds on frozen weights in lower precisions: where the machine has them, and where it has not.
@Suite struct CrossValidatePrecisionTests {
  private static let lower = [Precision.bfloat16, .int8].filter(\.canPack).map(\.rawValue)
  private static let settings = ["--folds", "4", "--epochs", "3"]

  @Test(arguments: lower)
  func aLowerPrecisionIsMeasuredOnTheFirstRound(precision: String) throws {
    let bench = try Workbench()
    let report = try bench.crossValidate("cv", Self.settings + ["--precision", precision])
    let check = try #require(report.precisionCheck)
    #expect(check.precision == precision && check.messages == 15)
    #expect(check.maximumDifference > 0 && check.maximumDifference < 0.2)
    #expect(try Records(bench.database).texts("SELECT precision FROM v_runs") == [precision])
    let exact = try bench.crossValidate("exact", Self.settings + ["--precision", "float32"])
    #expect(exact.precisionCheck == nil)
    #expect(exact.rounds.map(\.metrics.loss) != report.rounds.map(\.metrics.loss))
    // A resumed one remembers what was found, and needs no round of its own for it.
    let resumed = try bench.run(
      "cross-validate", "--resume", bench.path("cv"), "--format", "json")
    #expect(try resumed.decoded(as: CrossValidationReport.self).precisionCheck == check)
    let elsewhere = try Spamtune(
      ["cross-validate", "--resume", bench.path("cv")], in: bench.folder,
      environment: ["SPAMTUNE_ONEDNN": "off"])
    let outcome = elsewhere.finish()
    #expect(outcome.exitCode == 64 && outcome.errors.contains("computes in \(precision)"))
  }

  /// With weights of this size the network is so steep that roundings show in the answers.
  @Test(.enabled(if: lower.contains("bfloat16")))
  func autoStartsOverWhereTheAnswersMoveTooFar() throws {
    let bench = try Workbench()
    try bench.makeBase(
      at: "steep", configuration: ["initializer_range": 3, "n_layer": 6], seed: 3)
    let more = Self.settings + ["--base", bench.path("steep")]
    let outcome = try bench.run(bench.crossValidation("auto", more))
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("starting over in float32"), "\(outcome.errors)")
    let auto = try outcome.decoded(as: CrossValidationReport.self)
    let exact = try bench.crossValidate("exact", more + ["--precision", "float32"])
    #expect(auto.precisionCheck == nil)
    #expect(auto.rounds.map(\.metrics.loss) == exact.rounds.map(\.metrics.loss))
    let records = try Records(bench.database)
    #expect(
      try records.texts("SELECT precision FROM v_runs ORDER BY run") == ["float32", "float32"])
    #expect(
      try records.numbers("SELECT count(*) FROM v_evaluations GROUP BY run") == [5, 5])
    let resumed = try bench.run(
      "cross-validate", "--resume", bench.path("auto"), "--format", "json")
    #expect(
      try resumed.decoded(as: CrossValidationReport.self).rounds.map(\.metrics.loss)
        == exact.rounds.map(\.metrics.loss))
  }

  @Test func whatTheMachineLacksIsSaidBeforeAnyWork() throws {
    let bench = try Workbench()
    for (precision, code) in [("bfloat16", 64), ("int8", 64), ("auto", 0), ("float32", 0)] {
      let program = try Spamtune(
        bench.crossValidation(precision, Self.settings + ["--precision", precision]),
        in: bench.folder, environment: ["SPAMTUNE_ONEDNN": "off"])
      let outcome = program.finish()
      #expect(outcome.exitCode == Int32(code), "\(precision): \(outcome.errors)")
      #expect(outcome.errors.contains("needs the library oneDNN") == (code != 0))
      #expect(bench.exists(precision) == (code == 0))
    }
  }

  @Test func nothingFrozenHasNoLowerPrecision() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      bench.crossValidation("cv", ["--trainable", "all", "--precision", "bfloat16"]))
    #expect(outcome.exitCode == 64 && outcome.errors.contains("here all learn"))
    #expect(!bench.exists("cv"))
  }
}
