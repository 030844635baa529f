import ClassificationMetrics
import Testing

@Suite struct RepeatedEvaluationTests {
  /// Two classes, the second positive; `hits` of four positives and all four negatives are right.
  private func evaluation(hits: Int) throws -> Evaluation {
    let scores = [0.1, 0.2, 0.1, 0.2] + (0..<4).map { $0 < hits ? 0.9 : 0.15 }
    return try Evaluation(
      labels: [0, 0, 0, 0, 1, 1, 1, 1], probabilities: scores.flatMap { [1 - $0, $0] },
      classes: ClassSet(["ham", "spam"], positive: 1), seed: 1, resamples: 20)
  }

  @Test func aMetricIsSummedUpOverTheRounds() throws {
    let summary = RepeatedEvaluation(
      try [2, 2, 3].map { try evaluation(hits: $0) })[.recall]
    #expect(abs(try #require(summary.mean.value) - 1.75 / 3) < 1e-12)
    // Deviations from the mean: -1/12, -1/12, 1/6.
    let deviation = ((1.0 / 144 + 1.0 / 144 + 1.0 / 36) / 2).squareRoot()
    #expect(abs(try #require(summary.deviation) - deviation) < 1e-12)
    #expect(summary.lowest == 0.5 && summary.highest == 0.75)
    // Student's t with two degrees of freedom.
    let margin = 4.302652729749464 * deviation / 3.0.squareRoot()
    #expect(abs(try #require(summary.mean.high) - 1.75 / 3 - margin) < 1e-9)
  }

  @Test func anIntervalEndsWhereTheMetricDoes() throws {
    let rounds = try [0, 4].map { try evaluation(hits: $0) }
    let recall = RepeatedEvaluation(rounds)[.recall].mean
    #expect(recall.low == 0 && recall.high == 1)
    let correlation = RepeatedEvaluation(try [1, 4].map { try evaluation(hits: $0) })[.mcc].mean
    #expect(correlation.low == -1 && correlation.high == 1)
  }

  @Test func oneRoundHasNoDeviation() throws {
    let summary = RepeatedEvaluation([try evaluation(hits: 3)])[.recall]
    #expect(summary.mean.value == 0.75 && summary.mean.low == nil)
    #expect(summary.deviation == nil)
  }

  @Test func theIntervalOfFoldsIsWider() throws {
    let rounds = try [2, 2, 3].map { try evaluation(hits: $0) }
    let plain = RepeatedEvaluation(rounds)[.recall].mean
    let folds = RepeatedEvaluation(rounds, testToTrainRatio: 0.1)[.recall].mean
    func width(_ estimate: Estimate) throws -> Double {
      try #require(estimate.high) - #require(estimate.low)
    }
    #expect(folds.value == plain.value)
    #expect(abs(try width(folds) / width(plain) - 1.3.squareRoot()) < 1e-12)
  }

  @Test func countsAreAddedUp() throws {
    let repeated = RepeatedEvaluation(try [1, 2, 4].map { try evaluation(hits: $0) })
    #expect(repeated.confusionMatrix.counts == [[12, 0], [5, 7]])
  }
}
