import Foundation
import Testing

/// A base may say how it wants to be fine-tuned.
@Suite struct BaseRecommendationTests {
  private func bench(_ recommendation: String) throws -> Workbench {
    let bench = try Workbench()
    try bench.write(recommendation, to: "base/fine-tuning.json")
    return bench
  }

  /// Without the options that `Workbench.training` adds.
  private func train(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(
      [
        "train", "--data", bench.data, "--base", bench.base, "--database", bench.database,
        "--output", bench.path("run"), "--name", "run",
      ] + more)
  }

  @Test func theyStandInForTheDefaults() throws {
    let bench = try bench(
      """
      {"trainable": "all", "pooling": "mean", "balance": "class-weights", "epochs": 2, "batch_size": 5, "learning_rate": 0.002,
       "layer_decay": 0.5, "weight_decay": 0.25, "decay": "matrices", "schedule": "linear",
       "warmup": 0.5, "max_gradient_norm": 0.75, "dropout": 0.125, "label_smoothing": 0.0625,
       "average_last": 0.5}
      """)
    let outcome = try train(bench)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(
      outcome.errorLines.contains(
        "recommended for this base, where you say nothing else: --balance class-weights --pooling mean "
          + "--trainable all --epochs 2 --batch-size 5 --learning-rate 0.002 --layer-decay 0.5 --weight-decay 0.25 "
          + "--decay matrices --schedule linear --warmup 0.5 --max-gradient-norm 0.75 "
          + "--dropout 0.125 --label-smoothing 0.0625 --average-last 0.5"))
    let records = try Records(bench.database)
    for (name, value) in [
      ("trainable", "\"all\""), ("pooling", "\"mean\""), ("balance", "\"class-weights\""),
      ("epochs", "2"), ("batch_size", "5"),
      ("learning_rate", "0.002"), ("layer_decay", "0.5"), ("weight_decay", "0.25"),
      ("decay", "\"matrices\""), ("schedule", "\"linear\""), ("warmup", "0.5"),
      ("max_gradient_norm", "0.75"), ("dropout", "0.125"), ("label_smoothing", "0.0625"),
      ("average_last", "0.5"),
    ] {
      #expect(try records.setting(name, of: "run") == value, "\(name)")
    }
  }

  @Test func theUserHasTheLastWord() throws {
    let bench = try bench("{\"epochs\": 7, \"batch_size\": 5, \"pooling\": \"mean\"}")
    let outcome = try train(bench, "--epochs", "1", "--pooling", "first")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let records = try Records(bench.database)
    #expect(try records.setting("epochs", of: "run") == "1")
    #expect(try records.setting("batch_size", of: "run") == "5")
    #expect(try records.setting("pooling", of: "run") == "\"first\"")
    #expect(try records.setting("learning_rate", of: "run") == "5e-05")
  }

  @Test(arguments: [
    ("{\"epoch\": 3}", "'epoch'"), ("{\"epochs\": 1.5}", "'epochs'"),
    ("{\"epochs\": 0}", "--epochs is 0"), ("[1]", "not a JSON object"),
  ])
  func whatCannotBeUnderstoodIsNamed(recommendation: String, named: String) throws {
    let outcome = try train(try bench(recommendation))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("base/fine-tuning.json: "))
    #expect(outcome.errors.contains(named))
  }

  @Test func aFolderOfThatNameIsNotPassedOver() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(
      atPath: bench.path("base/fine-tuning.json"), withIntermediateDirectories: true)
    let outcome = try train(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("fine-tuning.json: it cannot be read"))
  }

  @Test func aRecommendedLimitCanBeTakenBack() throws {
    let bench = try bench("{\"max_gradient_norm\": 0.5, \"epochs\": 1}")
    let outcome = try train(bench, "--max-gradient-norm", "inf")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try Records(bench.database).setting("max_gradient_norm", of: "run") == "null")
  }
}
