import ClassificationMetrics
import Foundation
import SeededRandom
import Testing

@Suite struct ThresholdChoiceTests {
  /// Scores of negatives and of positives.
  static func sweep(_ negatives: [Double], _ positives: [Double]) throws -> ThresholdSweep {
    try ThresholdSweep(
      labels: negatives.map { _ in 0 } + positives.map { _ in 1 }, scores: negatives + positives)
  }

  /// `count` negatives at 0.001, 0.002, ..., and as many positives ½ higher.
  static func ladder(_ count: Int) throws -> ThresholdSweep {
    let steps = (1...count).map { Double($0) / Double(2 * count + 2) }
    return try sweep(steps, steps.map { $0 + 0.5 })
  }

  @Test func thresholdsLieBetweenScores() throws {
    let sweep = try Self.sweep([0.1, 0.2, 0.6], [0.4, 0.8, 0.9])
    // One false alarm in three is allowed: the lowest such threshold is between 0.2 and 0.4.
    let third = try ThresholdChoice(sweep, .maxFalsePositiveRate(0.34))
    expectClose(third.threshold, 0.3)
    #expect(third.confusionMatrix.counts == [[2, 1], [0, 3]])
    let none = try ThresholdChoice(sweep, .maxFalsePositiveRate(0.1))
    expectClose(none.threshold, 0.7)
    #expect(none.confusionMatrix.counts == [[3, 0], [1, 2]])
    // No miss at all: as high as possible, below the lowest positive.
    expectClose(try ThresholdChoice(sweep, .maxFalseNegativeRate(0)).threshold, 0.3)
    expectClose(try ThresholdChoice(sweep, .maxFalseNegativeRate(0.34)).threshold, 0.7)
    expectClose(try ThresholdChoice(sweep, .minPrecision(0.75)).threshold, 0.3)
    expectClose(try ThresholdChoice(sweep, .minPrecision(0.76)).threshold, 0.7)
    expectClose(try ThresholdChoice(sweep, .bestF1).threshold, 0.3)
    // 2/3 recall without a false alarm against full recall with one: MCC 1/√2 either way; the higher.
    expectClose(try ThresholdChoice(sweep, .bestMCC).threshold, 0.7)
  }

