import ClassificationMetrics
import Drift
import SeededRandom
import Testing

/// Drifts that were made are found, and what was only shuffled is not.
@Suite struct MadeDriftTests {
  private func feature(_ name: String, in report: DriftReport) throws -> DriftReport.Feature {
    try #require(report.features.first { $0.name == name })
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func aShuffledHalfShowsNone(seed: UInt64) throws {
    let all = MadeMessages(600, seed: 7)
    var order = Array(0..<all.count)
    var generator = SplitMix64(seed: seed)
    generator.shuffle(&order)
    let report = try all.at(order[300...]).report(against: all.at(order[..<300]), seed: seed)
    #expect(report.verdict == .none, "\(report.sentences)")
    #expect(report.features.allSatisfy { $0.verdict == .none })
    #expect(report.sentences[0].hasPrefix("No drift beyond chance"))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func fewMessagesAreNotTakenForAChange(seed: UInt64) throws {
    // Chance alone makes the index many times what is called large for thousands of messages.
    let report = try MadeMessages(20, seed: seed).report(
      against: MadeMessages(20, seed: seed + 100), seed: seed)
    let score = try feature("score", in: report)
    #expect(try #require(score.chance) > 0.25)
    #expect(report.verdict == .none, "\(report.sentences)")
    #expect(report.sentences.contains { $0.hasPrefix("With 20 messages on one side") })
  }

  @Test func moreSpamShowsInTheScoresAndInAllThatSpamHas() throws {
    let report = try MadeMessages(400, spamShare: 0.6, seed: 1).report(
      against: MadeMessages(400, seed: 2))
    #expect(report.verdict == .large)
    for feature in report.features { #expect(feature.verdict == .large, "\(feature)") }
    let score = try feature("score", in: report)
    #expect(try #require(score.currentMean) > 2 * (#require(score.referenceMean)))
    #expect(try #require(score.ksPValue) < 1e-6)
    #expect(try #require(report.domainAUC.low) > 0.5)
  }

  @Test func longerMessagesAreNamedAsSuch() throws {
    let report = try MadeMessages(400, lengthening: 1.6, seed: 1).report(
      against: MadeMessages(400, seed: 2))
    #expect(report.verdict == .large)
    #expect(report.features.filter { $0.verdict != .none }.map(\.name) == ["length"])
    #expect(report.sentences[1].hasPrefix("Most changed: length (mean "))
    #expect(!report.sentences[1].contains("links"))
  }

  @Test func aSlightChangeOfManyMessagesIsNoDrift() throws {
    // As significant as anyone may wish, and too small to matter.
    let report = try MadeMessages(3_000, lengthening: 1.06, seed: 1).report(
      against: MadeMessages(3_000, seed: 2))
    let length = try feature("length", in: report)
    #expect(try #require(length.pValue) < 0.01)
    #expect(length.verdict == .none)
  }

  @Test func everyReportSaysWhatItCannotSee() throws {
    for share in [0.15, 0.6] {
      let report = try MadeMessages(100, spamShare: share, seed: 1).report(
        against: MadeMessages(100, seed: 2))
      #expect(report.sentences.last?.contains("concept drift") == true)
    }
  }

  @Test func estimatesAreNotRecommendedUnderMuchDrift() throws {
    let quality = DriftReport.EstimatedQuality(
      accuracy: Estimate(value: 0.975), precision: Estimate(value: 0.95),
      recall: Estimate(value: 0.9))
    for (share, isLarge) in [(0.15, false), (0.6, true)] {
      let report = try MadeMessages(400, spamShare: share, seed: 1).report(
        against: MadeMessages(400, seed: 2), estimated: quality)
      let sentence = try #require(
        report.sentences.first { $0.contains("precision is now 95.0 % and its recall 90.0 %") })
      #expect(sentence.contains("Do not rely on it") == isLarge)
    }
  }

  @Test func theSameSeedGivesTheSameReport() throws {
    let (before, now) = (MadeMessages(60, seed: 1), MadeMessages(80, seed: 2))
    #expect(try now.report(against: before, seed: 9) == now.report(against: before, seed: 9))
  }

  @Test func intervalsHoldTheirValue() throws {
    let report = try MadeMessages(300, spamShare: 0.3, seed: 1).report(
      against: MadeMessages(300, seed: 2))
    for feature in report.features where feature.name != "token frequencies" {
      let psi = feature.psi
      let (low, value, high) = (
        try #require(psi.low), try #require(psi.value), try #require(psi.high)
      )
      #expect(0 <= low && low <= value && value < high, "\(feature.name)")
    }
    let tokens = try feature("token frequencies", in: report)
    #expect(tokens.psi.value == nil && tokens.psi.undefinedReason != nil && tokens.ks == nil)
  }
}
