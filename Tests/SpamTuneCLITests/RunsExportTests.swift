import Foundation
import Testing

@Suite struct RunsExportTests {
  private func export(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["runs", "export", "--database", bench.database] + more)
  }

  @Test func oneTableHasRunsWithSettingsAndResults() throws {
    let bench = try Workbench()
    try bench.train("one")
    try bench.train("two", "--padded-length", "20", "--pooling", "padded-last")
    let outcome = try export(bench)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let names = try #require(outcome.outputLines.first).split(separator: ",").map(String.init)
    for name in [
      "run", "status", "setting.learning_rate", "setting.padded_length", "test.f1", "test.f1_low",
      "validation.mcc", "train.loss", "test.examples", "test.seconds",
    ] {
      #expect(names.filter { $0 == name }.count == 1, "\(name)")
    }
    #expect(!names.contains("setting.options"))
    #expect(!names.contains("file.f1"))
    #expect(outcome.outputLines.dropFirst().map { $0.prefix(4) } == ["one,", "two,"])
    #expect(try export(bench, "two").outputLines.count == 2)
  }

  @Test(arguments: ["steps", "epochs", "evaluations", "metrics", "predictions", "settings"])
  func otherTablesAreTheViews(_ table: String) throws {
    let bench = try Workbench()
    try bench.train("one")
    try bench.train("two")
    let outcome = try export(bench, "--table", table, "./two", "--output", bench.path("table.csv"))
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output == "")
    let lines = String(decoding: try bench.contents("table.csv"), as: UTF8.self)
      .split(separator: "\n")
    let count = try Records(bench.database).numbers(
      "SELECT count(*) FROM v_\(table) WHERE run = 'two'")
    #expect([lines.count - 1] == count)
    #expect(lines.count > 1)
  }

  @Test func everythingFitsIntoOneDocument() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "1")
    let outcome = try export(bench, "--format", "json")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
        as? [String: [[String: Any]]])
    let records = try Records(bench.database)
    for name in [
      "runs", "settings", "steps", "epochs", "evaluations", "metrics", "confusion", "predictions",
      "checkpoints", "drift", "drift_features",
    ] {
      #expect(
        try [document[name]?.count ?? -1] == records.numbers("SELECT count(*) FROM v_\(name)"),
        "\(name)")
    }
    #expect(document["runs"]?.first?["classes"] as? [String] == ["ham", "spam"])
    #expect(document["predictions"]?.first?["probabilities"] is [Double])
  }

  @Test func textsAreExportedOnlyWhenAsked() throws {
    let bench = try Workbench()
    try bench.train("one", "--store-text", "--epochs", "1")
    let text = try #require(
      try Records(bench.database).texts("SELECT text FROM v_predictions").first)
    for (format, more) in [("csv", ["--table", "predictions"]), ("json", [])] {
      let base = ["runs", "export", "--database", bench.database, "--format", format] + more
      #expect(try !bench.run(base).output.contains(text), "\(format)")
      #expect(try bench.run(base + ["--with-text"]).output.contains(text), "\(format)")
    }
    let folder = bench.path("trackio")
    #expect(try export(bench, "--format", "trackio", "--output", folder).exitCode == 0)
    #expect(try bench.contents("trackio/spamtune.db").range(of: Data(text.utf8)) == nil)
  }

  @Test func aProjectForTrackioIsReplacedWhenItIsOurs() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "1")
    let folder = bench.path("trackio")
    func write() throws -> Outcome {
      try export(bench, "--format", "trackio", "--output", folder, "--project", "sms")
    }
    #expect(try write().exitCode == 0)
    try bench.train("two", "--epochs", "1")
    let again = try write()
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(try bench.names(in: "trackio") == ["sms.db"])
    let project = try Records(folder + "/sms.db")
    #expect(try project.texts("SELECT DISTINCT run_name FROM metrics") == ["one", "two"])
    try project.execute(
      "INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES ('1', '', 'own', 1, '{}')"
    )
    let refused = try write()
    #expect(refused.exitCode == 64)
    #expect(refused.errors.contains("--project"))
    #expect(try project.numbers("SELECT count(*) FROM metrics WHERE run_name = 'own'") == [1])
  }

  @Test func mistakesAreOneSentence() throws {
    let bench = try Workbench()
    try bench.train("one", "--epochs", "1")
    for (arguments, code, words) in [
      (["nothing"], 65, ["No run 'nothing'"]), (["--kind", "pretrain"], 64, ["No run meets"]),
      (["--format", "json", "--table", "steps"], 64, ["--format csv"]),
      (["--format", "trackio", "--with-text"], 64, ["--with-text"]),
      (["--format", "trackio", "--project", "../x", "--output", "new"], 64, ["../x"]),
      (["--output", "nowhere/runs.csv"], 65, ["nowhere/runs.csv"]),
      (["--output", "base"], 65, ["base", "folder"]),
    ] as [([String], Int32, [String])] {
      let outcome = try bench.run(["runs", "export", "--database", bench.database] + arguments)
      #expect(outcome.exitCode == code, "\(arguments)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
    #expect(!bench.exists("new"))
  }
}
