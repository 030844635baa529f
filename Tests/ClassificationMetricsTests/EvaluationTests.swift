import ClassificationMetrics
import Foundation
import Testing

@Suite struct EvaluationTests {
  /// 60 messages, some of them on the wrong side of ½.
  static let labels = CurveTests.sample(60, seed: 5).labels
  static let scores = CurveTests.sample(60, seed: 5).scores
  static let probabilities = scores.flatMap { [1 - $0, $0] }

  static func evaluation(
    seed: UInt64 = 42, positiveClass: Int? = 1, resamples: Int = 200
  ) throws -> Evaluation {
    try Evaluation(
      labels: labels, probabilities: probabilities,
      classes: ClassSet(["ham", "spam"], positive: positiveClass), loss: 0.25, seed: seed,
      resamples: resamples)
  }

  @Test func namesAreStable() throws {
    #expect(
      try Self.evaluation().metrics.map(\.name) == [
        "accuracy", "balanced_accuracy", "precision", "recall", "f1", "specificity", "mcc",
        "roc_auc", "average_precision", "log_loss", "brier", "ece", "kappa", "macro_f1",
        "negative_predictive_value", "false_positive_rate", "macro_precision", "macro_recall",
        "weighted_precision", "weighted_recall", "weighted_f1", "micro_f1", "mce", "ece_equal_mass",
        "mce_equal_mass", "ece_positive",
      ])
  }

  @Test func everyMetricHasAnIntervalAroundItsValue() throws {
    for (name, estimate) in try Self.evaluation().metrics {
      let value = try #require(estimate.value, "\(name)")
      let low = try #require(estimate.low, "\(name)")
      let high = try #require(estimate.high, "\(name)")
      #expect(low <= value && value <= high && low < high, "\(name): \(value) in \(low)...\(high)")
      #expect(estimate.undefinedReason == nil, "\(name)")
    }
  }

  @Test func theSeedDecides() throws {
    let evaluation = try Self.evaluation()
    #expect(try evaluation == Self.evaluation())
    let other = try Self.evaluation(seed: 43)
    #expect(evaluation.f1 != other.f1)
    #expect(evaluation.f1.value == other.f1.value)
    #expect(evaluation.recall == other.recall)
  }

  @Test func fastIntervalsEqualPlainOnes() throws {
    // The prepared sums over draws against metrics of resamples written out in full.
    let evaluation = try Self.evaluation()
    let bootstrap = StratifiedBootstrap(labels: Self.labels, seed: 42, resamples: 200)
    func expectSame(_ found: Estimate, _ metric: @escaping (Predictions) -> Double?) {
      let plain = bootstrap.estimate(scores: Self.scores) {
        (try? Predictions(labels: $0, scores: $1)).flatMap(metric)
      }
      expectClose([found.value, found.low, found.high], [plain.value, plain.low, plain.high])
    }
    func matrix(_ predictions: Predictions) -> ConfusionMatrix? {
      try? ConfusionMatrix(truth: predictions.labels, predicted: predictions.topLabels, classes: 2)
    }
    expectSame(evaluation.rocAUC) { $0.thresholdSweep().rocCurve?.area }
    expectSame(evaluation.averagePrecision) {
      $0.thresholdSweep().precisionRecallCurve?.averagePrecision
    }
    expectSame(evaluation.logLoss) { $0.logLoss }
    expectSame(evaluation.brier) { $0.brier(of: 1) }
    expectSame(evaluation.ece) { $0.topLabelCalibration().expectedError }
    expectSame(evaluation.balancedAccuracy) { matrix($0)?.balancedAccuracy }
    expectSame(evaluation.f1) { matrix($0)?.oneVersusRest(1).f1 }
    expectSame(evaluation.mcc) { matrix($0)?.mcc }
    expectSame(evaluation.kappa) { matrix($0)?.kappa }
    expectSame(evaluation.macroF1) { matrix($0)?.macro().f1 }
    expectSame(evaluation.perClass[0].f1) { matrix($0)?.oneVersusRest(0).f1 }
    expectSame(evaluation[.macroPrecision]) { matrix($0)?.macro().precision }
    expectSame(evaluation[.macroRecall]) { matrix($0)?.macro().recall }
    expectSame(evaluation[.weightedPrecision]) { matrix($0)?.weighted().precision }
    expectSame(evaluation[.weightedF1]) { matrix($0)?.weighted().f1 }
    expectSame(evaluation[.mce]) { $0.topLabelCalibration().maximumError }
    expectSame(evaluation[.eceEqualMass]) { $0.topLabelCalibration(.equalMass(15)).expectedError }
    expectSame(evaluation[.mceEqualMass]) { $0.topLabelCalibration(.equalMass(15)).maximumError }
    expectSame(evaluation[.ecePositive]) { $0.calibration(of: 1).expectedError }
  }

  @Test func withoutPositiveClassItIsMacro() throws {
    let evaluation = try Self.evaluation(positiveClass: nil)
    let ham = try Self.evaluation(positiveClass: 0)
    let spam = try Self.evaluation(positiveClass: 1)
    #expect(evaluation.threshold == nil)
    #expect(spam.threshold == 0.5)
    for metric in [Evaluation.Metric.precision, .recall, .f1, .specificity, .averagePrecision] {
      let values = [ham, spam].compactMap { $0[metric].value }
      expectClose(evaluation[metric].value, (values[0] + values[1]) / 2, metric.rawValue)
    }
    #expect(evaluation.f1 == evaluation.macroF1)
    #expect(evaluation.brier.value == spam.brier.value)
    // A macro average of proportions is no proportion: its interval is resampled.
    #expect(evaluation.precision.low != nil)
    #expect(evaluation.accuracy == spam.accuracy)
    #expect(
      evaluation[.ecePositive]
        == .undefined("there is no positive class"))
    expectClose(
      evaluation[.falsePositiveRate].value, 1 - (evaluation[.specificity].value ?? .nan))
    #expect(evaluation[.falsePositiveRate].low != nil)
  }

  @Test func countedSharesHaveWilsonIntervals() throws {
    let evaluation = try Self.evaluation()
    let matrix = evaluation.confusionMatrix
    let negatives = matrix.support(0)
    #expect(
      evaluation[.falsePositiveRate]
        == .proportion(matrix[truth: 0, predicted: 1], of: negatives))
    #expect(
      evaluation[.negativePredictiveValue]
        == .proportion(matrix[truth: 0, predicted: 0], of: matrix.predictedCount(0)))
    #expect(evaluation[.microF1] == evaluation.accuracy)
    #expect(evaluation[.weightedRecall] == evaluation.accuracy)
  }

  @Test func thresholdMovesThePrediction() throws {
    let evaluation = try Evaluation(
      labels: [0, 0, 1, 1], probabilities: [0.9, 0.1, 0.4, 0.6, 0.3, 0.7, 0.1, 0.9],
      classes: ClassSet(["ham", "spam"], positive: 1), threshold: 0.7, seed: 1, resamples: 10)
    #expect(evaluation.confusionMatrix.counts == [[2, 0], [0, 2]])
    // The other way round: class 0 positive.
    let ham = try Evaluation(
      labels: [0, 0, 1, 1], probabilities: [0.9, 0.1, 0.4, 0.6, 0.3, 0.7, 0.1, 0.9],
      classes: ClassSet(["ham", "spam"], positive: 0), threshold: 0.3, seed: 1, resamples: 10)
    #expect(ham.confusionMatrix.counts == [[2, 0], [1, 1]])
    #expect(ham.precision.value == 2.0 / 3)
  }

  @Test(arguments: [1, nil])
  func oneMetricIsThatOfTheEvaluation(positiveClass: Int?) throws {
    let samples = [
      (labels: Self.labels, scores: Self.scores), ([0, 0, 0], [0.1, 0.2, 0.3]),
      ([1, 1], [0.4, 0.8]), ([0, 1, 0], [0.1, 0.2, 0.3]),
    ]
    for (labels, scores) in samples {
      let predictions = try Predictions(labels: labels, scores: scores)
      let evaluation = try Evaluation(
        labels: labels, probabilities: predictions.probabilities,
        classes: ClassSet(["ham", "spam"], positive: positiveClass), seed: 1, resamples: 2)
      for metric in Evaluation.Metric.allCases {
        #expect(
          predictions.value(of: metric, positive: positiveClass) == evaluation[metric].value,
          "\(metric)")
      }
    }
  }

  @Test func oneClassOnly() throws {
    let evaluation = try Evaluation(
      labels: [0, 0, 0], probabilities: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3],
      classes: ClassSet(["ham", "spam"], positive: 1), seed: 1, resamples: 10)
    let noSpam = "no example has the label 'spam'"
    #expect(evaluation.rocAUC == .undefined(noSpam))
    #expect(evaluation.averagePrecision == .undefined(noSpam))
    #expect(evaluation.balancedAccuracy == .undefined(noSpam))
    #expect(evaluation.recall == .undefined(noSpam))
    #expect(
      evaluation.precision
        == .undefined("no example was predicted as 'spam'"))
    #expect(
      evaluation.f1
        == .undefined("no example has the label 'spam' or was predicted as it"))
    let allHam = "every example has the label 'ham'"
    #expect(evaluation.mcc == .undefined(allHam))
    #expect(evaluation.kappa == .undefined(allHam))
    #expect(evaluation.accuracy.value == 1)
    #expect(evaluation.accuracy.low != nil)
    #expect(evaluation.perClass[1].recall.undefinedReason == noSpam)
    #expect(evaluation[.macroRecall].undefinedReason == noSpam)
    #expect(evaluation[.weightedPrecision] == Estimate(value: 1))
    #expect(evaluation[.falsePositiveRate].value == 0)
    #expect(evaluation[.negativePredictiveValue].value == 1)
  }

  @Test func everyExamplePositive() throws {
    let evaluation = try Evaluation(
      labels: [1, 1], probabilities: [0.6, 0.4, 0.2, 0.8],
      classes: ClassSet(["ham", "spam"], positive: 1), seed: 1, resamples: 50)
    let allSpam = "every example has the label 'spam'"
    #expect(evaluation.specificity == .undefined(allSpam))
    #expect(evaluation[.falsePositiveRate] == .undefined(allSpam))
    #expect(evaluation[.negativePredictiveValue].value == 0)
    #expect(evaluation.rocAUC == .undefined(allSpam))
    #expect(evaluation.averagePrecision == Estimate(value: 1))
    #expect(evaluation.recall.undefinedReason == nil)
    #expect(evaluation.mcc.undefinedReason == allSpam)
    #expect(evaluation.kappa == Estimate(value: 0))
  }

  @Test func rowsScaledToOne() throws {
    // Rounded figures: 0.333 three times; the loss is that of ⅓.
    let evaluation = try Evaluation(
      labels: [0, 1, 2], probabilities: Array(repeating: 0.333, count: 9),
      classes: ClassSet(["a", "b", "c"], positive: nil), seed: 1, resamples: 20)
    expectClose(evaluation.logLoss.value, log(3))
    #expect(evaluation.logLoss.low == nil)
  }

  @Test func oneExample() throws {
    let evaluation = try Evaluation(
      labels: [1], probabilities: [0.2, 0.7, 0.1],
      classes: ClassSet(["a", "b", "c"], positive: nil), seed: 1)
    #expect(evaluation.examples == 1)
    #expect(evaluation.accuracy.value == 1)
    #expect(evaluation.balancedAccuracy == Estimate(value: 1))
    expectClose(evaluation.logLoss.value, -log(0.7))
    #expect(evaluation.logLoss.low == nil)
    #expect(evaluation.rocAUC.undefinedReason == "no example has the label 'a'")
  }

  @Test func codesUnderStableNames() throws {
    let evaluation = try Self.evaluation()
    let data = try JSONEncoder().encode(evaluation)
    #expect(try JSONDecoder().decode(Evaluation.self, from: data) == evaluation)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let expected =
      evaluation.metrics.map(\.name) + [
        "class_names", "confusion_matrix", "examples", "loss", "per_class", "positive_class",
        "threshold",
      ]
    #expect(Set(object.keys) == Set(expected))
  }

  @Test func filesWithFewerMetricsAreRead() throws {
    let evaluation = try Self.evaluation()
    var object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(evaluation)) as? [String: Any])
    for name in ["mce", "micro_f1", "false_positive_rate"] {
      #expect(object.removeValue(forKey: name) != nil)
    }
    func decoded() throws -> Evaluation {
      try JSONDecoder().decode(
        Evaluation.self, from: JSONSerialization.data(withJSONObject: object))
    }
    let old = try decoded()
    #expect(
      old[.mce]
        == .undefined("it was not yet measured when this was recorded"))
    #expect(old.f1 == evaluation.f1)
    #expect(old[.eceEqualMass] == evaluation[.eceEqualMass])
    // What was always there is not made up.
    object["f1"] = nil
    #expect(throws: DecodingError.self) { try decoded() }
    object["f1"] = ["value": 0, "undefined_reason": "no example was predicted as 'spam'"]
    #expect(try decoded().f1 == .undefined("no example was predicted as 'spam'"))
    object["positive_class"] = 2
    #expect(throws: DecodingError.self) { try decoded() }
  }

  @Test func badInput() {
    #expect(throws: MetricError.noExamples) {
      try Evaluation(
        labels: [], probabilities: [], classes: ClassSet(["a", "b"], positive: 1), seed: 1)
    }
    expectError("The loss is inf, expected a finite number. Check the model's output.") {
      try Evaluation(
        labels: [0], probabilities: [1, 0], classes: ClassSet(["a", "b"], positive: 1),
        loss: .infinity, seed: 1)
    }
    expectError("Metrics need at least 2 classes, found 1. Name every class.") {
      try Evaluation(
        labels: [0], probabilities: [1], classes: ClassSet(["a"], positive: nil), seed: 1)
    }
  }
}
