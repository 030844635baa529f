import ClassificationMetrics
import Foundation
import SeededRandom
import Testing

@Suite struct EstimatedPerformanceTests {
  @Test func expectedCounts() throws {
    let found = try EstimatedPerformance(
      probabilities: [0.9, 0.8, 0.5, 0.3, 0.1], decision: DecisionRule(), seed: 1)
    expectClose(found.truePositives, 2.2)
    expectClose(found.falsePositives, 0.8)
    expectClose(found.falseNegatives, 0.4)
    expectClose(found.trueNegatives, 1.6)
    expectClose(found.accuracy.value, 3.8 / 5)
    expectClose(found.precision.value, 2.2 / 3)
    expectClose(found.recall.value, 2.2 / 2.6)
  }

  @Test func theThresholdDecidesAndUnsureIsNotPositive() throws {
    let rule = DecisionRule(threshold: 0.85, unsureFrom: 0.4)
    let probabilities = [0.9, 0.8, 0.5, 0.3, 0.1]
    let found = try EstimatedPerformance(probabilities: probabilities, decision: rule, seed: 1)
    expectClose(found.precision.value, 0.9)
    expectClose(found.recall.value, 0.9 / 2.6)
    #expect(
      try found
        == EstimatedPerformance(
          probabilities: probabilities, decision: DecisionRule(threshold: 0.85), seed: 1))
  }

  @Test func intervalsAreThoseOfAMeasurement() throws {
    // 1,000 messages that are right with a chance of 0.9 each: accuracy is Binomial(1000, 0.9) / 1000,
    // whose 2.5 % and 97.5 % quantiles are 0.881 and 0.918, whatever was drawn.
    let sure = try EstimatedPerformance(
      probabilities: Array(repeating: 0.9, count: 1_000), decision: DecisionRule(), seed: 3)
    expectClose(sure.accuracy.value, 0.9)
    #expect(abs((sure.accuracy.low ?? 0) - 0.881) < 0.004)
    #expect(abs((sure.accuracy.high ?? 0) - 0.918) < 0.004)
    // Labels that are certain leave the draw of the messages: half of them are positive.
    let certain = try EstimatedPerformance(
      probabilities: (0..<400).map { $0 % 2 == 0 ? 1 : 0 }, decision: DecisionRule(threshold: 0),
      seed: 3)
    expectClose(certain.precision.value, 0.5)
    #expect(abs((certain.precision.low ?? 0) - 0.45) < 0.01)
    #expect(abs((certain.precision.high ?? 0) - 0.55) < 0.01)
  }

  @Test func labelsDrawnFromTheProbabilitiesAgree() throws {
    var generator = SplitMix64(seed: 5)
    var inside = 0
    for round in 0..<100 {
      let scores = (0..<200).map { _ in Double(generator.uniform(below: 1_000)) / 999 }
      let labels = scores.map { Double(generator.uniform(below: 1_000_000)) < $0 * 1e6 ? 1 : 0 }
      let matrix = try ConfusionMatrix(
        truth: labels, predicted: scores.map { $0 >= 0.5 ? 1 : 0 }, classes: 2)
      let found = try EstimatedPerformance(
        probabilities: scores, decision: DecisionRule(), seed: UInt64(round), resamples: 200)
      let (low, high) = (try #require(found.recall.low), try #require(found.recall.high))
      if low...high ~= matrix.oneVersusRest(1).recall ?? -1 { inside += 1 }
    }
    #expect(inside >= 90, "\(inside) of 100")
  }

  @Test func seedsDecide() throws {
    let probabilities = CurveTests.sample(50, seed: 5).scores
    func estimate(_ seed: UInt64) throws -> EstimatedPerformance {
      try EstimatedPerformance(probabilities: probabilities, decision: DecisionRule(), seed: seed)
    }
    #expect(try estimate(1) == estimate(1))
    #expect(try estimate(1).accuracy.low != estimate(2).accuracy.low)
  }

  @Test func undefined() throws {
    let none = try EstimatedPerformance(
      probabilities: [0, 0], decision: DecisionRule(), seed: 1, resamples: 10)
    #expect(none.accuracy == Estimate(value: 1))
    #expect(
      none.precision == .undefined("no message counts as positive"))
    #expect(
      none.recall == .undefined("no message has a probability above 0"))
  }

  @Test func badInput() {
    #expect(throws: MetricError.noExamples) {
      try EstimatedPerformance(probabilities: [], decision: DecisionRule(), seed: 1)
    }
    #expect(throws: MetricError.notAProbability(row: 2, classIndex: 1, found: 1.5)) {
      try EstimatedPerformance(probabilities: [0, 1.5], decision: DecisionRule(), seed: 1)
    }
    #expect(throws: MetricError.self) {
      try EstimatedPerformance(probabilities: [.nan], decision: DecisionRule(), seed: 1)
    }
  }

  @Test func codable() throws {
    let found = try EstimatedPerformance(
      probabilities: [0.9, 0.2], decision: DecisionRule(), seed: 1, resamples: 10)
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(EstimatedPerformance.self, from: data) == found)
  }
}
