import Foundation
import Testing

@Suite struct AuditTests {
  /// What `audit --format json` prints, as far as it is looked at here.
  private struct Report: Decodable {
    struct Slice: Decodable {
      let group: String
      let name: String
      let examples: Int
      let accuracy: Metric
    }
    struct Rule: Decodable {
      let name: String
      let accuracy: Metric
    }
    struct Change: Decodable {
      let name: String
      let changed: Int
      let recall: Metric
    }
    struct Shortcuts: Decodable {
      let rules: [Rule]
      let accuracy: Metric
      let masked: [Change]
    }
    struct Obfuscation: Decodable {
      let threshold: Double
      let positives: Int
      let recall: Metric
      let disguises: [Change]
    }
    struct Suspect: Decodable {
      let row: Int
      let label: String
      let suggested: String
    }
    struct Pair: Decodable {
      let row: Int
      let trainingRow: Int
      let similarity: Double
      let sameLabel: Bool
    }
    let data: String
    let examples: Int
    let positiveClass: String?
    let accuracy: Metric
    let slices: [Slice]
    let shortcuts: Shortcuts?
    let obfuscation: Obfuscation?
    let labelSuspects: [Suspect]
    let nearDuplicates: [Pair]
    let notes: [String]
  }

  private func trained(_ more: String...) throws -> Workbench {
    let bench = try Workbench()
    let outcome = try bench.run(bench.training("run", ["--epochs", "8"] + more))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return bench
  }

