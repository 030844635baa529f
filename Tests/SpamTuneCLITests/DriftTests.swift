import Foundation
import GRDB
import Testing

/// `spamtune drift` on a tiny model, with drifts that were made.
@Suite struct DriftTests {
  private struct Report: Decodable, Equatable {
    struct Side: Decodable, Equatable {
      let name: String
      let examples: Int
    }
    struct Feature: Decodable, Equatable {
      let name: String
      let psi: Metric
      let verdict: String
      let pValue: Double
      let referenceMean: Double?
      let currentMean: Double?

      enum CodingKeys: String, CodingKey {
        case name, psi, verdict
        case pValue = "p_value"
        case referenceMean = "reference_mean"
        case currentMean = "current_mean"
      }
    }
    struct Quality: Decodable, Equatable {
      let accuracy: Metric
      let precision: Metric
      let recall: Metric
    }
    let reference: Side
    let current: Side
    let features: [Feature]
    let domainAUC: Metric
    let estimatedReference: Quality?
    let estimatedCurrent: Quality?
    let verdict: String
    let sentences: [String]

    enum CodingKeys: String, CodingKey {
      case reference, current, features, verdict, sentences
      case domainAUC = "domain_auc"
      case estimatedReference = "estimated_reference"
      case estimatedCurrent = "estimated_current"
    }
  }

  /// A trained model, and a file of messages to compare with.
  private func trained() throws -> Workbench {
    let bench = try Workbench(messages: Messages.labelled(240))
    try bench.train("run", "--epochs", "3")
    return bench
  }

