import Foundation
import Testing

@Suite struct DataFormatTests {
  /// Bytes of a file with the labelled messages, in one of the layouts that are read.
  struct Layout: CustomTestStringConvertible {
    let testDescription: String
    let name: String
    var options: [String] = []
    let bytes: @Sendable ([Message]) -> Data
  }

  static let layouts = [
    Layout(testDescription: "UCI", name: "data") { Data(Messages.uci($0).utf8) },
    Layout(testDescription: "UCI with CRLF", name: "data.txt") {
      Data(Messages.uci($0).replacingOccurrences(of: "\n", with: "\r\n").utf8)
    },
    Layout(testDescription: "UCI with byte-order mark", name: "data.tsv") {
      Data([0xEF, 0xBB, 0xBF]) + Data(Messages.uci($0).utf8)
    },
    Layout(testDescription: "CSV", name: "data.csv") { rows($0, "label,text\r\n", ",", "\r\n") },
    Layout(testDescription: "CSV with LF", name: "data.csv") {
      rows($0, "label,text\n", ",", "\n")
    },
    Layout(
      testDescription: "CSV with other names", name: "data.csv",
      options: ["--text-column", "body", "--label-column", "kind"]
    ) { rows($0, "kind,body\n", ",", "\n") },
    Layout(testDescription: "CSV with Kaggle's names", name: "data.csv") {
      rows($0, "v1,v2\n", ",", "\n")
    },
    Layout(testDescription: "TSV", name: "data.tsv") { rows($0, "label\ttext\n", "\t", "\n") },
    Layout(testDescription: "JSON Lines", name: "data.jsonl") { messages in
      Data(
        messages.map { "{\"text\": \"\($0.text)\", \"label\": \"\($0.label)\"}\n" }.joined().utf8)
    },
    Layout(
      testDescription: "JSON Lines without an extension", name: "data",
      options: ["--data-format", "jsonl", "--text-column", "t", "--label-column", "l"]
    ) { messages in
      Data(messages.map { "{\"l\": \"\($0.label)\", \"t\": \"\($0.text)\"}\n" }.joined().utf8)
    },
    Layout(
      testDescription: "Latin-1", name: "data.csv", options: ["--encoding", "latin1"]
    ) { rows($0, "label,text\n", ",", "\n") },
  ]

  private static func rows(
    _ messages: [Message], _ header: String, _ separator: String, _ end: String
  ) -> Data {
    Data((header + messages.map { $0.label + separator + $0.text + end }.joined()).utf8)
  }

  /// The texts hold neither comma nor quote nor anything but ASCII, so that every layout means the
  /// same messages: trained on with one seed they give the same bits.
  @Test(arguments: layouts)
  func everyLayoutGivesTheSameModel(_ layout: Layout) throws {
    let messages = Messages.labelled().map {
      Message(label: $0.label, text: $0.text.replacingOccurrences(of: ",", with: ""))
    }
    let bench = try Workbench(messages: messages)
    try bench.train("plain", "--epochs", "1")
    let file = try bench.write(layout.bytes(messages), to: layout.name)
    let outcome = try bench.run(
      bench.training("run", ["--data", file, "--epochs", "1"] + layout.options))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try bench.weights("run") == bench.weights("plain"))
  }

  @Test func latin1BytesMeanTheirCodePoints() throws {
    let bench = try Workbench()
    try bench.train()
    let file = try bench.write(Data([0x63, 0x61, 0x66, 0xE9, 0x0A]), to: "texts")
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--file", file, "--encoding", "latin1", "--format",
      "json")
    #expect(try outcome.decodedLines(as: Answer.self).map(\.text) == ["café"])
  }

  @Test func quotedFieldsMayHoldCommasQuotesAndLineEnds() throws {
    let bench = try Workbench()
    try bench.train()
    let file = try bench.write(
      "text,label\r\n\"one, \"\"two\"\"\r\nthree\",ham\r\nfour,spam\r\n", to: "texts.csv")
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--file", file, "--format", "json")
    #expect(
      try outcome.decodedLines(as: Answer.self).map(\.text) == ["one, \"two\"\r\nthree", "four"])
  }

  @Test func badRowsAreCountedWhereTheUserAsksForIt() throws {
    let bench = try Workbench()
    let file = try bench.write(
      Messages.uci(Messages.labelled()) + "no tab in this row\nham\t\n", to: "bad.tsv")
    let outcome = try bench.run(bench.training("run", ["--data", file, "--skip-bad-rows"]))
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("2 bad rows were skipped"))
  }

  @Test func theSampleThatComesWithTheProgramIsRead() throws {
    let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../data/sample.tsv").standardizedFileURL.path
    let bench = try Workbench()
    let report = try bench.train("run", "--data", sample, "--epochs", "1", "--format", "json")
      .decoded(as: TrainingReport.self)
    #expect(report.split.train > 1000)
  }
}
