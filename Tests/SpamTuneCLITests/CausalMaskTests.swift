import Foundation
import Testing

/// `--no-causal-mask`: every token attends to all others, wherever the model is used.
@Suite struct CausalMaskTests {
  private static let texts = ["qlunch at qnoon, qsee you 1", "QWIN qcash!!!", "something else"]

  private func answers(_ bench: Workbench, _ model: String) throws -> [Answer] {
    let outcome = try bench.run(
      ["classify", "--model", bench.path(model), "--format", "json", "--"] + Self.texts)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: Answer.self)
  }

  @Test(arguments: ["last-1", "all", "head"])
  func theMaskDecidesAnswers(trainable: String) throws {
    let bench = try Workbench()
    try bench.train("masked", "--trainable", trainable)
    try bench.train("open", "--trainable", trainable, "--no-causal-mask")
    #expect(try answers(bench, "masked") != answers(bench, "open"))
  }

  @Test func theFirstTokenKnowsTheOthersOnlyWithoutTheMask() throws {
    let bench = try Workbench()
    for (name, options) in [("masked", []), ("open", ["--no-causal-mask"])] {
      let outcome = try bench.run(bench.training(name, ["--pooling", "first"] + options))
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      let texts = ["zebra", "zebra crossing"]
      let answers = try bench.run(
        ["classify", "--model", bench.path(name), "--format", "json", "--"] + texts
      ).decodedLines(as: Answer.self)
      #expect((answers[0].logits == answers[1].logits) == (name == "masked"))
    }
  }

  @Test(arguments: [[], ["--method", "lora", "--trainable", "last-1"]])
  func aSavedModelAnswersAsTrainingMeasuredIt(method: [String]) throws {
    let bench = try Workbench()
    let trained = try bench.run(
      bench.training(
        "run", ["--no-causal-mask", "--split", "100/0/0", "--format", "json"] + method))
    try #require(trained.exitCode == 0, "\(trained.errors)")
    let report = try trained.decoded(as: TrainingReport.self)
    let evaluated = try bench.run(
      "evaluate", "--model", bench.path("run"), "--data", bench.data, "--format", "json"
    ).decoded(as: EvaluationReport.self)
    let (measured, expected) = (evaluated.metrics.loss, report.metrics.train?.loss)
    #expect(abs(try #require(measured) - (try #require(expected))) < 1e-4)
  }

  @Test func aModelWithoutTheMaskIsNotExported() throws {
    let bench = try Workbench()
    try bench.train("run", "--no-causal-mask")
    let outcome = try bench.run(
      "export", "--model", bench.path("run"), "--output", bench.path("exported"))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("--no-causal-mask"))
    #expect(!bench.exists("exported"))
  }

  @Test func trainingOnLeavesTheMaskAsTheBaseHasIt() throws {
    let bench = try Workbench()
    try bench.train("open", "--no-causal-mask")
    for (name, options) in [("said", ["--no-causal-mask"]), ("unsaid", [])] {
      let outcome = try bench.run(
        bench.training(
          name, ["--base", bench.path("open"), "--learning-rate", "1e-30"] + options))
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      let isSame = zip(try answers(bench, "open"), try answers(bench, name))
        .allSatisfy { abs($0.probability - $1.probability) < 1e-4 }
      #expect(isSame, "\(name)")
    }
  }
}