  private func drift(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["drift", "--database", bench.database, "--model", bench.path("run")] + more)
  }

  private func report(_ bench: Workbench, _ more: String...) throws -> Report {
    let outcome = try bench.run(
      ["drift", "--database", bench.database, "--model", bench.path("run"), "--format", "json"]
        + more)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decoded(as: Report.self)
  }

  private func file(_ bench: Workbench, _ name: String, _ messages: [Message]) throws -> String {
    try bench.write(Messages.uci(messages), to: name)
  }

  /// The messages in an order of the test's own, without the standard library's sense of chance.
  private func shuffled(_ messages: [Message], by step: Int) -> [Message] {
    messages.indices.map { messages[$0 * step % messages.count] }
  }

  @Test(arguments: [7, 11, 13])
  func aShuffledHalfShowsNone(step: Int) throws {
    let bench = try trained()
    let order = shuffled(Messages.labelled(240), by: step)
    let before = try file(bench, "before.tsv", Array(order[..<120]))
    let now = try file(bench, "now.tsv", Array(order[120...]))
    let found = try report(bench, "--reference", before, "--current", now)
    #expect(found.verdict == "none", "\(found.sentences)")
    #expect(found.features.allSatisfy { $0.verdict == "none" })
    #expect(found.reference == .init(name: before, examples: 120))
    #expect(found.current == .init(name: now, examples: 120))
  }

  @Test func longerMessagesAreNamedAsSuch() throws {
    let bench = try trained()
    let messages = Messages.labelled(240)
    let before = try file(bench, "before.tsv", Array(messages[..<120]))
    // The same at their ends, which is what the model reads a message by.
    let longer = messages[120...].map {
      Message(label: $0.label, text: String(repeating: "then there ", count: 3) + $0.text)
    }
    let now = try file(bench, "now.tsv", longer)
    let found = try report(bench, "--reference", before, "--current", now)
    #expect(found.verdict == "large")
    let changed = Set(found.features.filter { $0.verdict != "none" }.map(\.name))
    #expect(changed.isSuperset(of: ["length", "tokens", "token frequencies"]), "\(changed)")
    #expect(changed.isDisjoint(with: ["links", "currency signs", "digits in a row"]))
    let length = try #require(found.features.first { $0.name == "length" })
    let means = (try #require(length.referenceMean), try #require(length.currentMean))
    #expect(abs(means.1 - means.0 - 33) < 3)
    #expect(found.sentences[1].contains("length"))
  }

  /// What a label means shows in no text, and the report says so.
  @Test func changedLabelsAreInvisible() throws {
    let bench = try trained()
    let messages = Messages.labelled(240)
    let before = try file(bench, "before.tsv", Array(messages[..<120]))
    let now = try file(bench, "now.tsv", Array(messages[120...]))
    let honest = try report(bench, "--reference", before, "--current", now)
    let turned = messages[120...].map {
      Message(label: $0.label == "ham" ? "spam" : "ham", text: $0.text)
    }
    _ = try file(bench, "now.tsv", turned)
    let found = try report(bench, "--reference", before, "--current", now)
    #expect(found == honest)
    #expect(found.sentences.last?.contains("What this cannot see") == true)
    #expect(found.sentences.last?.contains("concept drift") == true)
  }

  @Test func labelsAreNotNeededAndUnknownOnesDoNotMatter() throws {
    let bench = try trained()
    let messages = Messages.labelled(240)
    let labelled = try file(bench, "labelled.tsv", Array(messages[120...]))
    let texts = try bench.write(
      messages[120...].map { $0.text + "\n" }.joined(), to: "texts.txt")
    let eggs = try file(
      bench, "eggs.tsv", messages[120...].map { Message(label: "eggs", text: $0.text) })
    let reports = try [labelled, texts, eggs].map {
      try report(bench, "--reference", "run", "--current", $0)
    }
    #expect(reports[0].features == reports[1].features)
    #expect(reports[0].features == reports[2].features)
    #expect(reports[0].domainAUC == reports[1].domainAUC)
  }

  @Test func aRunIsItsTestPart() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    let found = try report(bench, "--reference", "run", "--current", now)
    #expect(found.reference.name == "test part of run run")
    let tested = try Records(bench.database).numbers(
      "SELECT examples FROM v_evaluations WHERE run = 'run' AND part = 'test'")
    #expect(tested == [found.reference.examples])
    // Without a reference it is the model's own run, without a model the run of the reference.
    #expect(try report(bench, "--current", now) == found)
    let outcome = try bench.run(
      "drift", "--database", bench.database, "--reference", "run", "--current", now, "--format",
      "json")
    #expect(try outcome.decoded(as: Report.self) == found)
  }

  @Test func theQualityIsEstimatedFromTheModelsOwnProbabilities() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    let found = try report(bench, "--reference", "run", "--current", now)
    let answers = try bench.run(
      "classify", "--model", bench.path("run"), "--file", now, "--format", "json"
    ).decodedLines(as: Answer.self)
    let expected = answers.reduce(0) { $0 + $1.probability } / Double(answers.count)
    let accuracy = try #require(found.estimatedCurrent?.accuracy.value)
    #expect(abs(accuracy - expected) < 1e-3)
    #expect(found.estimatedReference != nil)
  }

  @Test func everyCheckIsKeptAndTheEarlierOnesAreShown() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    let first = try drift(bench, "--current", now)
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(!first.output.contains("Earlier comparisons"))
    let second = try drift(bench, "--current", now)
    #expect(second.output.contains("Earlier comparisons of this model:"))
    #expect(second.output.contains("now.tsv"))
    let unrecorded = try drift(bench, "--current", now, "--no-record")
    #expect(!unrecorded.output.contains("Earlier comparisons"))
    let checks = try Records(bench.database).rows("SELECT * FROM v_drift")
    #expect(checks.count == 2)
    let check = try #require(checks.first)
    #expect(
      check["run"] == "run" && check["current_path"] == now && check["current_examples"] == 60)
    let found = try report(bench, "--current", now)
    #expect(check["verdict"] == found.verdict)
    #expect(check["domain_auc"] == found.domainAUC.value)
    #expect(check["score_psi"] == found.features[0].psi.value)
    #expect(check["estimated_current_recall"] == found.estimatedCurrent?.recall.value)
    #expect(
      try Records(bench.database).texts(
        "SELECT name FROM v_drift_features WHERE drift_check = 1 ORDER BY place")
        == found.features.map(\.name))
  }

  @Test func theExitCodeIsForScripts() throws {
    let bench = try trained()
    let messages = Messages.labelled(240)
    let before = try file(bench, "before.tsv", Array(messages[..<120]))
    let same = try file(bench, "same.tsv", Array(messages[120...]))
    let other = try bench.write(
      messages[120...].map { "then there " + $0.text.uppercased() + " $5 www.example.com\n" }
        .joined(), to: "other.txt")
    for (file, level, code) in [
      (same, "moderate", 0), (other, "moderate", 2), (other, "large", 2), (other, "", 0),
    ] as [(String, String, Int32)] {
      let outcome = try bench.run(
        ["drift", "--model", bench.path("run"), "--reference", before, "--current", file]
          + (level.isEmpty ? [] : ["--fail-on", level]))
      #expect(outcome.exitCode == code, "\(file), \(level): \(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("What this cannot see"))
    }
  }

  @Test func markdownHasATableAndNoText() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    let outcome = try drift(bench, "--current", now, "--format", "markdown")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.outputLines.contains { $0.hasPrefix("| feature | verdict |") })
    #expect(outcome.output.hasPrefix("**"))
    #expect(!outcome.output.contains("qlunch") && !outcome.output.contains("qcash"))
  }

  @Test func theLastTenChecksAreShown() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    _ = try report(bench, "--current", now)
    let columns = """
      run_id, created_at, model_path, model_sha256, reference_name, reference_path, reference_sha256, \
      reference_examples, current_name, current_path, current_sha256, current_examples, verdict, sentences, \
      seconds
      """
    try Records(bench.database).execute(
      """
      WITH RECURSIVE copies (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copies WHERE i < 12)
      INSERT INTO drift_checks (\(columns)) SELECT \(columns) FROM drift_checks, copies
      """)
    let outcome = try drift(bench, "--current", now)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(
      outcome.outputLines.suffix(11).map { $0.hasSuffix(now) } == [false]
        + Array(repeating: true, count: 10))
  }

  @Test func severalFilesAreNamedAsTheirRunNamesThem() throws {
    let bench = try Workbench()
    let texts = Messages.labelled(60).map { Message(label: $0.label, text: $0.text + " anew") }
    let test = try file(bench, "test.tsv", texts)
    try bench.train("run", "--train-file", bench.data, "--test-file", test)
    _ = try report(bench, "--current", try file(bench, "now.tsv", Messages.labelled(40)))
    let records = try Records(bench.database)
    let paths = try records.texts("SELECT reference_path FROM drift_checks")
    #expect(paths == ["\(bench.data); \(test)"])
    #expect(try records.texts("SELECT data_path FROM v_runs") == paths)
  }

  @Test func manyMessagesAreDrawnFrom() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    let found = try report(bench, "--current", now, "--sample", "20")
    #expect(found.current.examples == 20 && found.reference.examples == 20)
    #expect(
      found.sentences.contains("Of the 60 messages of \(now) 20 were drawn at random."))
    #expect(try report(bench, "--current", now, "--sample", "20") == found)
    #expect(try report(bench, "--current", now, "--sample", "20", "--seed", "2") != found)
  }

  @Test func whatCannotBeComparedIsASentence() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    let copy = try file(bench, "copy.tsv", Messages.labelled(60))
    let one = try bench.write("ham\tqsecret\n", to: "one.tsv")
    let empty = try bench.write("", to: "empty.tsv")
    for (arguments, code, sentence) in [
      (["--reference", now, "--current", one], 65, "1 message; a comparison needs at least 10"),
      (["--reference", one, "--current", now], 65, "1 message; a comparison needs at least 10"),
      (["--reference", now, "--current", empty], 65, "holds no messages"),
      (["--reference", now, "--current", bench.path("missing.tsv")], 65, "cannot be opened"),
      (["--reference", now, "--current", copy], 65, "is the reference itself"),
      (["--reference", "nothing", "--current", now], 64, "neither a file nor a run"),
      (["--current", now, "--sample", "3"], 64, "--sample is 3; give 10 or more"),
    ] as [([String], Int32, String)] {
      let outcome = try bench.run(
        ["drift", "--database", bench.database, "--model", bench.path("run")] + arguments)
      #expect(outcome.exitCode == code, "\(arguments): \(outcome.output)")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
      #expect(!outcome.errors.contains("qsecret"))
      #expect(outcome.output == "")
    }
    #expect(try Records(bench.database).rows("SELECT * FROM v_drift").isEmpty)
  }

  @Test func aModelWithoutARunNeedsAReference() throws {
    let bench = try trained()
    let now = try file(bench, "now.tsv", Messages.labelled(60))
    try #require(
      bench.run("export", "--model", bench.path("run"), "--output", bench.path("exported"))
        .exitCode == 0)
    let exported = ["drift", "--model", bench.path("exported"), "--current", now]
    let outcome = try bench.run(exported)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("no run made this model"))
    let compared = try bench.run(
      exported + ["--reference", bench.data, "--database", bench.database])
    #expect(compared.exitCode == 0, "\(compared.errors)")
    #expect(
      try Records(bench.database).numbers("SELECT count(*) FROM v_drift WHERE run IS NULL") == [1])
  }

  @Test func aModelOfThreeClassesIsComparedByItsSurest() throws {
    let classes = ["ham", "parcel", "offer"]
    let bench = try Workbench(messages: Messages.labelled(120, classes: classes))
    try bench.train("run")
    let now = try file(bench, "now.tsv", Messages.labelled(60, classes: classes))
    let found = try report(bench, "--current", now)
    let score = try #require(found.features.first { $0.name == "score" })
    #expect(try (1.0 / 3...1).contains(#require(score.currentMean)))
    #expect(found.estimatedCurrent == nil)
  }
}
