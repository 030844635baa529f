import ClassificationMetrics
import Foundation
import Testing

@Suite struct ConfusionMatrixTests {
  // Truth 0: 50 right, 10 called 1; truth 1: 5 called 0, 35 right.
  let matrix: ConfusionMatrix

  init() throws {
    matrix = try Self.matrix([[50, 10], [5, 35]])
  }

  static func matrix(_ counts: [[Int]]) throws -> ConfusionMatrix {
    var truth: [Int] = []
    var predicted: [Int] = []
    for (i, row) in counts.enumerated() {
      for (j, count) in row.enumerated() {
        truth += Array(repeating: i, count: count)
        predicted += Array(repeating: j, count: count)
      }
    }
    return try ConfusionMatrix(truth: truth, predicted: predicted, classes: counts.count)
  }

  @Test func twoClassesByHand() {
    #expect(matrix.counts == [[50, 10], [5, 35]])
    #expect(matrix[truth: 0, predicted: 1] == 10)
    #expect(matrix.total == 100)
    expectClose(matrix.accuracy, 0.85)
    #expect(
      matrix.oneVersusRest(1)
        == BinaryCounts(
          truePositives: 35, falsePositives: 10, falseNegatives: 5, trueNegatives: 50))
    expectClose(matrix.balancedAccuracy, (50.0 / 60 + 35.0 / 40) / 2)
    // (35 · 50 − 10 · 5) / √(45 · 40 · 60 · 55)
    expectClose(matrix.mcc, 1700 / (45.0 * 40 * 60 * 55).squareRoot())
    // chance: (60 · 55 + 40 · 45) / 100² = 0.51
    expectClose(matrix.kappa, (0.85 - 0.51) / (1 - 0.51))
  }

  @Test func eachClassIsTheOthersOpposite() {
    let (ham, spam) = (matrix.oneVersusRest(0), matrix.oneVersusRest(1))
    #expect(ham.specificity == spam.recall)
    #expect(ham.negativePredictiveValue == spam.precision)
    #expect(ham.trueNegatives == spam.truePositives)
    #expect(ham.falsePositives == spam.falseNegatives)
  }

  @Test func mccAndKappaDoNotCareWhichIsTruth() throws {
    for counts in [[[50, 10], [5, 35]], [[3, 0, 9], [1, 7, 2], [4, 4, 4]]] {
      let transposed = counts.indices.map { i in counts.map { $0[i] } }
      let matrix = try Self.matrix(counts)
      let other = try Self.matrix(transposed)
      expectClose(matrix.mcc, other.mcc)
      expectClose(matrix.kappa, other.kappa)
      // Renaming the classes changes nothing either.
      let renamed = try Self.matrix(counts.reversed().map { $0.reversed() })
      expectClose(matrix.mcc, renamed.mcc)
    }
  }

  @Test func mccOfAPermutation() throws {
    #expect(try Self.matrix([[0, 4], [6, 0]]).mcc == -1)
    #expect(try Self.matrix([[4, 0, 0], [0, 6, 0], [0, 0, 1]]).mcc == 1)
  }

  @Test func emptyDenominators() throws {
    func values(_ averages: ConfusionMatrix.Averages) -> [Double?] {
      [averages.precision, averages.recall, averages.f1]
    }
    let neverSpam = try Self.matrix([[4, 0], [1, 0]])
    #expect(neverSpam.mcc == nil)
    #expect(neverSpam.kappa == 0)
    #expect(values(neverSpam.macro()) == [nil, 0.5, 4.0 / 9])
    #expect(neverSpam.macro(zeroDivision: 0).precision == 0.4)
    #expect(neverSpam.weighted().precision == nil)
    #expect(neverSpam.weighted(zeroDivision: 0).precision == 0.8 * 0.8)
    let onlyHam = try Self.matrix([[5, 0], [0, 0]])
    #expect(onlyHam.mcc == nil)
    #expect(onlyHam.balancedAccuracy == nil)
    #expect(onlyHam.kappa == nil)
    #expect(values(onlyHam.macro()) == [nil, nil, nil])
    // A class without support has no weight, defined or not.
    #expect(values(onlyHam.weighted()) == [1, 1, 1])
    let absentThird = try Self.matrix([[2, 1, 1], [0, 4, 0], [0, 0, 0]])
    expectClose(absentThird.balancedAccuracy, (0.5 + 1) / 2)
    #expect(absentThird.macro().recall == nil)
    expectClose(absentThird.macro(zeroDivision: 0).recall, (0.5 + 1 + 0) / 3)
    expectClose(absentThird.weighted().recall, absentThird.accuracy)
  }

  @Test func badInputNamesTheRow() {
    expectError("Row 3: the label is 2, expected 0 to 1. Check the label map.") {
      try ConfusionMatrix(truth: [0, 1, 2], predicted: [0, 1, 1], classes: 2)
    }
    expectError("Row 1: the predicted class is -1, expected 0 to 1. Check the label map.") {
      try ConfusionMatrix(truth: [0, 1], predicted: [-1, 1], classes: 2)
    }
    #expect(throws: MetricError.countMismatch("entries of predicted class", expected: 2, found: 1))
    {
      try ConfusionMatrix(truth: [0, 1], predicted: [1], classes: 2)
    }
    #expect(throws: MetricError.noExamples) {
      try ConfusionMatrix(truth: [], predicted: [], classes: 2)
    }
    #expect(throws: MetricError.tooFewClasses(found: 1)) {
      try ConfusionMatrix(truth: [0], predicted: [0], classes: 1)
    }
  }

  @Test func codesAsRowsOfCounts() throws {
    let data = try JSONEncoder().encode(matrix)
    #expect(String(decoding: data, as: UTF8.self) == "[[50,10],[5,35]]")
    #expect(try JSONDecoder().decode(ConfusionMatrix.self, from: data) == matrix)
    for bad in [
      "[]", "[[1]]", "[[1,2],[3]]", "[[1,-2],[3,4]]", "[[0,0],[0,0]]",
      "[[9223372036854775807,1],[1,1]]",
    ] {
      #expect(throws: DecodingError.self, "\(bad)") {
        try JSONDecoder().decode(ConfusionMatrix.self, from: Data(bad.utf8))
      }
    }
  }
}

func expectError(
  _ description: String, location: SourceLocation = #_sourceLocation, _ body: () throws -> Any
) {
  do {
    _ = try body()
    Issue.record("no error", sourceLocation: location)
  } catch {
    #expect("\(error)" == description, sourceLocation: location)
  }
}
