import Foundation
import TestFiles
import Testing

/// The published messages against themselves, and against the sample set.
@Suite(.disabled(if: Fixtures.smsCollection == nil, "needs the UCI messages: set SPAMTUNE_SMS"))
struct RealDriftTests {
  private struct Report: Decodable {
    let verdict: String
    let sentences: [String]
    let domainAUC: Metric

    enum CodingKeys: String, CodingKey {
      case verdict, sentences
      case domainAUC = "domain_auc"
    }
  }

  /// A tiny model, which need not be any good.
  private func trained() throws -> Workbench {
    let bench = try Workbench()
    try bench.train("run")
    return bench
  }

  private func lines() throws -> [String] {
    try String(contentsOfFile: Fixtures.smsCollection ?? "", encoding: .utf8)
      .split(separator: "\n").map { $0 + "\n" }
  }

  private func compare(_ bench: Workbench, _ before: String, _ now: String) throws -> Report {
    let outcome = try bench.run(
      "drift", "--model", bench.path("run"), "--reference", before, "--current", now, "--sample",
      "600", "--format", "json", "--no-record")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decoded(as: Report.self)
  }

  @Test func twoHalvesShowNone() throws {
    let bench = try trained()
    let lines = try lines()
    // Every other line: the file is in no order.
    let halves = try [0, 1].map { half in
      try bench.write(
        lines.indices.filter { $0 % 2 == half }.map { lines[$0] }.joined(), to: "half\(half).tsv")
    }
    let report = try compare(bench, halves[0], halves[1])
    #expect(report.verdict == "none", "\(report.sentences)")
  }

  @Test func theSampleSetIsAnotherWorld() throws {
    let bench = try trained()
    let sample = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "data/sample.tsv").path
    let published = try bench.write(lines().joined(), to: "published.tsv")
    let report = try compare(bench, published, sample)
    #expect(report.verdict == "large", "\(report.sentences)")
    #expect(try #require(report.domainAUC.low) > 0.6)
  }
}
