import Foundation
import Testing

@Suite struct EvaluateTests {
  private func trained() throws -> Workbench {
    let bench = try Workbench()
    try bench.train("run", "--epochs", "3")
    return bench
  }

  private func evaluate(_ bench: Workbench, _ file: String, _ more: String...) throws -> Outcome {
    try bench.run(
      ["evaluate", "--model", bench.path("run"), "--data", file, "--format", "json"] + more)
  }

  @Test func theNumbersAreThoseOfTheAnswersOneByOne() throws {
    let bench = try trained()
    let metrics = try evaluate(bench, bench.data).decoded(as: EvaluationReport.self).metrics
    let answers = try bench.run(
      "classify", "--model", bench.path("run"), "--file", bench.data, "--format", "json"
    ).decodedLines(as: Answer.self)
    let pairs = zip(Messages.labelled(), answers).map { (truth: $0.label, answer: $1) }
    func count(_ truth: String, _ predicted: String) -> Double {
      Double(pairs.count { $0.truth == truth && $0.answer.label == predicted })
    }
    let (hit, miss) = (count("spam", "spam"), count("spam", "ham"))
    let (alarm, quiet) = (count("ham", "spam"), count("ham", "ham"))
    #expect(hit + miss + alarm + quiet == 60)
    #expect(metrics.examples == 60)
    #expect(metrics.accuracy.value == (hit + quiet) / 60)
    #expect(metrics.recall.value == hit / (hit + miss))
    #expect(metrics.specificity.value == quiet / (quiet + alarm))
    let precision = hit / max(1, hit + alarm)
    #expect(abs((metrics.precision.value ?? 0) - precision) < 1e-12)
    let product = (hit + alarm) * (hit + miss) * (quiet + alarm) * (quiet + miss)
    let mcc = product == 0 ? 0 : (hit * quiet - alarm * miss) / product.squareRoot()
    #expect(abs((metrics.mcc.value ?? 0) - mcc) < 1e-12)
    let loss = pairs.reduce(0) { $0 - log($1.answer.probabilities[$1.truth] ?? 0) } / 60
    #expect(abs(try #require(metrics.loss) - loss) < 1e-6)
  }

  @Test func theTestPartOfTheRunIsMeasuredAsAtItsEnd() throws {
    let bench = try trained()
    let rows = Set(try Records(bench.database).numbers("SELECT row FROM v_predictions"))
    let part = Messages.labelled().enumerated().filter { rows.contains($0.offset + 1) }.map(
      \.element)
    let file = try bench.write(Messages.uci(part), to: "part.tsv")
    let metrics = try evaluate(bench, file).decoded(as: EvaluationReport.self).metrics
    let recorded = try #require(
      try Records(bench.database).rows(
        "SELECT accuracy, mcc, loss FROM v_evaluations WHERE part = 'test'"
      ).first)
    #expect(metrics.accuracy.value == recorded["accuracy"])
    #expect(abs(try #require(metrics.loss) - (recorded["loss"] as Double)) < 1e-6)
  }

  @Test func theResultIsRecordedWithTheRunOfTheModel() throws {
    let bench = try trained()
    let report = try evaluate(bench, bench.data).decoded(as: EvaluationReport.self)
    let records = try Records(bench.database)
    let row = try #require(
      try records.rows("SELECT * FROM v_evaluations WHERE part = 'file'").first)
    #expect(row["run"] == "run")
    #expect(row["examples"] == 60)
    #expect(row["accuracy"] == report.metrics.accuracy.value)
    #expect(row["data_path"] == bench.data)
    #expect(
      try records.numbers(
        "SELECT count(*) FROM v_predictions WHERE part = 'file' AND text IS NULL") == [60])
  }

  @Test func anotherPositiveLabelTurnsTheMetricsRound() throws {
    let bench = try trained()
    let spam = try evaluate(bench, bench.data).decoded(as: EvaluationReport.self).metrics
    let ham = try evaluate(bench, bench.data, "--positive-label", "ham")
      .decoded(as: EvaluationReport.self).metrics
    #expect(spam.recall.value == ham.specificity.value)
    #expect(spam.accuracy == ham.accuracy)
  }

  @Test func plainOutputHasATableAndTheConfusionMatrix() throws {
    let bench = try trained()
    let outcome = try bench.run("evaluate", "--model", bench.path("run"), "--data", bench.data)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("truth \\ predicted"))
    #expect(outcome.output.contains("accuracy"))
  }

  @Test func anUnknownLabelIsNamedWithItsLine() throws {
    let bench = try trained()
    let file = try bench.write("ham\tone\neggs\tqsecret\n", to: "other.tsv")
    let outcome = try evaluate(bench, file)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("line 2: the label 'eggs' is not among the 2 classes"))
    #expect(!outcome.errors.contains("qsecret"))
  }

  @Test func aFileWithoutLabelsIsRefused() throws {
    let bench = try trained()
    let file = try bench.write("qsecret one\nqsecret two\n", to: "texts.txt")
    let outcome = try evaluate(bench, file)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("--data-format"))
    #expect(!outcome.errors.contains("qsecret"))
  }

  @Test func aFileOfOneClassHasTheMetricsThatAreDefined() throws {
    let bench = try trained()
    let file = try bench.write(
      Messages.uci(Messages.labelled().filter { $0.label == "ham" }), to: "ham.tsv")
    let metrics = try evaluate(bench, file).decoded(as: EvaluationReport.self).metrics
    #expect(metrics.accuracy.value == metrics.specificity.value)
    let text = try bench.run("evaluate", "--model", bench.path("run"), "--data", file)
    #expect(text.exitCode == 0)
    #expect(text.output.contains("undefined"))
  }

  @Test func aModelOfAnotherProgramIsRecordedWithoutARun() throws {
    let bench = try trained()
    _ = try bench.run("export", "--model", bench.path("run"), "--output", bench.path("exported"))
    let outcome = try bench.run("evaluate", "--model", bench.path("exported"), "--data", bench.data)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let rows = try Records(bench.path("home/runs/runs.sqlite")).rows("SELECT * FROM v_evaluations")
    #expect(rows.count == 1)
    #expect(rows.first?["run"] == nil as String?)
    #expect(rows.first?["model_path"] == bench.path("exported"))
  }
}
