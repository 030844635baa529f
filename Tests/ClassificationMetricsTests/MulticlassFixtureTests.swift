import ClassificationMetrics
import TestFiles
import Testing

@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct MulticlassFixtureTests {
  struct File: Decodable {
    let multiclass: [Case]
  }

  struct PerClass: Decodable {
    let precision, recall, f1, support, specificity: [Double]
  }

  struct Case: Decodable {
    let name: String
    let labels, predicted: [Int]
    let probabilities: [[Double]]
    let confusionMatrix: [[Int]]
    let accuracy, balancedAccuracy, matthewsCorrcoef, logLoss, brierSum: Double
    let cohenKappa, rocAucOvrMacro, rocAucOvrWeighted, rocAucOvoMacro: Double?
    let perClass: PerClass
    let macro, weighted, micro: BinaryFixtureTests.Averages
    let rocAucPerClass, averagePrecisionPerClass: [Double]?
    let eceTopLabel: BinaryFixtureTests.CalibrationValues

    var predictions: Predictions {
      get throws {
        try Predictions(
          labels: labels, probabilities: probabilities.flatMap { $0 },
          classes: probabilities[0].count)
      }
    }
  }

  static func cases() throws -> [Case] {
    let cases = try Fixtures.decode("metrics/classification.json", as: File.self).multiclass
    try #require(cases.count == 6)
    return cases
  }

  @Test func confusionMatrices() throws {
    for c in try Self.cases() {
      let predictions = try c.predictions
      #expect(predictions.topLabels == c.predicted, "\(c.name)")
      let matrix = try ConfusionMatrix(
        truth: c.labels, predicted: predictions.topLabels, classes: predictions.classes)
      let classes = 0..<predictions.classes
      #expect(matrix.counts == c.confusionMatrix, "\(c.name)")
      expectClose(matrix.accuracy, c.accuracy, "\(c.name) accuracy")
      expectClose(matrix.balancedAccuracy, c.balancedAccuracy, "\(c.name) balanced accuracy")
      expectClose(matrix.mcc ?? 0, c.matthewsCorrcoef, "\(c.name) MCC")
      expectClose(matrix.kappa, c.cohenKappa, "\(c.name) kappa")
      // The fixtures are made with `zero_division=0`.
      let counts = classes.map { matrix.oneVersusRest($0) }
      expectClose(counts.map { $0.precision ?? 0 }, c.perClass.precision, c.name)
      expectClose(counts.map { $0.recall ?? 0 }, c.perClass.recall, c.name)
      expectClose(counts.map { $0.f1 ?? 0 }, c.perClass.f1, c.name)
      expectClose(counts.map { $0.specificity ?? 0 }, c.perClass.specificity, c.name)
      expectClose(counts.map { Double($0.positives) }, c.perClass.support, c.name)
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

  @Test func scores() throws {
    for c in try Self.cases() {
      let predictions = try c.predictions
      let classes = 0..<predictions.classes
      expectClose(predictions.logLoss, c.logLoss, "\(c.name) log loss")
      expectClose(predictions.brierSum, c.brierSum, "\(c.name) Brier")
      expectClose(predictions.oneVsRestROCAUC(), c.rocAucOvrMacro, "\(c.name) one vs rest")
      expectClose(
        predictions.oneVsRestROCAUC(weightedBySupport: true), c.rocAucOvrWeighted, c.name)
      expectClose(predictions.oneVsOneROCAUC, c.rocAucOvoMacro, "\(c.name) one vs one")
      if let areas = c.rocAucPerClass, let precisions = c.averagePrecisionPerClass {
        expectClose(classes.map { predictions.rocAUC(of: $0) }, areas, "\(c.name) AUC")
        expectClose(classes.map { predictions.averagePrecision(of: $0) }, precisions, c.name)
      }
      let calibration = predictions.topLabelCalibration()
      expectClose(calibration.expectedError, c.eceTopLabel.ece, "\(c.name) ECE")
      expectClose(calibration.maximumError, c.eceTopLabel.mce, "\(c.name) MCE")
      #expect(calibration.bins.map(\.count) == c.eceTopLabel.bins.map(\.count), "\(c.name)")
    }
  }

  @Test func evaluations() throws {
    for c in try Self.cases() {
      let classes = c.probabilities[0].count
      let evaluation = try Evaluation(
        labels: c.labels, probabilities: c.probabilities.flatMap { $0 },
        classes: ClassSet((0..<classes).map { "class \($0)" }, positive: nil), seed: 1,
        resamples: 20)
      let averagePrecision = c.averagePrecisionPerClass.map {
        $0.reduce(0, +) / Double(classes)
      }
      let specificity = c.perClass.specificity.reduce(0, +) / Double(classes)
      let expected: [(Evaluation.Metric, Double?)] = [
        (.accuracy, c.accuracy), (.balancedAccuracy, c.balancedAccuracy),
        (.precision, c.macro.precision), (.recall, c.macro.recall), (.f1, c.macro.f1),
        (.specificity, specificity), (.mcc, c.matthewsCorrcoef), (.rocAUC, c.rocAucOvrMacro),
        (.averagePrecision, averagePrecision), (.logLoss, c.logLoss), (.brier, c.brierSum),
        (.ece, c.eceTopLabel.ece), (.kappa, c.cohenKappa), (.macroF1, c.macro.f1),
        (.macroPrecision, c.macro.precision), (.macroRecall, c.macro.recall),
        (.weightedPrecision, c.weighted.precision), (.weightedRecall, c.weighted.recall),
        (.weightedF1, c.weighted.f1), (.microF1, c.micro.f1), (.mce, c.eceTopLabel.mce),
        (.ecePositive, nil),
      ]
      for (metric, value) in expected {
        expectAgrees(evaluation[metric], withZeroDivision: value, "\(c.name) \(metric)")
      }
      for (k, found) in evaluation.perClass.enumerated() {
        expectAgrees(found.f1, withZeroDivision: c.perClass.f1[k], "\(c.name) F1")
        expectAgrees(found.recall, withZeroDivision: c.perClass.recall[k], c.name)
        expectAgrees(found.precision, withZeroDivision: c.perClass.precision[k], c.name)
      }
    }
  }
}