  @Test func costsDecide() throws {
    let sweep = try Self.sweep([0.1, 0.2, 0.6], [0.4, 0.8, 0.9])
    let dearAlarms = try ThresholdChoice(sweep, .cost(falsePositive: 10, falseNegative: 1))
    expectClose(dearAlarms.threshold, 0.7)
    expectClose(dearAlarms.observed.value, 1.0 / 6)
    let dearMisses = try ThresholdChoice(sweep, .cost(falsePositive: 1, falseNegative: 10))
    expectClose(dearMisses.threshold, 0.3)
    #expect(dearMisses.bound == nil && !dearMisses.isPromised && dearMisses.examplesNeeded == nil)
    #expect(dearMisses.warning(positive: "spam", negative: "ham") == nil)
    // A false alarm that costs nothing: everything counts as positive, a miss that costs nothing: nothing.
    let negativesOnTop = try Self.sweep([0.5], [0.4])
    #expect(
      try ThresholdChoice(negativesOnTop, .cost(falsePositive: 0, falseNegative: 1)).threshold == 0)
    let never = try ThresholdChoice(negativesOnTop, .cost(falsePositive: 2, falseNegative: 1))
    #expect(never.threshold == DecisionRule.outOfReach)
    #expect(
      never.warning(positive: "spam", negative: "ham")
        == "At this threshold no validation message counts as spam.")
  }

  @Test func equalScoresStayTogether() throws {
    // The negative at 0.9 cannot be told from the positives there.
    let tied = try Self.sweep([0.1, 0.9], [0.9, 0.9])
    let choice = try ThresholdChoice(tied, .maxFalsePositiveRate(0.4))
    #expect(choice.threshold == DecisionRule.outOfReach)
    #expect(choice.confusionMatrix.counts == [[2, 0], [2, 0]])
    expectClose(try ThresholdChoice(tied, .maxFalsePositiveRate(0.5)).threshold, 0.5)
    // No number lies between neighbouring numbers: the higher one itself keeps the lower one out.
    let half = 0.5
    let next = try ThresholdChoice(try Self.sweep([half], [half.nextUp]), .bestF1)
    #expect(next.threshold == half.nextUp)
    #expect(next.confusionMatrix.counts == [[1, 0], [0, 1]])
  }

  @Test func theThresholdMakesItsOwnCounts() throws {
    let (labels, scores) = CurveTests.sample(400, seed: 9)
    let sweep = try ThresholdSweep(labels: labels, scores: scores)
    let criteria: [ThresholdCriterion] = [
      .maxFalsePositiveRate(0.1), .maxFalsePositiveRate(0), .maxFalseNegativeRate(0.1),
      .minPrecision(0.7), .cost(falsePositive: 3, falseNegative: 1), .bestF1, .bestMCC,
    ]
    for criterion in criteria {
      let choice = try ThresholdChoice(sweep, criterion)
      let matrix = try ConfusionMatrix(
        truth: labels, predicted: scores.map { $0 >= choice.threshold ? 1 : 0 }, classes: 2)
      #expect(choice.confusionMatrix == matrix, "\(criterion)")
    }
    let matrices = try sweep.thresholds.map { threshold in
      try ConfusionMatrix(
        truth: labels, predicted: scores.map { $0 >= threshold ? 1 : 0 }, classes: 2)
    }
    #expect(
      try ThresholdChoice(sweep, .bestF1).observed.value
        == matrices.compactMap { $0.oneVersusRest(1).f1 }.max())
    #expect(try ThresholdChoice(sweep, .bestMCC).observed.value == matrices.compactMap(\.mcc).max())
  }

  @Test func promisesAreKeptOrCounted() throws {
    // 58 of 59 trials are too few for 5 %.
    let few = try ThresholdChoice(try Self.ladder(58), .maxFalsePositiveRate(0.05))
    #expect(!few.isPromised && few.examplesNeeded == 59)
    // 2/58 is observed to keep it
    #expect(few.confusionMatrix.oneVersusRest(1).falsePositives == 2)
    let enough = try ThresholdChoice(try Self.ladder(59), .maxFalsePositiveRate(0.05))
    #expect(enough.isPromised && enough.examplesNeeded == nil)
    #expect(enough.confusionMatrix.oneVersusRest(1).falsePositives == 0)
    #expect(enough.warning(positive: "spam", negative: "ham") == nil)
    // Among 1,000, 38 mistakes have an upper bound below 5 % (scipy 1.17.1: 0.04972), 39 have not (0.05084).
    let many = try ThresholdChoice(try Self.ladder(1_000), .maxFalsePositiveRate(0.05))
    #expect(many.confusionMatrix.oneVersusRest(1).falsePositives == 38)
    #expect(many.isPromised)
    let missed = try ThresholdChoice(try Self.ladder(1_000), .maxFalseNegativeRate(0.05))
    #expect(missed.confusionMatrix.oneVersusRest(1).falseNegatives == 38)
    #expect(missed.isPromised)
    #expect(try ThresholdChoice(try Self.ladder(9), .maxFalsePositiveRate(1)).threshold == 0)
    let impossible = try ThresholdChoice(try Self.ladder(9), .maxFalsePositiveRate(0))
    #expect(!impossible.isPromised && impossible.examplesNeeded == nil)
  }

  @Test func warningsInWords() throws {
    let ham = (1...48).map { Double($0) / 200 }
    let sweep = try Self.sweep(ham, [0.7, 0.8, 0.9])
    func warning(_ criterion: ThresholdCriterion) throws -> String? {
      try ThresholdChoice(sweep, criterion).warning(positive: "spam", negative: "ham")
    }
    #expect(
      try warning(.maxFalsePositiveRate(0.001))
        == "With 48 ham messages even no false alarm promises only 6.1 %, not 0.1 %; 2,995 are needed."
    )
    #expect(
      try warning(.maxFalseNegativeRate(0.05))
        == "With 3 spam messages even no missed one promises only 64 %, not 5 %; 59 are needed.")
    #expect(
      try warning(.minPrecision(0.99))
        == "With 3 messages that count as spam even no false alarm among them promises only a "
        + "precision of 36 %, not 99 %; 299 are needed.")
    #expect(
      try warning(.maxFalsePositiveRate(0))
        == "With 48 ham messages even no false alarm promises only 6.1 %, not 0 %; "
        + "no number of them is enough.")
    #expect(
      try ThresholdChoice(try Self.sweep([0.9], [0.1]), .minPrecision(0.99))
        .warning(positive: "spam", negative: "ham")
        == "No threshold has a precision of 99 % on the validation messages. "
        + "At this threshold no validation message counts as spam.")
    // 88 of 100 are positive at every threshold: enough messages for 85 %, too many false alarms.
    let mixed = try ThresholdChoice(
      try Self.sweep(Array(repeating: 0.9, count: 12), Array(repeating: 0.9, count: 88)),
      .minPrecision(0.85))
    #expect(!mixed.isPromised)
    #expect(
      mixed.warning(positive: "spam", negative: "ham")
        == "The 100 messages that count as spam, 12 of them wrongly, promise only a precision of 81 %, "
        + "not 85 %.")
  }

  @Test func badInput() throws {
    #expect(throws: MetricError.oneClassOnly(positives: 0, negatives: 2)) {
      try ThresholdChoice(try Self.sweep([0.1, 0.2], []), .bestF1)
    }
    #expect(throws: MetricError.scoresOutOfRange(lowest: 0.5, highest: 3)) {
      try ThresholdChoice(try Self.sweep([0.5], [3]), .bestF1)
    }
    #expect(throws: MetricError.shareOutOfRange(found: 5)) {
      try ThresholdChoice(try Self.ladder(2), .maxFalsePositiveRate(5))
    }
    #expect(throws: MetricError.costsOutOfRange(falsePositive: 0, falseNegative: 0)) {
      try ThresholdChoice(try Self.ladder(2), .cost(falsePositive: 0, falseNegative: 0))
    }
    #expect(throws: MetricError.confidenceOutOfRange(found: 95)) {
      try ThresholdChoice(try Self.ladder(2), .bestF1, confidence: 95)
    }
  }

  @Test func codable() throws {
    let choice = try DecisionChoice(
      try Self.ladder(59), .maxFalsePositiveRate(0.05), maxFalseNegativeRate: 0.1)
    let data = try JSONEncoder().encode(choice)
    #expect(try JSONDecoder().decode(DecisionChoice.self, from: data) == choice)
    let upper = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(choice.upper)) as? [String: Any])
    #expect(
      Set(upper.keys) == [
        "criterion", "confidence", "threshold", "confusion_matrix", "observed", "bound", "promised",
      ])
  }
}
