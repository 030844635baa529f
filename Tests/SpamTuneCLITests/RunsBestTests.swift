import Foundation
import Testing

@Suite struct RunsBestTests {
  private struct Report: Decodable {
    struct Entry: Decodable {
      let run: String
      let folder: String
      let value: Double
      let low: Double?
      let high: Double?
    }
    struct Messages: Decodable { let examples: Int }
    let metric: String
    let best: Entry
    let overlapping: [Entry]
    let considered: Int
    let elsewhere: Int
    let unmeasured: Int
    let messages: Messages
    let remarks: [String]
  }

  /// Four runs on the same messages, and "other" on others, made first. Their measurements are put in by
  /// hand.
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.train("other", "--epochs", "1", "--split", "50/25/25")
    for name in ["high", "near", "far", "none"] { try bench.train(name, "--epochs", "1") }
    let records = try Records(bench.database)
    for (run, value, low, high) in [
      ("other", 0.99, 0.98, 1.0), ("high", 0.9, 0.8, 0.95), ("near", 0.85, 0.75, 0.9),
      ("far", 0.5, 0.4, 0.6),
    ] {
      for metric in ["mcc", "log_loss"] {
        try records.execute(
          """
          UPDATE evaluation_metrics SET value = \(value), low = \(low), high = \(high)
          WHERE name = '\(metric)' AND evaluation_id IN (
            SELECT evaluation FROM v_evaluations WHERE run = '\(run)')
          """)
      }
    }
    try records.execute(
      """
      UPDATE evaluation_metrics SET value = NULL, low = NULL, high = NULL
      WHERE evaluation_id IN (SELECT evaluation FROM v_evaluations WHERE run = 'none')
      """)
    return bench
  }

  private func best(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["runs", "best", "--database", bench.database] + more)
  }

  @Test func theBestIsNamedWithThoseThatMayBeAsGood() throws {
    let bench = try bench()
    let report = try best(bench, "--format", "json").decoded(as: Report.self)
    #expect(report.metric == "validation.mcc")
    #expect(report.best.run == "high")
    #expect(report.best.folder == bench.path("high"))
    #expect(report.best.value == 0.9)
    #expect(report.best.low == 0.8)
    #expect(report.best.high == 0.95)
    #expect(report.overlapping.map(\.run) == ["near"])
    #expect(report.considered == 3)
    #expect(report.elsewhere == 1)
    #expect(report.unmeasured == 1)
    #expect(report.messages.examples == 6)
    #expect(report.remarks.allSatisfy { !$0.contains("Chosen by the test messages") })
    let text = try best(bench)
    #expect(text.outputLines[2].contains(/^high  train +0\.9000 \(0\.8000–0\.9500\)/))
    #expect(text.outputLines[3].contains(/^near  train +0\.8500 \(0\.7500–0\.9000\)/))
    #expect(!text.output.contains("far"))
    for part in ["3 runs measured on the same 6 messages", "1 run measured on other messages"] {
      #expect(text.output.contains(part), "\(text.output)")
    }
  }

  @Test func aScriptGetsTheNameAlone() throws {
    let bench = try bench()
    #expect(try best(bench, "--name-only").output == "high\n")
    let answer = try bench.run(
      "classify", "--database", bench.database, "--model", "high", "some text")
    #expect(answer.exitCode == 0, "\(answer.errors)")
  }

  @Test func lossesAreTheBetterTheLower() throws {
    let bench = try bench()
    let report = try best(bench, "--metric", "validation.log-loss", "--format", "json")
      .decoded(as: Report.self)
    #expect(report.best.run == "far")
    #expect(report.overlapping.isEmpty)
  }

  @Test func conditionsChooseAmongGroups() throws {
    let bench = try bench()
    #expect(try best(bench, "--name", "o*", "--name-only").output == "other\n")
    let near = try best(bench, "--name", "[nf]*", "--format", "json").decoded(as: Report.self)
    #expect(near.best.run == "near")
    #expect(near.considered == 2)
    #expect(near.elsewhere == 0)
  }

  @Test func choosingByTestFlattersAndIsSaid() throws {
    let bench = try bench()
    let outcome = try best(bench, "--metric", "test.mcc")
    #expect(outcome.output.contains("looks better than it is"))
    // Where nothing was validated there is nothing else.
    try Records(bench.database).execute("DELETE FROM evaluations WHERE part = 'validation'")
    let report = try best(bench, "--format", "json").decoded(as: Report.self)
    #expect(report.metric == "test.mcc")
  }

  @Test func mistakesAreOneSentence() throws {
    let bench = try bench()
    for (arguments, words) in [
      (["--metric", "validation.mmc"], ["'validation.mcc'"]),
      (["--metric", "f1"], ["f1", "roc_auc"]),
      (["--metric", "test.f1_low"], ["test.f1_low"]),
      (["--metric", "file.f1"], ["file.f1", "(5)"]),
      (["--kind", "pretrain"], ["No run meets"]), (["--status", "failed"], ["No run meets"]),
    ] {
      let outcome = try bench.run(["runs", "best", "--database", bench.database] + arguments)
      #expect(outcome.exitCode == 64, "\(arguments)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
  }
}
