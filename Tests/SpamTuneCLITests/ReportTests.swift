import ClassificationMetrics
import Foundation
import Reports
import SpamTuneKit
import Testing

@Suite struct ReportTests {
  private func trained(_ more: String...) throws -> Workbench {
    let bench = try Workbench()
    let outcome = try bench.run(bench.training("run", ["--epochs", "3"] + more))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return bench
  }

  private func report(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["report", "--database", bench.database] + more)
  }

  /// Words that only the messages have.
  private static let words = Set(
    Messages.labelled().flatMap { $0.text.split(separator: " ").map(String.init) }
      .filter { $0.hasPrefix("q") })

  /// Whether there is a message in a text, also where a page marks its tokens one by one.
  private func holdsMessage(_ text: String) -> Bool {
    let unmarked = text.replacing(/<[^>]*>/, with: "")
    return [text, unmarked].contains { text in
      Messages.labelled().contains { text.contains($0.text) }
        || Self.words.contains { text.contains($0) }
    }
  }

  @Test func theTestPartOfTheNewestRunIsMeasuredByDefault() throws {
    let bench = try trained()
    let outcome = try report(bench, "--format", "json")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try outcome.decoded(as: ModelReport.self)
    #expect(report.data.name == "test part of run run")
    #expect(report.data.part == "test")
    #expect(report.data.seenInTraining == 0)
    #expect(report.subject.run == "run")
    #expect(report.subject.command?.contains("train --output") == true)
    #expect(report.subject.reportCommand.contains("report --database"))
    #expect(report.subject.settings["epochs"] == "3")
    #expect(report.learning?.epochs.map(\.epoch) == [1, 2, 3])
    #expect(report.learning?.steps.isEmpty == false)
    #expect(report.verdict.first?.hasPrefix("Of 1,000 ham messages") == true)
    let recorded = try #require(
      try Records(bench.database).rows(
        "SELECT accuracy, examples FROM v_evaluations WHERE part = 'test'"
      ).first)
    #expect(report.evaluation.accuracy.value == recorded["accuracy"])
    #expect(report.evaluation.examples == recorded["examples"])
  }

  @Test func theNumbersAreThoseOfEvaluate() throws {
    let bench = try trained()
    let metrics = try bench.run(
      "evaluate", "--model", bench.path("run"), "--data", bench.data, "--format", "json"
    ).decoded(as: EvaluationReport.self).metrics
    let before = try Records(bench.database).numbers("SELECT count(*) FROM evaluations")
    let outcome = try report(bench, "run", "--data", bench.data, "--format", "json")
    let report = try outcome.decoded(as: ModelReport.self)
    #expect(report.evaluation.examples == metrics.examples)
    #expect(report.evaluation.accuracy.value == metrics.accuracy.value)
    #expect(report.evaluation.accuracy.low == metrics.accuracy.low)
    #expect(report.evaluation.recall.value == metrics.recall.value)
    #expect(report.evaluation.mcc.value == metrics.mcc.value)
    #expect(report.evaluation.mcc.high == metrics.mcc.high)
    #expect(report.evaluation.loss == metrics.loss)
    // It records nothing.
    #expect(try Records(bench.database).numbers("SELECT count(*) FROM evaluations") == before)
  }

  @Test func thePiecesFitTogether() throws {
    let bench = try trained()
    let outcome = try report(
      bench, "run", "--data", bench.data, "--format", "json", "--errors", "3")
    let report = try outcome.decoded(as: ModelReport.self)
    #expect(report.data.isTrainedOn)
    #expect(report.verdict.contains { $0.contains("is the file that run run was trained on") })
    #expect(report.data.classes.map(\.examples) == [30, 30])
    #expect(report.reliability.reduce(0) { $0 + $1.count } == 60)
    let matrix = report.evaluation.confusionMatrix
    let wrong = 60 - matrix.correct
    #expect(report.errors.count == min(3, wrong))
    #expect(report.errors.map(\.probability) == report.errors.map(\.probability).sorted(by: >))
    let labels = Messages.labelled().map(\.label)
    #expect(report.errors.allSatisfy { $0.truth == labels[$0.row - 1] && $0.predicted != $0.truth })
    // Thresholds fall from above 1, and the model's own has the counts of the matrix.
    let thresholds = report.thresholds
    #expect(thresholds.map(\.threshold) == thresholds.map(\.threshold).sorted(by: >))
    #expect(thresholds.first.map { $0.counts.predictedPositives } == 0)
    #expect(thresholds.last.map { $0.counts.predictedNegatives } == 0)
    let own = try #require(thresholds.first { $0.threshold == report.subject.threshold })
    #expect(own.counts.truePositives == matrix[truth: 1, predicted: 1])
    #expect(own.counts.falsePositives == matrix[truth: 0, predicted: 1])
    #expect(report.data.tokenQuartiles == report.data.tokenQuartiles.sorted())
    #expect(report.data.tokenQuartiles.count == 5)
  }

  @Test(arguments: ["text", "markdown", "json", "html"])
  func noMessageIsShownUnlessAskedFor(format: String) throws {
    // Trained too little to be right everywhere.
    let bench = try Workbench()
    try bench.train("run", "--epochs", "1", "--learning-rate", "1e-6")
    let quiet = try report(bench, "run", "--data", bench.data, "--format", format)
    try #require(quiet.exitCode == 0, "\(quiet.errors)")
    #expect(!holdsMessage(quiet.output))
    #expect(!holdsMessage(quiet.errors))
    let open = try report(
      bench, "run", "--data", bench.data, "--format", format, "--include-text")
    try #require(open.exitCode == 0, "\(open.errors)")
    #expect(holdsMessage(open.output))
    #expect(!holdsMessage(open.errors))
  }

  @Test func theFormatFollowsTheOutputsName() throws {
    let bench = try trained()
    for (name, beginning) in [
      ("report.md", "# Report on run"), ("report.txt", "Report on run"),
      ("report.json", "{\"data\""),
      ("report.html", "<!doctype html>"),
    ] {
      let outcome = try report(bench, "run", "--no-audits", "--output", bench.path(name))
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.output == "")
      let text = String(decoding: try bench.contents(name), as: UTF8.self)
      #expect(text.hasPrefix(beginning), "\(text.prefix(40))")
    }
    let outcome = try report(bench, "run", "--output", bench.path("report.doc"))
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("does not say the format"))
  }

  @Test func severalModelsAreMeasuredOnSeveralFiles() throws {
    let bench = try trained()
    try bench.train("other", "--epochs", "1")
    let part = try bench.write(Messages.uci(Array(Messages.labelled().prefix(20))), to: "part.tsv")
    let arguments = ["run", "other", "--data", bench.data, "--data", part, "--no-audits"]
    let json = try bench.run(
      ["report", "--database", bench.database, "--format", "json"] + arguments)
    try #require(json.exitCode == 0, "\(json.errors)")
    let reports = try json.decoded(as: [ModelReport].self)
    #expect(reports.map(\.subject.run) == ["run", "run", "other", "other"])
    #expect(reports.map(\.evaluation.examples) == [60, 20, 60, 20])
    let text = try bench.run(["report", "--database", bench.database] + arguments)
    #expect(text.outputLines.first == "4 reports: 2 models on 2 data files")
    // A row in the grid, and one for each file.
    #expect(text.outputLines.count { $0.hasPrefix("other") } == 3)
    let markdown = try bench.run(
      ["report", "--database", bench.database, "--format", "markdown"] + arguments)
    #expect(markdown.output.hasPrefix("# 4 reports"))
  }

  @Test func withoutATestPartTheValidationPartSpeaksAndSaysSo() throws {
    let bench = try trained("--split", "80/20/0")
    let outcome = try report(bench, "--format", "json", "--no-audits")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try outcome.decoded(as: ModelReport.self)
    #expect(report.data.part == "validation")
    #expect(report.verdict[1].hasPrefix("There is no test part"))
    #expect(report.labelIssues == nil)
    #expect(report.nearDuplicates == nil)
  }

  @Test func aModelOfAnotherProgramNeedsAFile() throws {
    let bench = try trained()
    let exported = try bench.run(
      "export", "--model", bench.path("run"), "--output", bench.path("hf"))
    try #require(exported.exitCode == 0, "\(exported.errors)")
    let bare = try report(bench, bench.path("hf"))
    #expect(bare.exitCode == 65)
    #expect(bare.errorLines.count == 1)
    #expect(bare.errors.contains("--data"))
    let outcome = try report(bench, bench.path("hf"), "--data", bench.data, "--format", "json")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try outcome.decoded(as: ModelReport.self)
    #expect(report.learning == nil)
    #expect(report.data.seenInTraining == nil)
    #expect(report.labelIssues != nil)
    #expect(report.nearDuplicates == nil)
  }

  @Test func oneClassLeavesMetricsUndefined() throws {
    let bench = try trained()
    let ham = try bench.write(
      Messages.uci(Messages.labelled().filter { $0.label == "ham" }), to: "ham.tsv")
    let outcome = try report(bench, "run", "--data", ham)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("undefined"))
    #expect(outcome.output.contains("All messages have one label"))
  }

  @Test func badFilesAreOneSentence() throws {
    let bench = try trained()
    let unlabelled = try bench.write("qsecret one\nqsecret two\n", to: "texts.txt")
    let unknown = try bench.write("ham\tone\neggs\tqsecret\n", to: "other.tsv")
    let empty = try bench.write("", to: "empty.tsv")
    for file in [unlabelled, unknown, empty, bench.path("nowhere.tsv")] {
      let outcome = try report(bench, "run", "--data", file)
      #expect(outcome.exitCode == 65, "\(file)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(!outcome.errors.contains("qsecret"))
    }
  }

  @Test func whatIsNoModelIsOneSentence() throws {
    let bench = try trained()
    let base = try report(bench, bench.base, "--data", bench.data)
    #expect(base.exitCode == 65)
    #expect(base.errors.contains("This is a base model"))
    let baseline = try bench.run(
      "baseline", "--data", bench.data, "--database", bench.database, "--method", "rule",
      "--output", bench.path("rule"), "--name", "rule")
    try #require(baseline.exitCode == 0, "\(baseline.errors)")
    let simple = try report(bench, "rule")
    #expect(simple.exitCode == 65)
    #expect(simple.errors.contains("'baseline' leaves no model"))
    #expect(simple.errorLines.count == 1)
    try FileManager.default.removeItem(atPath: bench.path("run/config.json"))
    let unfinished = try report(bench, "run")
    #expect(unfinished.exitCode == 65)
    #expect(unfinished.errors.contains("has not finished"))
    let unknown = try report(bench, "nobody")
    #expect(unknown.exitCode == 65)
    #expect(unknown.errors.contains("No run 'nobody'"))
  }

  @Test func anOutputThatCannotBeWrittenIsFoundBeforeTheWork() throws {
    let bench = try trained()
    let missing = try report(bench, "run", "--output", bench.path("no/such/report.md"))
    #expect(missing.exitCode == 65)
    #expect(missing.errorLines.count == 1, "\(missing.errors)")
    let folder = try report(bench, "run", "--output", bench.path("run"), "--format", "markdown")
    #expect(folder.exitCode == 65)
    #expect(folder.errors.contains("found a folder"))
    let link = bench.path("link.md")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: bench.data)
    let linked = try report(bench, "run", "--output", link)
    #expect(linked.exitCode == 65)
    #expect(linked.errors.contains("found a symbolic link"))
    let before = try bench.contents("messages.tsv")
    let own = try report(
      bench, "run", "--data", bench.data, "--output", bench.data, "--format", "text")
    #expect(own.exitCode == 64)
    #expect(own.errors.contains("would replace the messages"))
    #expect(try bench.contents("messages.tsv") == before)
  }

  @Test func anOlderReportGivesWay() throws {
    let bench = try trained()
    let path = try bench.write("old", to: "report.md")
    let outcome = try report(bench, "run", "--no-audits", "--output", path)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(String(decoding: try bench.contents("report.md"), as: UTF8.self).hasPrefix("# Report"))
  }

  @Test func aChosenThresholdAndTheNewestDriftCheckAreSaid() throws {
    let bench = try trained()
    let calibrated = try bench.run(
      "calibrate", "--model", bench.path("run"), "--data", try new(bench), "--best", "f1")
    try #require(calibrated.exitCode == 0, "\(calibrated.errors)")
    let before = try report(bench, "run", "--format", "json", "--no-audits")
      .decoded(as: ModelReport.self)
    #expect(before.drift == nil)
    #expect(before.subject.decision?.hasPrefix("the highest F1 of spam (chosen on ") == true)
    #expect(before.thresholds.contains { $0.threshold == before.subject.threshold })
    #expect(before.evaluation.threshold == before.subject.threshold)
    let drift = try bench.run(
      "drift", "--model", bench.path("run"), "--reference", bench.data, "--current",
      try new(bench))
    try #require(drift.exitCode == 0, "\(drift.errors)")
    let after = try report(bench, "run", "--format", "json", "--no-audits")
      .decoded(as: ModelReport.self)
    #expect(after.drift?.current.examples == 60)
    #expect(after.drift?.features.isEmpty == false)
    #expect(after.drift?.sentences.isEmpty == false)
  }

  /// Messages that no training saw.
  private func new(_ bench: Workbench) throws -> String {
    let texts = Messages.labelled().map { Message(label: $0.label, text: $0.text + " anew") }
    return try bench.write(Messages.uci(texts), to: "anew.tsv")
  }
}
