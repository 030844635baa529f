import ClassificationMetrics
import Foundation
import SpamTuneKit
import Testing

@testable import Reports

/// Thresholds of so many scores that not all of them are kept.
@Suite struct ThresholdPointTests {
  private static let rounds = [
    0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99,
  ]

  /// 2,000 distinct scores, more often high for spam.
  private struct Scored {
    let labels: [Int]
    let scores: [Double]

    init() {
      var random = SampleNumbers(state: 11)
      labels = (0..<2_000).map { _ in random.next() < 0.3 ? 1 : 0 }
      scores = labels.map { label in
        let place = random.next() * random.next()
        return label == 1 ? 1 - place : place
      }
    }

    /// Hits, false alarms, misses, left alone: counted one by one.
    func counts(at threshold: Double) -> [Int] {
      var counts = [0, 0, 0, 0]
      for (label, score) in zip(labels, scores) {
        let isCalled = score >= threshold
        counts[isCalled ? (label == 1 ? 0 : 1) : (label == 1 ? 2 : 3)] += 1
      }
      return counts
    }

    /// The largest value of a function of the counts at every score.
    func best(_ value: ([Int]) -> Double) -> Double {
      scores.map { value(counts(at: $0)) }.max() ?? -1
    }

    func points() throws -> [ThresholdPoint] {
      ThresholdPoint.points(
        of: try ThresholdSweep(labels: labels, scores: scores),
        decision: DecisionRule(threshold: 0.4321))
    }
  }

  @Test func everyPointHasTheCountsOfItsThresholdAndRoundOnesAreAmongThem() throws {
    let scored = Scored()
    #expect(Set(scored.scores).count == 2_000)
    let points = try scored.points()
    #expect(points.count < 500)
    #expect(points.map(\.threshold) == points.map(\.threshold).sorted(by: >))
    for point in points { #expect(point.counts.inOrder == scored.counts(at: point.threshold)) }
    let thresholds = Set(points.map(\.threshold))
    #expect(thresholds.isSuperset(of: Self.rounds + [0.4321]))
  }

  @Test func thePageCountsExactlyAtRoundThresholds() throws {
    let scored = Scored()
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    report.thresholds = try scored.points()
    let page = try PageElement(page: Written.html([report]))
    let rows = try #require(page.table("Thresholds and what each does")).dropFirst()
    #expect(rows.count == Self.rounds.count)
    for (row, threshold) in zip(rows, Self.rounds) {
      let counts = row[1...4].map { Int($0.text.filter { $0 != "," }) }
      // In the order of the table.
      #expect(counts == scored.counts(at: threshold), "\(threshold)")
    }
  }

  @Test func whatOneMightChooseIsTheBestOfAllScores() throws {
    let scored = Scored()
    var report = try MadeReport.of(hits: 95, misses: 5, alarms: 4, quiet: 996)
    report.thresholds = try scored.points()
    let lines = Written.text(report).split(separator: "\n")
    func cells(_ name: String) throws -> [String] {
      let line = try #require(lines.first { $0.hasPrefix(name + "  ") })
      return line.dropFirst(name.count).split(separator: " ").map(String.init)
    }
    // After the threshold: hits, false alarms, misses, left alone.
    func count(_ cell: String) -> Int? { Int(cell.replacing(",", with: "")) }
    let negatives = scored.labels.count { $0 == 0 }
    for (name, share) in [
      ("no false alarm", 0), ("at most 0.1 % false alarms", 0.001),
      ("at most 1 % false alarms", 0.01),
    ] {
      let most = scored.best {
        Double($0[1]) <= share * Double(negatives) ? Double($0[0]) : 0
      }
      #expect(try count(cells(name)[1]) == Int(most), "\(name)")
    }
    let fewest = -scored.best { $0[2] == 0 ? -Double($0[1]) : -.infinity }
    #expect(try count(cells("no miss")[2]) == Int(fewest))
    func f1(_ counts: [Int]) -> Double {
      Double(2 * counts[0]) / Double(2 * counts[0] + counts[1] + counts[2])
    }
    let (highest, row) = (scored.best(f1), try cells("best F1"))
    #expect(
      scored.scores.contains {
        String(format: "%.4f", $0) == row[0] && f1(scored.counts(at: $0)) == highest
      })
  }
}
