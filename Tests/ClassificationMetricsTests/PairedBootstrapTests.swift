import ClassificationMetrics
import Testing

@Suite struct PairedBootstrapTests {
  private let spam = ClassSet(["ham", "spam"], positive: 1)

  /// Predictions for class 1 of two: sure, and right but for the examples given.
  private func predictions(_ labels: [Int], wrongAt wrong: Set<Int>) throws -> Predictions {
    try Predictions(
      labels: labels,
      scores: labels.indices.map { (labels[$0] == 1) != wrong.contains($0) ? 0.9 : 0.1 })
  }

  @Test func theDifferenceFollowsTheBinomial() throws {
    // The first errs on 20 of 100 examples, the second on none, so that a resample's difference is
    // Binomial(100, 0.2) / 100, whose 2.5 % and 97.5 % quantiles are 0.12 and 0.28 (scipy 1.17).
    let labels = Array(repeating: 1, count: 100)
    let difference = PairedBootstrap(labels: labels, classes: spam, seed: 5).difference(
      in: .accuracy, from: try predictions(labels, wrongAt: Set(0..<20)),
      to: try predictions(labels, wrongAt: []))
    expectClose(difference.value, 0.2)
    #expect(abs((difference.low ?? 0) - 0.12) < 0.015)
    #expect(abs((difference.high ?? 0) - 0.28) < 0.015)
  }

  @Test func whatBothGetWrongDoesNotCount() throws {
    // Twenty errors in common, and one more of the second: however many of the twenty are drawn, the
    // difference is the draws of that one.
    let labels = Array(repeating: 1, count: 60) + Array(repeating: 0, count: 40)
    let first = try predictions(labels, wrongAt: Set(50..<70))
    let second = try predictions(labels, wrongAt: Set(50..<71))
    let bootstrap = PairedBootstrap(labels: labels, classes: spam, seed: 5)
    let difference = bootstrap.difference(in: .accuracy, from: first, to: second)
    expectClose(difference.value, -0.01)
    // One of 40 is drawn 0 to 3 times, seldom more: Binomial(40, 1/40).
    expectClose(difference.low, -0.03)
    #expect(difference.high == 0)
  }

  @Test func theSameAnswersDifferByNothingAndHaveNoInterval() throws {
    let labels = [0, 1, 0, 1, 1, 0]
    let answers = try predictions(labels, wrongAt: [2])
    let bootstrap = PairedBootstrap(labels: labels, classes: spam, seed: 1, resamples: 50)
    for metric in [Evaluation.Metric.accuracy, .f1, .logLoss] {
      #expect(bootstrap.difference(in: metric, from: answers, to: answers) == Estimate(value: 0))
    }
  }

  @Test func theOtherWayRoundTheSignChanges() throws {
    let labels = (0..<80).map { $0 % 3 == 0 ? 1 : 0 }
    let (first, second) = (
      try predictions(labels, wrongAt: [0, 1, 4, 6]), try predictions(labels, wrongAt: [3, 4, 9])
    )
    let bootstrap = PairedBootstrap(labels: labels, classes: spam, seed: 2, resamples: 400)
    for metric in Evaluation.Metric.allCases {
      let forth = bootstrap.difference(in: metric, from: first, to: second)
      let back = bootstrap.difference(in: metric, from: second, to: first)
      expectClose(forth.value, back.value.map { -$0 }, metric.rawValue)
      expectClose(forth.low, back.high.map { -$0 }, metric.rawValue)
      expectClose(forth.high, back.low.map { -$0 }, metric.rawValue)
    }
  }

  @Test(arguments: [1, nil])
  func theValueIsThatOfTheEvaluations(positiveClass: Int?) throws {
    let labels = (0..<60).map { $0 % 3 }
    let classes = ClassSet(["a", "b", "c"], positive: positiveClass)
    func probabilities(_ offset: Int, _ lead: Int) -> [Double] {
      labels.indices.flatMap { row -> [Double] in
        let scores = (0..<3).map { k in
          Double((row * 7 + k * 5 + offset) % 11 + (labels[row] == k ? lead : 1))
        }
        return scores.map { $0 / scores.reduce(0, +) }
      }
    }
    let all = try [(1, 8), (4, 3)].map {
      try Predictions(labels: labels, probabilities: probabilities($0.0, $0.1), classes: 3)
    }
    let evaluations = try all.map {
      try Evaluation(
        labels: labels, probabilities: $0.probabilities, classes: classes, seed: 1, resamples: 2)
    }
    let bootstrap = PairedBootstrap(
      labels: labels, classes: classes, seed: 1, resamples: 10)
    for metric in Evaluation.Metric.allCases {
      let (first, second) = (evaluations[0][metric].value, evaluations[1][metric].value)
      let isUndefined = metric == .ecePositive && positiveClass == nil
      #expect(isUndefined ? first == nil && second == nil : first != second, "\(metric)")
      expectClose(
        bootstrap.difference(in: metric, from: all[0], to: all[1]).value,
        first.flatMap { first in second.map { $0 - first } }, metric.rawValue)
      expectClose(
        Double(evaluations[0].confusionMatrix.correct),
        Double(
          zip(labels, all[0].decisions(positive: positiveClass)).count { $0.0 == $0.1 }))
    }
  }

  @Test func anUndefinedMetricHasNoDifference() throws {
    let labels = [1, 1, 1]
    let difference = PairedBootstrap(labels: labels, classes: spam, seed: 1).difference(
      in: .rocAUC, from: try predictions(labels, wrongAt: [0]),
      to: try predictions(labels, wrongAt: []))
    #expect(difference == .undefined("every example has the label 'spam'"))
  }

  @Test func aTieIsDecidedAsInAnEvaluation() throws {
    let predictions = try Predictions(labels: [0, 1], scores: [0.5, 0.5])
    #expect(predictions.decisions(positive: 0) == [0, 0])
    #expect(predictions.decisions(positive: 1) == [1, 1])
    #expect(predictions.decisions(positive: nil) == [1, 1])
  }
}