  private func audit(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["audit", "--model", bench.path("run")] + more)
  }

  private func report(_ bench: Workbench, _ more: String...) throws -> Report {
    let outcome = try bench.run(
      ["audit", "--model", bench.path("run"), "--format", "json"] + more)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try decoded(outcome)
  }

  private func decoded(_ outcome: Outcome) throws -> Report {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Report.self, from: Data(outcome.output.utf8))
  }

  @Test func withoutAFileTheTestPartIsLookedAt() throws {
    let bench = try trained()
    let report = try report(bench)
    #expect(report.data == "test part of run run")
    let recorded = try #require(
      try Records(bench.database).rows(
        "SELECT examples, accuracy FROM v_evaluations WHERE part = 'test'"
      ).first)
    #expect(report.examples == recorded["examples"])
    #expect(report.accuracy.value == recorded["accuracy"])
    #expect(report.positiveClass == "spam")
    #expect(report.shortcuts?.accuracy == report.accuracy)
    let spam = try #require(report.obfuscation?.positives)
    #expect(spam > 0)
    #expect(report.obfuscation?.disguises.count == 5)
    #expect(report.obfuscation?.disguises.first { $0.name == "leetspeak" }?.changed == spam)
    #expect(report.shortcuts?.masked.first { $0.name == "digits as 0" }?.changed == spam)
    // "qWIN … 0900" and "qlunch at qnoon": an exclamation mark tells them apart.
    #expect(report.shortcuts?.rules.first?.accuracy.value == 1)
    for group in ["length", "links", "digits", "currency", "script"] {
      let slices = report.slices.filter { $0.group == group }
      #expect(slices.reduce(0) { $0 + $1.examples } == report.examples, "\(group)")
    }
  }

  @Test func withoutATestPartTheValidationPartIsLookedAt() throws {
    let report = try report(try trained("--split", "80/20/0"))
    #expect(report.data == "validation part of run run")
    #expect(report.examples == 12)
  }

  @Test func patternsAndColumnsMakeSlices() throws {
    let bench = try trained()
    let rows = Messages.labelled().enumerated().map { index, message in
      "\"\(message.text)\",\(message.label),\(index % 3 == 0 ? "de" : "fr")"
    }
    let file = try bench.write(
      "text,label,country\n" + rows.joined(separator: "\n") + "\n", to: "more.csv")
    let report = try report(
      bench, "--data", file, "--slice", "parcel=(?i)QWIN", "--slice-column", "country")
    let parcel = try #require(report.slices.first { $0.group == "parcel" })
    #expect(parcel.name == "found")
    #expect(parcel.examples == 30)
    let countries = report.slices.filter { $0.group == "country" }
    #expect(countries.map(\.name) == ["fr", "de"])
    #expect(countries.map(\.examples) == [40, 20])
  }

  @Test func theColumnsOfARunsOwnDataAreRead() throws {
    let bench = try Workbench()
    let rows = Messages.labelled().map {
      "\($0.label == "ham" ? "one" : "two"),\($0.label),\"\($0.text)\""
    }
    let file = try bench.write(
      "kind,label,text\n" + rows.joined(separator: "\n") + "\n", to: "messages.csv")
    try bench.train("run", "--data", file)
    let report = try report(bench, "--slice-column", "kind")
    let slices = report.slices.filter { $0.group == "kind" }
    #expect(Set(slices.map(\.name)) == ["one", "two"])
    #expect(slices.reduce(0) { $0 + $1.examples } == report.examples)
  }

  @Test func plantedWrongLabelsAreNamedByRow() throws {
    let bench = try Workbench(messages: Messages.labelled(200))
    try bench.train("run", "--learning-rate", "3e-3")
    let rows = Set(try Records(bench.database).numbers("SELECT row FROM v_predictions"))
    var unseen = Messages.labelled(200).enumerated().filter { rows.contains($0.offset + 1) }
      .map(\.element)
    let planted = unseen.indices.filter { unseen[$0].label == "ham" }.prefix(5)
    for index in planted {
      unseen[index] = Message(label: "spam", text: unseen[index].text)
    }
    let file = try bench.write(Messages.uci(unseen), to: "unseen.tsv")
    let suspects = try report(bench, "--data", file).labelSuspects
    // Whoever is less sure of ham than ham is on average is none, so that not all need be found.
    #expect(!suspects.isEmpty)
    #expect(Set(suspects.map(\.row)).isSubset(of: planted.map { $0 + 1 }))
    #expect(suspects.allSatisfy { $0.label == "spam" && $0.suggested == "ham" })
  }

  @Test func trainingMessagesAreNoSuspectsAndTheirCountIsSaid() throws {
    let bench = try trained()
    let report = try report(bench, "--data", bench.data)
    #expect(report.labelSuspects.allSatisfy { $0.label != $0.suggested })
    #expect(report.notes.contains { $0.contains("of 60 messages are training messages") })
    // No message is a near-duplicate of itself.
    #expect(report.nearDuplicates.allSatisfy { $0.row != $0.trainingRow })
  }

  @Test func aRateMovesTheThreshold() throws {
    let bench = try trained()
    let none = try report(bench, "--data", bench.data, "--at-fpr", "0")
    let half = try report(bench, "--data", bench.data, "--at-fpr", "50%")
    let same = try report(bench, "--data", bench.data, "--at-fpr", "0.5")
    #expect(try #require(half.obfuscation).threshold < #require(none.obfuscation).threshold)
    #expect(same.obfuscation?.threshold == half.obfuscation?.threshold)
  }

  @Test func textAndMarkdownHaveEverySection() throws {
    let bench = try trained()
    let text = try audit(bench)
    let markdown = try audit(bench, "--format", "markdown")
    for title in [
      "Slices", "Shortcuts", "Disguises", "Likely label errors",
      "Near-duplicates of training messages",
    ] {
      #expect(text.outputLines.contains(title))
      #expect(markdown.outputLines.contains("## " + title))
    }
    // The test's words are in every message, and never shown.
    for word in ["qlunch", "qnoon", "QWIN", "qcash"] {
      #expect(!text.output.contains(word))
      #expect(!markdown.output.contains(word))
    }
  }

  @Test func theSameAuditHasTheSameAnswer() throws {
    let bench = try trained()
    #expect(try audit(bench, "--format", "json").output == audit(bench, "--format", "json").output)
  }

  @Test func ofThreeClassesThereAreSlicesAndANote() throws {
    let bench = try Workbench(messages: Messages.labelled(90, classes: ["a", "b", "c"]))
    try bench.train()
    let report = try report(bench)
    #expect(report.shortcuts == nil)
    #expect(report.obfuscation == nil)
    #expect(!report.slices.isEmpty)
    #expect(report.notes.contains { $0.contains("only where there are two classes") })
  }

  @Test func aModelThatNoRunMadeNeedsAFile() throws {
    let bench = try trained()
    _ = try bench.run("export", "--model", bench.path("run"), "--output", bench.path("exported"))
    let without = try bench.run("audit", "--model", bench.path("exported"))
    #expect(without.exitCode == 65)
    #expect(without.errors.contains("no run made this model"))
    #expect(without.errors.contains("--data"))
    let with = try bench.run(
      "audit", "--model", bench.path("exported"), "--data", bench.data, "--format", "json")
    #expect(with.exitCode == 0, "\(with.errors)")
    let report = try decoded(with)
    #expect(report.nearDuplicates.isEmpty)
    #expect(report.notes.contains { $0.contains("No run made this model") })
  }

  @Test func badArgumentsAreOneSentence() throws {
    let bench = try trained()
    let table = try bench.write("text,label\nqone,ham\nqtwo,spam\n", to: "table.csv")
    let cases: [(arguments: [String], code: Int32, words: String)] = [
      (["--slice", "prize"], 64, "--slice 'prize': give a name"),
      (["--slice", "x=("], 64, "--slice x: not a regular expression"),
      (["--slice-column", "country"], 65, "no named columns"),
      (["--data", table, "--slice-column", "text"], 65, "holds the messages"),
      (["--at-fpr", "100%"], 64, "0 to below 1"), (["--at-fpr", "many"], 64, "--at-fpr: 'many'"),
      (["--encoding", "latin1"], 64, "goes with --data"),
      (["--data", bench.path("nowhere.tsv")], 65, "nowhere.tsv"),
      (["--positive-label", "eggs"], 65, "--positive-label 'eggs'"),
    ]
    for (arguments, code, words) in cases {
      let outcome = try bench.run(["audit", "--model", bench.path("run")] + arguments)
      #expect(outcome.exitCode == code, "\(arguments): \(outcome.errors)")
      #expect(outcome.output == "")
      #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
    }
  }

  @Test func dataThatChangedIsNoLongerTheTestPart() throws {
    let bench = try trained()
    try bench.write(Messages.uci(Messages.labelled(50)), to: "messages.tsv")
    let outcome = try audit(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("changed since run run began"))
  }

  @Test func oneClassAloneHasWhatIsDefined() throws {
    let bench = try trained()
    let file = try bench.write(
      Messages.uci(Messages.labelled().filter { $0.label == "ham" }), to: "ham.tsv")
    let report = try report(bench, "--data", file)
    #expect(report.obfuscation?.positives == 0)
    #expect(report.obfuscation?.recall.value == nil)
    let outcome = try audit(bench, "--data", file)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }
}
