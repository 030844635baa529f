import ClassificationMetrics
import Foundation
import Testing

@Suite struct PredictionsTests {
  @Test func lossesByHand() throws {
    let predictions = try Predictions(labels: [1, 0], scores: [0.8, 0.3])
    expectClose(predictions.logLoss, -(log(0.8) + log(0.7)) / 2)
    expectClose(predictions.brier(of: 1), (0.04 + 0.09) / 2)
    expectClose(predictions.brierSum, 0.13)
    let three = try Predictions(
      labels: [2, 0], probabilities: [0.2, 0.3, 0.5, 0.6, 0.4, 0], classes: 3)
    expectClose(three.brierSum, (0.04 + 0.09 + 0.25 + 0.16 + 0.16) / 2)
    expectClose(three.logLoss, -(log(0.5) + log(0.6)) / 2)
  }

  @Test func oneCertainErrorIsFinite() throws {
    // scikit-learn 1.9: 18.02 for one certain error in two
    let predictions = try Predictions(labels: [1, 1], scores: [0, 1])
    expectClose(predictions.logLoss, 52 * log(2) / 2)
  }

  @Test func topLabels() throws {
    let two = try Predictions(labels: [0, 0, 0], scores: [0.4, 0.5, 0.6])
    #expect(two.topLabels == [0, 1, 1])
    let three = try Predictions(
      labels: [0, 0], probabilities: [0.4, 0.4, 0.2, 0.2, 0.4, 0.4], classes: 3)
    #expect(three.topLabels == [0, 1])
  }

  @Test func badInputNamesTheRow() {
    expectError(
      "Row 2: the probability of class 1 is nan, expected 0 to 1. "
        + "Give probabilities, not logits or percentages."
    ) {
      try Predictions(labels: [0, 1], scores: [0.5, .nan])
    }
    #expect(throws: MetricError.notAProbability(row: 1, classIndex: 1, found: 1.5)) {
      try Predictions(labels: [0], probabilities: [0, 1.5], classes: 2)
    }
    #expect(throws: MetricError.notAProbability(row: 1, classIndex: 1, found: 97)) {
      try Predictions(labels: [0], scores: [97])
    }
    #expect(throws: MetricError.probabilitySum(row: 2, found: 0.75)) {
      try Predictions(labels: [0, 1], probabilities: [0.5, 0.5, 0.5, 0.25], classes: 2)
    }
    #expect(throws: MetricError.classOutOfRange("label", row: 2, found: 2, classes: 2)) {
      try Predictions(labels: [0, 2], scores: [0.5, 0.5])
    }
    #expect(throws: MetricError.countMismatch("probabilities", expected: 4, found: 3)) {
      try Predictions(labels: [0, 1], probabilities: [0.5, 0.5, 1], classes: 2)
    }
    #expect(throws: MetricError.countMismatch("scores", expected: 1, found: 2)) {
      try Predictions(labels: [0], scores: [0.5, 0.5])
    }
    #expect(throws: MetricError.noExamples) { try Predictions(labels: [], scores: []) }
  }
}
