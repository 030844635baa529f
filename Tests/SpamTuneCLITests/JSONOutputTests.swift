import Foundation
import TestFiles
import Testing

/// What the commands really print is what docs/schemas describes.
@Suite struct JSONOutputTests {
  private let bench: Workbench
  private let schemas: JSONSchemas

  init() throws {
    bench = try Workbench()
    let docs = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/schemas")
    schemas = try JSONSchemas(folder: docs)
  }

  /// Runs a command that must succeed, and holds what it prints against a schema.
  @discardableResult
  private func check(
    _ arguments: [String], _ schema: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try bench.run(arguments + ["--format", "json"])
    try #require(outcome.exitCode == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    try check(outcome.output, schema, sourceLocation: sourceLocation)
    return outcome.output
  }

  private func check(
    _ json: String, _ schema: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let problems = try schemas.problems(of: Data(json.utf8), by: schema + ".schema.json")
    #expect(problems == [], "\(schema)", sourceLocation: sourceLocation)
  }

  private func checkFile(
    _ name: String, _ schema: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try check(
      String(decoding: bench.contents(name), as: UTF8.self), schema,
      sourceLocation: sourceLocation)
  }

  private var model: [String] { ["--model", bench.path("run"), "--database", bench.database] }

  @Test func trainingsAndWhatTheyAreComparedWith() throws {
    let output = try check(bench.training("run"), "train")
    #expect(output.split(separator: "\n").count == 1)
    try checkFile("run/training.json", "train")
    try check(
      bench.training("selected", ["--keep-best", "--precision", "auto"]),
      "train")
    let out = ["--data", bench.data, "--database", bench.database, "--output"]
    for method in ["naive-bayes", "rule"] {
      let arguments = ["baseline", "--method", method, "--name", method]
      try check(arguments + out + [bench.path(method)], "baseline")
      try checkFile(method + "/baseline.json", "baseline")
    }
    let base = ["--base", bench.base, "--epochs", "1"]
    for (name, plan) in [("folds", ["--folds", "3"]), ("train-on", ["--train-on", "20"])] {
      try check(
        ["cross-validate", "--name", name] + plan + base + out + [bench.path(name)],
        "cross-validate")
      try checkFile(name + "/cross-validation.json", "cross-validate")
    }
    try check(
      ["compare", "--methods", "head,rule"] + base + out + [bench.path("compared")], "compare")
    try checkFile("compared/compare.json", "compare")
    try check(
      ["sweep", "--grid", "batch-size=4,8", "--name", "sweep"] + base + out + [bench.path("sweep")],
      "sweep")
  }

  @Test func whatIsSaidOfAModel() throws {
    try bench.train("run", "--epochs", "4")
    try check(["evaluate", "--data", bench.data] + model, "evaluate")
    try check(["calibrate", "--max-fpr", "0.2"] + model, "calibrate")
    try check(["evaluate", "--data", bench.data] + model, "evaluate")
    try check(["audit"] + model, "audit")
    try check(["drift", "--current", bench.data] + model, "drift")
    try check(["report", bench.path("run"), "--database", bench.database], "report")
    try check(["inspect", bench.path("run")], "inspect")
    try check(["inspect", bench.base], "inspect")
    try check(["inspect", bench.path("base/model.safetensors")], "inspect")

    try bench.train("adapters", "--method", "lora", "--rank", "2")
    try check(["inspect", bench.path("adapters")], "inspect")
    try check(
      ["report", bench.path("run"), bench.path("adapters"), "--database", bench.database], "report")
    try check(
      ["merge", "--model", bench.path("adapters"), "--output", bench.path("merged")], "merge")
  }

  @Test func severalClassesHaveNoPositiveOne() throws {
    let messages = Messages.labelled(classes: ["ham", "news", "spam"])
    let data = try bench.write(Messages.uci(messages), to: "three.tsv")
    try check(bench.training("run", ["--data", data]), "train")
    try check(["evaluate", "--data", data] + model, "evaluate")
    try check(["audit"] + model, "audit")
    try check(["drift", "--current", data] + model, "drift")
    try check(["report", bench.path("run"), "--database", bench.database], "report")
  }

  @Test func answersAndTokens() throws {
    try bench.train()
    let texts = try bench.write("ring bring\nthe \"other\" / mother\n", to: "texts.txt")
    let input = ["classify", "--file", texts, "--format", "json"] + model
    for more in [[], ["--explain"]] {
      let outcome = try bench.run(input + more)
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.outputLines.count == 2)
      for line in outcome.outputLines { try check(line, "classify") }
    }
    try check(["classify", "ring the mother", "--explain", "--nearest", "2"] + model, "classify")
    try check(["tokenize", "the other", "--tokenizer", bench.base], "tokenize")
  }

  @Test func recordedRuns() throws {
    try bench.train("first")
    try bench.train("second", "--epochs", "3", "--seed", "5", "--store-text")
    try check(["drift", "--current", bench.data, "--model", bench.path("first")], "drift")
    let database = ["--database", bench.database]
    try check(["runs", "list"] + database, "table")
    try check(["runs", "sql", "SELECT * FROM v_evaluations"] + database, "table")
    try check(["runs", "best", "--metric", "test.accuracy"] + database, "runs-best")
    try check(["runs", "diff", "first", "second"] + database, "runs-diff")
    try check(["runs", "curves", "first", "second"] + database, "runs-curves")
    try check(["runs", "export"] + database, "runs-export")
    try check(["runs", "export", "--with-text"] + database, "runs-export")
  }

  @Test func theMachine() throws {
    try check(["bench", "--base", bench.base, "--data", bench.data], "bench")
  }
}
