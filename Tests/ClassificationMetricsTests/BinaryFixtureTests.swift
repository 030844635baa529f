import ClassificationMetrics
import TestFiles
import Testing

@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct BinaryFixtureTests {
  struct File: Decodable {
    let binary: [Case]
  }

  struct Averages: Decodable {
    let precision, recall, f1: Double
  }

  struct Bin: Decodable {
    let bin, count: Int
    let meanConfidence, meanCorrect: Double
  }

  struct CalibrationValues: Decodable {
    let ece, mce: Double
    let bins: [Bin]
  }

  struct ROC: Decodable {
    let fpr, tpr: [Double]
    let thresholds: [Threshold]
  }

  struct PR: Decodable {
    let precision, recall, thresholds: [Double]
  }

  struct Intervals: Decodable {
    let accuracy, precision, recall, specificity: [Double?]
  }

  struct Case: Decodable {
    let name: String
    let labels, predicted: [Int]
    let scores: [Double]
    let threshold: Double
    let confusionMatrix: [[Int]]
    let accuracy, precision, recall, specificity, negativePredictiveValue: Double
    let balancedAccuracy, falsePositiveRate, falseNegativeRate: Double?
    let f1, fHalf, f2, matthewsCorrcoef, logLoss, brier: Double
    let cohenKappa, rocAuc, averagePrecision: Double?
    let macro, weighted, micro: Averages
    let rocCurve, rocCurveDropIntermediate: ROC?
    let prCurve: PR?
    let prAucTrapezoid, bestF1, partialAuc: Double?
    let eceTopLabel, ecePositiveClass: CalibrationValues
    let wilson95: Intervals

    // Keys as `convertFromSnakeCase` leaves them.
    enum CodingKeys: String, CodingKey {
      case name, labels, predicted, scores, threshold, confusionMatrix, accuracy, precision, recall
      case specificity, negativePredictiveValue, balancedAccuracy, falsePositiveRate
      case falseNegativeRate, f1, f2, matthewsCorrcoef, logLoss, brier, cohenKappa, rocAuc
      case averagePrecision, macro, weighted, micro, rocCurve, rocCurveDropIntermediate, prCurve
      case prAucTrapezoid, bestF1, eceTopLabel, ecePositiveClass, wilson95
      case fHalf = "f0.5"
      case partialAuc = "partialAucFpr0.1"
    }
  }

  static func cases() throws -> [Case] {
    let cases = try Fixtures.decode("metrics/classification.json", as: File.self).binary
    try #require(cases.count == 16)
    return cases
  }

  @Test func confusionMatrices() throws {
    for c in try Self.cases() {
      let matrix = try ConfusionMatrix(truth: c.labels, predicted: c.predicted, classes: 2)
      #expect(matrix.counts == c.confusionMatrix, "\(c.name)")
      expectClose(matrix.accuracy, c.accuracy, "\(c.name) accuracy")
      expectClose(matrix.balancedAccuracy, c.balancedAccuracy, "\(c.name) balanced accuracy")
      // The fixtures are made with `zero_division=0`, but for the two error rates.
      let counts = matrix.oneVersusRest(1)
      expectClose(counts.precision ?? 0, c.precision, "\(c.name) precision")
      expectClose(counts.recall ?? 0, c.recall, "\(c.name) recall")
      expectClose(counts.specificity ?? 0, c.specificity, "\(c.name) specificity")
      expectClose(
        counts.negativePredictiveValue ?? 0, c.negativePredictiveValue, "\(c.name) NPV")
      expectClose(counts.falsePositiveRate, c.falsePositiveRate, "\(c.name) FPR")
      expectClose(counts.falseNegativeRate, c.falseNegativeRate, "\(c.name) FNR")
      expectClose(counts.f1 ?? 0, c.f1, "\(c.name) F1")
      expectClose(counts.f(beta: 0.5) ?? 0, c.fHalf, "\(c.name) F0.5")
      expectClose(counts.f(beta: 2) ?? 0, c.f2, "\(c.name) F2")
      expectClose(counts.mcc ?? 0, c.matthewsCorrcoef, "\(c.name) MCC of the counts")
      expectClose(matrix.mcc ?? 0, c.matthewsCorrcoef, "\(c.name) MCC")
      expectClose(matrix.kappa, c.cohenKappa, "\(c.name) kappa")
      for (found, expected) in [
        (matrix.macro(zeroDivision: 0), c.macro), (matrix.weighted(zeroDivision: 0), c.weighted),
        (matrix.micro, c.micro),
      ] {
        expectClose(found.precision, expected.precision, "\(c.name) averaged precision")
        expectClose(found.recall, expected.recall, "\(c.name) averaged recall")
        expectClose(found.f1, expected.f1, "\(c.name) averaged F1")
      }
    }
  }

  @Test func losses() throws {
    for c in try Self.cases() {
      let predictions = try Predictions(labels: c.labels, scores: c.scores)
      expectClose(predictions.logLoss, c.logLoss, "\(c.name) log loss")
      expectClose(predictions.brier(of: 1), c.brier, "\(c.name) Brier")
      expectClose(predictions.brierSum, 2 * c.brier, "\(c.name) Brier sum")
    }
  }

  @Test func curves() throws {
    for c in try Self.cases() {
      let predictions = try Predictions(labels: c.labels, scores: c.scores)
      expectClose(predictions.rocAUC(), c.rocAuc, "\(c.name) AUC")
      expectClose(predictions.averagePrecision(), c.averagePrecision, "\(c.name) AP")
      let sweep = try ThresholdSweep(labels: c.labels, scores: c.scores)
      #expect(sweep == predictions.thresholdSweep())
      let roc = sweep.rocCurve
      let precisionRecall = sweep.precisionRecallCurve
      expectClose(roc?.area, c.rocAuc, "\(c.name) area")
      expectClose(precisionRecall?.averagePrecision, c.averagePrecision, "\(c.name) AP")
      guard let expected = c.rocCurve, let turning = c.rocCurveDropIntermediate else { continue }
      expect(roc?.points, expected, c.name)
      expect(roc?.turningPoints, turning, c.name)
      expectClose(
        roc?.partialArea(maxFalsePositiveRate: 0.1), c.partialAuc, "\(c.name) partial AUC")
      expectClose(roc?.partialArea(maxFalsePositiveRate: 1), c.rocAuc, "\(c.name) whole AUC")
      let pr = try #require(c.prCurve)
      let points = try #require(precisionRecall).points.reversed()
      expectClose(points.map(\.precision), pr.precision, "\(c.name) precision")
      expectClose(points.map(\.recall), pr.recall, "\(c.name) recall")
      expectClose(points.map(\.threshold), pr.thresholds + [.infinity], "\(c.name) threshold")
      expectClose(precisionRecall?.trapezoidalArea, c.prAucTrapezoid, "\(c.name) PR trapezoid")
      expectClose(
        try ThresholdChoice(sweep, .bestF1).observed.value, c.bestF1, "\(c.name) best F1")
    }
  }

  private func expect(_ points: [ROCCurve.Point]?, _ expected: ROC, _ name: String) {
    expectClose(points?.map(\.falsePositiveRate) ?? [], expected.fpr, "\(name) fpr")
    expectClose(points?.map(\.truePositiveRate) ?? [], expected.tpr, "\(name) tpr")
    expectClose(points?.map(\.threshold) ?? [], expected.thresholds.map(\.value), "\(name) roc")
  }

  @Test func calibration() throws {
    for c in try Self.cases() {
      let predictions = try Predictions(labels: c.labels, scores: c.scores)
      expect(predictions.topLabelCalibration(), c.eceTopLabel, "\(c.name) top label")
      expect(predictions.calibration(of: 1), c.ecePositiveClass, "\(c.name) positive class")
    }
  }

  private func expect(_ found: Calibration, _ expected: CalibrationValues, _ name: String) {
    expectClose(found.expectedError, expected.ece, "\(name) ECE")
    expectClose(found.maximumError, expected.mce, "\(name) MCE")
    #expect(found.bins.map(\.count) == expected.bins.map(\.count), "\(name)")
    expectClose(found.bins.map(\.lower), expected.bins.map { Double($0.bin) / 15 }, name)
    expectClose(found.bins.map(\.meanConfidence), expected.bins.map(\.meanConfidence), name)
    expectClose(found.bins.map(\.observed), expected.bins.map(\.meanCorrect), name)
  }

  @Test func evaluations() throws {
    for c in try Self.cases() {
      let evaluation = try Evaluation(
        labels: c.labels, probabilities: c.scores.flatMap { [1 - $0, $0] },
        classes: ClassSet(["ham", "spam"], positive: 1), threshold: c.threshold, seed: 1,
        resamples: 20)
      let expected: [(Evaluation.Metric, Double?)] = [
        (.accuracy, c.accuracy), (.balancedAccuracy, c.balancedAccuracy),
        (.precision, c.precision), (.recall, c.recall), (.f1, c.f1),
        (.specificity, c.specificity), (.mcc, c.matthewsCorrcoef), (.rocAUC, c.rocAuc),
        (.averagePrecision, c.averagePrecision), (.logLoss, c.logLoss), (.brier, c.brier),
        (.ece, c.eceTopLabel.ece), (.kappa, c.cohenKappa), (.macroF1, c.macro.f1),
        (.negativePredictiveValue, c.negativePredictiveValue),
        (.falsePositiveRate, c.falsePositiveRate), (.macroPrecision, c.macro.precision),
        (.macroRecall, c.macro.recall), (.weightedPrecision, c.weighted.precision),
        (.weightedRecall, c.weighted.recall), (.weightedF1, c.weighted.f1),
        (.microF1, c.micro.f1), (.mce, c.eceTopLabel.mce), (.ecePositive, c.ecePositiveClass.ece),
      ]
      for (metric, value) in expected {
        expectAgrees(evaluation[metric], withZeroDivision: value, "\(c.name) \(metric)")
      }
      let intervals: [(Evaluation.Metric, [Double?])] = [
        (.accuracy, c.wilson95.accuracy), (.precision, c.wilson95.precision),
        (.recall, c.wilson95.recall), (.specificity, c.wilson95.specificity),
      ]
      for (metric, interval) in intervals {
        expectClose(
          [evaluation[metric].low, evaluation[metric].high], interval, "\(c.name) \(metric)")
      }
    }
  }

  // numpy 2.4.6: bins of equally many examples, equal confidences together.
  @Test(arguments: [
    ("balanced", 0.13558683333333335, 0.296701), ("many ties", 0.146875, 0.5),
    ("imbalanced", 0.051764216666666696, 0.12086655000000013),
    ("exact zeros and ones", 0.3333333333333333, 0.3333333333333333),
  ])
  func equalMass(name: String, expected: Double, maximum: Double) throws {
    let c = try #require(try Self.cases().first { $0.name == name })
    let evaluation = try Evaluation(
      labels: c.labels, probabilities: c.scores.flatMap { [1 - $0, $0] },
      classes: ClassSet(["ham", "spam"], positive: 1), seed: 1, resamples: 2)
    expectClose(evaluation[.eceEqualMass].value, expected, name)
    expectClose(evaluation[.mceEqualMass].value, maximum, name)
  }
}
