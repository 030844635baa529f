import ClassificationMetrics
import Experiments
import FineTuning
import Testing

@Suite struct SuccessiveHalvingTests {
  @Test(arguments: [
    // trials, epochs, and the epochs of every rung
    (1, 5, [5]), (2, 5, [3, 5]), (4, 5, [2, 3, 5]), (100, 5, [2, 3, 5]), (8, 1, [1]),
    (8, 8, [1, 2, 4, 8]), (7, 8, [2, 4, 8]), (3, 10, [5, 10]),
  ])
  func everyRungHasAboutTwiceTheEpochs(trials: Int, epochs: Int, expected: [Int]) {
    let halving = SuccessiveHalving(trials: trials, epochs: epochs)
    #expect(halving.rungs == expected.count)
    #expect((0..<halving.rungs).map { halving.epochs(inRung: $0, of: epochs) } == expected)
  }

  @Test func theBetterHalfIsRoundedUp() {
    #expect([1, 2, 3, 4, 5].map(SuccessiveHalving.survivors) == [1, 1, 2, 2, 3])
  }
}

@Suite struct TrialScoreTests {
  private func order(
    _ criterion: ModelSelection.Criterion, _ trials: [(value: Double?, loss: Double?)]
  ) -> [Int] {
    let scores = trials.enumerated().map { place, trial in
      (
        place,
        TrialScore(
          criterion, estimate: Estimate(recorded: trial.value), loss: trial.loss, trial: place)
      )
    }
    return scores.sorted { $0.1.isBetter(than: $1.1) }.map(\.0)
  }

  @Test func theHigherMetricIsBetterAndTheLowerLoss() {
    #expect(order(.metric(.mcc), [(0.5, 1), (-0.5, 0.1), (0.9, 2)]) == [2, 0, 1])
    #expect(order(.loss, [(0.5, 0.5), (0.1, 0.1)]) == [1, 0])
    #expect(order(.metric(.brier), [(0.5, 0.1), (0.1, 0.5)]) == [1, 0])
  }

  @Test func undefinedIsTheWorst() {
    #expect(order(.metric(.mcc), [(nil, 0.1), (-1, 5), (nil, 0.05)]) == [1, 2, 0])
    #expect(order(.metric(.brier), [(nil, 0.1), (2, 5)]) == [1, 0])
  }

  @Test func ofEqualsTheLossDecidesAndThenTheOrder() {
    #expect(order(.metric(.f1), [(1, 0.3), (1, nil), (1, 0.2), (1, 0.3)]) == [2, 0, 3, 1])
  }
}
