import ClassificationMetrics
import Testing

@Suite struct DecisionChoiceTests {
  @Test func betweenTheTwoThresholdsNothingIsDecided() throws {
    // Overlapping: no alarm above 0.65, no miss below 0.35.
    let sweep = try ThresholdChoiceTests.sweep([0.1, 0.3, 0.6], [0.4, 0.7, 0.9])
    let choice = try DecisionChoice(
      sweep, .maxFalsePositiveRate(0), maxFalseNegativeRate: 0)
    expectClose(choice.rule.threshold, 0.65)
    expectClose(choice.rule.unsureFrom, 0.35)
    #expect(choice.rule.answer(0.7) == .positive)
    #expect(choice.rule.answer(0.5) == .unsure)
    #expect(choice.rule.answer(0.3) == .negative)
    #expect(
      choice.sentence(positive: "spam", negative: "ham")
        == "at most 0 % of ham counts as spam, and at most 0 % of spam is answered ham")
    #expect(choice.warnings(positive: "spam", negative: "ham").count == 2)
  }

  @Test func withoutOverlapBothPromisesHoldAtOneThreshold() throws {
    let sweep = try ThresholdChoiceTests.ladder(100)
    let choice = try DecisionChoice(
      sweep, .maxFalsePositiveRate(0.05), maxFalseNegativeRate: 0.05)
    let lower = try #require(choice.lower)
    #expect(choice.upper.threshold < lower.threshold)
    #expect(choice.rule == DecisionRule(threshold: choice.upper.threshold))
    #expect(choice.warnings(positive: "spam", negative: "ham") == [])
  }

  @Test func oneThreshold() throws {
    let choice = try DecisionChoice(try ThresholdChoiceTests.ladder(5), .bestF1)
    #expect(choice.lower == nil)
    #expect(choice.rule == DecisionRule(threshold: choice.upper.threshold))
    #expect(choice.sentence(positive: "spam", negative: "ham") == "the highest F1 of spam")
  }
}
