import Foundation
import Testing

/// How a model's answers are decided on: temperature and thresholds.
@Suite struct DecisionTests {
  /// Messages of which every fifth has the wrong label, so that no model can be sure.
  private static let doubtful = Messages.labelled(600).enumerated().map { index, message in
    index % 5 == 4 || index % 15 == 0
      ? Message(label: message.label == "spam" ? "ham" : "spam", text: message.text) : message
  }
  private static let texts = doubtful.prefix(40).map(\.text)

  private func trained(_ more: String...) throws -> (bench: Workbench, outcome: Outcome) {
    let bench = try Workbench(messages: Self.doubtful)
    let outcome = try bench.run(
      bench.training("run", ["--split", "40/40/20", "--learning-rate", "1e-2"] + more))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return (bench, outcome)
  }

  private func answers(
    _ bench: Workbench, _ model: String = "run", _ more: String...
  ) throws -> [Answer] {
    let outcome = try bench.run(
      ["classify", "--model", bench.path(model), "--format", "json"] + more + ["--"] + Self.texts)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: Answer.self)
  }

  private func decision(_ bench: Workbench, _ model: String = "run") throws -> Decision {
    try JSONDecoder().decode(Decision.self, from: bench.contents(model + "/decision.json"))
  }

  private func softmax(_ answer: Answer, temperature: Double = 1) -> Double {
    1 / (1 + exp(((answer.logits["ham"] ?? .nan) - (answer.logits["spam"] ?? .nan)) / temperature))
  }

  @Test func theTemperatureIsFittedStoredAndApplied() throws {
    let (bench, outcome) = try trained()
    let decision = try decision(bench)
    #expect(decision.temperature != 1)
    #expect(decision.rule == nil)
    #expect(outcome.errors.contains("calibrated by a temperature"))
    for answer in try answers(bench) {
      let spam = answer.probabilities["spam"] ?? .nan
      #expect(abs(spam - softmax(answer, temperature: decision.temperature)) < 1e-5)
      #expect(answer.label == (softmax(answer) >= 0.5 ? "spam" : "ham"))
    }
    let fit = try #require(decision.evidence?.temperature)
    #expect(fit.lossAfter < fit.lossBefore)
    #expect(decision.evidence?.data == "validation part of run run")
  }

  @Test func whatTrainingPrintsIsWhatEvaluateMeasures() throws {
    let (bench, outcome) = try trained("--max-fpr", "5%", "--format", "json")
    let report = try outcome.decoded(as: TrainingReport.self)
    let records = try Records(bench.database)
    let rows = try records.rows(
      "SELECT row, predicted, positive_probability AS p FROM v_predictions WHERE part = 'test'")
    let threshold = try #require(try decision(bench).rule?.threshold)
    #expect(rows.count == report.metrics.test?.examples)
    for row in rows {
      let probability: Double = row["p"]
      #expect(row["predicted"] == (probability >= threshold ? "spam" : "ham"))
    }
    let lines = String(decoding: try bench.contents("messages.tsv"), as: UTF8.self)
      .split(separator: "\n")
    let tested = Set(rows.map { $0["row"] as Int })
    let file = try bench.write(
      lines.enumerated().filter { tested.contains($0.offset + 1) }.map { $0.element + "\n" }
        .joined(), to: "test.tsv")
    let evaluated = try bench.run(
      "evaluate", "--model", bench.path("run"), "--data", file, "--format", "json")
    let measured = try evaluated.decoded(as: EvaluationReport.self).metrics
    #expect(measured.specificity == report.metrics.test?.specificity)
    #expect(measured.recall == report.metrics.test?.recall)
  }

  @Test func theThresholdDecidesAndCanBeOverridden() throws {
    let (bench, _) = try trained("--max-fpr", "5%")
    let threshold = try #require(try decision(bench).rule?.threshold)
    for answer in try answers(bench) {
      let spam = answer.probabilities["spam"] ?? .nan
      #expect(answer.label == (spam >= threshold ? "spam" : "ham"))
      #expect(answer.probability == answer.probabilities[answer.label])
    }
    #expect(try answers(bench, "run", "--threshold", "0").allSatisfy { $0.label == "spam" })
    #expect(try answers(bench, "run", "--threshold", "1").allSatisfy { $0.label == "ham" })
    let refused = try bench.run(
      "classify", "--model", bench.path("run"), "--threshold", "1.5", "text")
    #expect(refused.exitCode == 64)
    #expect(refused.errorLines == ["spamtune: --threshold is 1.5; give a probability, 0 to 1."])
  }

  @Test func betweenTwoThresholdsTheAnswerIsUnsure() throws {
    let (bench, _) = try trained()
    let outcome = try bench.run(
      "calibrate", "--model", bench.path("run"), "--max-fpr", "2%", "--max-fnr", "2%")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let rule = try #require(try decision(bench).rule)
    let unsure = try #require(rule.unsureFrom)
    #expect(unsure < rule.threshold)
    let answers = try answers(bench)
    for answer in answers {
      let spam = answer.probabilities["spam"] ?? .nan
      #expect(
        answer.label == (spam >= rule.threshold ? "spam" : spam >= unsure ? "unsure" : "ham"))
      if answer.label == "unsure" { #expect(answer.probability == spam) }
    }
    #expect(answers.contains { $0.label == "unsure" })
    let evaluated = try bench.run("evaluate", "--model", bench.path("run"), "--data", bench.data)
    #expect(evaluated.errors.contains("are left unsure; they count as negative here"))
  }

  @Test func whatIsNotPromisedIsSaid() throws {
    let (_, outcome) = try trained("--max-fpr", "0.01%")
    // About 120 ham messages cannot promise one in ten thousand.
    #expect(outcome.errors.contains("are needed"))
  }

  @Test func calibrationCanBeTakenBack() throws {
    let (bench, _) = try trained("--best", "mcc")
    #expect(bench.exists("run/decision.json"))
    let outcome = try bench.run("calibrate", "--model", bench.path("run"), "--no-temperature")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!bench.exists("run/decision.json"))
    for answer in try answers(bench) {
      #expect(abs((answer.probabilities["spam"] ?? .nan) - softmax(answer)) < 1e-5)
      #expect(answer.label == (softmax(answer) >= 0.5 ? "spam" : "ham"))
    }
  }

  @Test func messagesThatWereLearnedFromAreLeftOut() throws {
    let (bench, _) = try trained("--no-temperature")
    #expect(!bench.exists("run/decision.json"))
    let whole = try bench.run("calibrate", "--model", bench.path("run"), "--data", bench.data)
    #expect(whole.exitCode == 0, "\(whole.errors)")
    #expect(whole.output.contains("of 600 messages are left out: the model learned from them"))
    #expect((try decision(bench).evidence?.examples.values.reduce(0, +) ?? 0) == 240)

    let learned = try Workbench(messages: Messages.labelled(200))
    let other = try learned.write(Messages.uci(Messages.labelled(220)), to: "test.tsv")
    let run = try learned.run(
      learned.training("run", ["--train-file", learned.data, "--test-file", other]))
    try #require(run.exitCode == 0, "\(run.errors)")
    let refused = try learned.run(
      "calibrate", "--model", learned.path("run"), "--data", learned.data)
    #expect(refused.exitCode == 65)
    #expect(refused.errorLines.count == 1)
    #expect(refused.errors.contains("the model learned from these messages"))
    let empty = try learned.run("calibrate", "--model", learned.path("run"))
    #expect(empty.exitCode == 65)
    #expect(empty.errors.contains("has no validation messages"))
  }

  @Test func aThresholdIsOneOfTheClassThatIsAskedAbout() throws {
    let (bench, _) = try trained()
    for (threshold, recall) in [("0", 1.0), ("1", 0.0)] {
      let outcome = try bench.run(
        "evaluate", "--model", bench.path("run"), "--data", bench.data, "--format", "json",
        "--positive-label", "ham", "--threshold", threshold)
      #expect(try outcome.decoded(as: EvaluationReport.self).metrics.recall.value == recall)
    }
  }

  @Test func whatIsMadeOfAModelDecidesAsItDoes() throws {
    let (bench, _) = try trained("--method", "lora", "--max-fpr", "5%")
    let merged = try bench.run(
      "merge", "--model", bench.path("run"), "--output", bench.path("merged"))
    try #require(merged.exitCode == 0, "\(merged.errors)")
    let quantised = try bench.run(
      "quantise", "--base", bench.path("merged"), "--output", bench.path("small"))
    try #require(quantised.exitCode == 0, "\(quantised.errors)")
    let decision = try decision(bench)
    #expect(decision.temperature != 1)
    for model in ["merged", "small"] {
      #expect(try self.decision(bench, model).temperature == decision.temperature)
      #expect(try self.decision(bench, model).rule?.threshold == decision.rule?.threshold)
      let inspected = try bench.run("inspect", bench.path(model))
      #expect(
        inspected.outputLines.contains { $0.hasPrefix("decision ") && $0.contains(" temperature ") }
      )
    }
    for (one, other) in zip(try answers(bench), try answers(bench, "merged")) {
      #expect(abs(one.probability - other.probability) < 1e-3 || one.label != other.label)
    }
  }

  @Test func anExportGivesTheSameProbabilitiesAndDecisions() throws {
    let (bench, _) = try trained("--max-fpr", "5%")
    let expected = try answers(bench)
    for (name, more) in [("plain", []), ("folded", ["--fold-threshold"])] {
      let outcome = try bench.run(
        ["export", "--model", bench.path("run"), "--output", bench.path(name)] + more)
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
    }
    for (one, other) in zip(expected, try answers(bench, "plain")) {
      // As another program would compute it, from the logits alone.
      #expect(abs((one.probabilities["spam"] ?? .nan) - softmax(other)) < 1e-4)
      #expect(one.label == other.label)
    }
    #expect(!bench.exists("folded/decision.json"))
    for (one, other) in zip(expected, try answers(bench, "folded")) {
      #expect(one.label == (softmax(other) >= 0.5 ? "spam" : "ham"))
    }
  }

  @Test func fewMessagesChangeNoTemperature() throws {
    let (bench, _) = try trained()
    let fitted = try decision(bench).temperature
    let file = try bench.write("ham\tqone two\nspam\tqthree four\n", to: "few.tsv")
    let outcome = try bench.run(
      "calibrate", "--model", bench.path("run"), "--data", file, "--max-fpr", "5%")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("the temperature stays"))
    #expect(outcome.output.contains("of 1 'ham' count as 'spam'"))
    #expect(try decision(bench).temperature == fitted)
  }

  @Test func fewMessagesSetNoTemperature() throws {
    let bench = try Workbench()
    let outcome = try bench.train()
    #expect(outcome.errors.contains("too few to calibrate by"))
    for answer in try answers(bench) {
      #expect(abs((answer.probabilities["spam"] ?? .nan) - softmax(answer)) < 1e-6)
    }
  }

  @Test(arguments: [
    (["--max-fpr", "2"], "--max-fpr"), (["--max-fpr", "much"], "--max-fpr"),
    (["--min-precision", "-1"], "--min-precision"), (["--cost", "fp=1"], "--cost"),
    (["--cost", "fp=-1,fn=2"], "--cost"),
    (["--max-fpr", "1%", "--min-precision", "99%"], "exclude each other"),
    (["--best", "accuracy"], "--best"), (["--max-fnr", "150%"], "--max-fnr"),
  ])
  func badWishesAreRefused(options: [String], sentence: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(bench.training("run", options))
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains(sentence))
    #expect(!bench.exists("run"))
  }

  @Test func aThresholdNeedsTwoClassesAndAValidationPart() throws {
    let bench = try Workbench(messages: Messages.labelled(90, classes: ["a", "b", "c"]))
    let three = try bench.run(bench.training("run", ["--max-fpr", "1%"]))
    #expect(three.exitCode == 64)
    #expect(three.errors.contains("here are 3"))
    let two = try Workbench()
    let other = try two.write(Messages.uci(Messages.labelled(80)), to: "test.tsv")
    let without = try two.run(
      two.training("run", ["--train-file", two.data, "--test-file", other, "--best", "f1"]))
    #expect(without.exitCode == 64)
    #expect(without.errors.contains("chosen on the validation part, and there is none"))
  }

  @Test(arguments: [
    "{", #"{"temperature": 0}"#, #"{"temperature": 1, "rule": {"threshold": 0.5}}"#,
    #"{"temperature": 1, "positive_label": "spam", "rule": {"threshold": 0.5, "unsure_from": 0.7}}"#,
  ])
  func aDamagedDecisionIsRefused(contents: String) throws {
    let bench = try Workbench()
    try bench.train()
    try bench.write(contents, to: "run/decision.json")
    let outcome = try bench.run("classify", "--model", bench.path("run"), "text")
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("decision.json"))
    #expect(outcome.errors.contains("Calibrate the model anew"))
    // The advice helps.
    let mended = try bench.run("calibrate", "--model", bench.path("run"))
    #expect(mended.exitCode == 0, "\(mended.errors)")
    #expect(try bench.run("classify", "--model", bench.path("run"), "text").exitCode == 0)
  }
}

/// `decision.json` in a model's folder.
private struct Decision: Decodable {
  struct Rule: Decodable {
    let threshold: Double
    let unsureFrom: Double?
    enum CodingKeys: String, CodingKey {
      case threshold
      case unsureFrom = "unsure_from"
    }
  }
  struct Fit: Decodable {
    let lossBefore: Double
    let lossAfter: Double
    enum CodingKeys: String, CodingKey {
      case lossBefore = "loss_before"
      case lossAfter = "loss_after"
    }
  }
  struct Evidence: Decodable {
    let data: String
    let examples: [String: Int]
    let temperature: Fit?
  }
  let temperature: Double
  let rule: Rule?
  let evidence: Evidence?
}
