import Foundation
import Testing

@Suite struct RunsDiffTests {
  private struct Report: Decodable {
    let runs: [String]
    let settings: [String: [Setting]]
    let results: [String: [String: [Double?]]]
    let seconds: [String: [Double?]]
    let peakMemoryBytes: [Int?]

    private enum CodingKeys: String, CodingKey {
      case runs, settings, results, seconds
      case peakMemoryBytes = "peak_memory_bytes"
    }
  }

  private enum Setting: Decodable, Equatable {
    case none
    case flag(Bool)
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .none
      } else if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  private func diff(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["runs", "diff", "--database", bench.database] + more)
  }

  @Test func onlyWhatDiffersIsShown() throws {
    let bench = try Workbench()
    try bench.train("one", "--trainable", "head", "--seed", "5")
    try bench.train("two", "--epochs", "3", "--split", "50/25/25")
    let outcome = try diff(bench, "one", "two")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let rows = outcome.outputLines.map { line in
      line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
        .filter { !$0.isEmpty }
    }
    #expect(rows.first == ["setting", "one", "two"])
    for row in [
      ["trainable", "head", "last-1"], ["seed", "5", "123"], ["epochs", "2", "3"],
      ["train_messages", "42", "30"], ["result", "one", "two", "difference"],
      ["test messages", "12", "14", "+2"], ["train messages", "42", "30", "-12"],
    ] {
      #expect(rows.contains(row), "\(row)\n\(outcome.output)")
    }
    let names = Set(rows.compactMap(\.first))
    #expect(
      names.isSuperset(of: ["split_sha256", "test loss", "train seconds", "peak memory in MiB"]))
    for same in ["learning_rate", "base", "data", "data_sha256", "kind", "classes", "options"] {
      #expect(!names.contains(same), "\(same)")
    }
  }

  @Test func jsonHoldsBothValues() throws {
    let bench = try Workbench()
    try bench.train("one")
    try bench.train(
      "two", "--learning-rate", "0.25", "--padded-length", "20", "--pooling", "padded-last")
    let report = try diff(bench, "one", "two", "--format", "json").decoded(as: Report.self)
    #expect(report.runs == ["one", "two"])
    #expect(
      report.settings == [
        "learning_rate": [.number(0.001), .number(0.25)], "padded_length": [.none, .number(20)],
        "pooling": [.text("last"), .text("padded-last")],
      ])
    // What the database says of them.
    let records = try Records(bench.database)
    let losses = try records.rows(
      "SELECT loss FROM v_evaluations WHERE part = 'test' AND step IS NULL ORDER BY run"
    ).map { row -> Double? in row["loss"] }
    #expect(report.results["test"]?["loss"] == losses)
    #expect(report.seconds["train"]?.count == 2)
    #expect(report.peakMemoryBytes.allSatisfy { ($0 ?? 0) > 0 })
  }

  @Test func equalRunsAreOneSentence() throws {
    let bench = try Workbench()
    try bench.train("one")
    try bench.train("two")
    let outcome = try diff(bench, "one", "two")
    #expect(outcome.output == "one and two have the same settings and the same results.\n")
    let report = try diff(bench, "one", "two", "--format", "json").decoded(as: Report.self)
    #expect(report.settings.isEmpty)
    #expect(report.results.isEmpty)
  }

  @Test func runsOfDifferentKindsAreCompared() throws {
    let bench = try Workbench()
    try bench.train("one")
    let rounds = try bench.run(
      "cross-validate", "--folds", "2", "--epochs", "1", "--data", bench.data, "--base", bench.base,
      "--database", bench.database, "--output", bench.path("rounds"), "--name", "rounds")
    try #require(rounds.exitCode == 0, "\(rounds.errors)")
    let report = try diff(bench, "one", "rounds", "--format", "json").decoded(as: Report.self)
    #expect(report.settings["kind"] == [.text("train"), .text("cross-validate")])
    #expect(report.settings["test_messages"]?.first == .number(12))
    #expect(report.results["train"]?["messages"] == [42, nil])
  }

  @Test func anUnknownRunIsNamed() throws {
    let bench = try Workbench()
    try bench.train("one")
    for names in [["one", "nothing"], ["nothing", "one"]] {
      let outcome = try diff(bench, names[0], names[1])
      #expect(outcome.exitCode == 65)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("No run 'nothing'"))
    }
    #expect(try diff(bench, "one").exitCode == 64)
  }
}
