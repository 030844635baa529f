import ClassificationMetrics
import Testing

@Suite struct CalibrationTests {
  @Test func binsAreClosedAbove() throws {
    // Four bins: 0 and 0.25 lie in the first, 0.5 in the second, 1 in the last.
    let calibration = try Calibration(
      confidences: [0, 0.25, 0.5, 1], outcomes: [false, true, false, true],
      binning: .equalWidth(4))
    #expect(calibration.bins.map(\.count) == [2, 1, 1])
    #expect(calibration.bins.map(\.lower) == [0, 0.25, 0.75])
    #expect(calibration.bins.map(\.upper) == [0.25, 0.5, 1])
    // gaps |½ − 0.125|, |0 − 0.5|, 0
    expectClose(calibration.expectedError, 0.5 * 0.375 + 0.25 * 0.5)
    expectClose(calibration.maximumError, 0.5)
  }

  @Test(arguments: [10, 15, 25])
  func everyEdgeFallsInTheBinBelow(count: Int) throws {
    // (i / M) · M may round across i: upwards for 7 / 25, and its successor downwards for 1 / 15.
    for i in 1..<count {
      let edge = Double(i) / Double(count)
      let calibration = try Calibration(
        confidences: [edge, edge.nextUp], outcomes: [true, true], binning: .equalWidth(count))
      #expect(calibration.bins.map(\.upper) == [edge, Double(i + 1) / Double(count)], "\(i)")
    }
  }

  @Test func equalMass() throws {
    let confidences = [0.9, 0.1, 0.2, 0.8, 0.3, 0.7]
    let outcomes = [true, false, false, true, true, false]
    let calibration = try Calibration(
      confidences: confidences, outcomes: outcomes, binning: .equalMass(3))
    #expect(calibration.bins.map(\.count) == [2, 2, 2])
    #expect(calibration.bins.map(\.lower) == [0.1, 0.3, 0.8])
    #expect(calibration.bins.map(\.upper) == [0.2, 0.7, 0.9])
    expectClose(calibration.expectedError, (0.15 + 0 + 0.15) / 3)
    // Equal confidences stay together, and no bin is empty.
    let tied = try Calibration(
      confidences: [0.5, 0.5, 0.5, 0.9], outcomes: [true, false, true, true],
      binning: .equalMass(4))
    #expect(tied.bins.map(\.count) == [3, 1])
    let few = try Calibration(confidences: [0.5], outcomes: [true], binning: .equalMass(10))
    #expect(few.bins.map(\.count) == [1])
  }

  @Test func calibratedScoresHaveNoError() throws {
    let confidences = Array(repeating: 0.25, count: 8) + Array(repeating: 0.75, count: 8)
    let outcomes = confidences.indices.map { $0 < 8 ? $0 < 2 : $0 < 14 }
    let calibration = try Calibration(confidences: confidences, outcomes: outcomes)
    #expect(calibration.expectedError == 0)
  }

  @Test func badInput() {
    #expect(throws: MetricError.noExamples) { try Calibration(confidences: [], outcomes: []) }
    #expect(throws: MetricError.countMismatch("outcomes", expected: 1, found: 0)) {
      try Calibration(confidences: [0.5], outcomes: [])
    }
    #expect(throws: MetricError.notAProbability(row: 1, classIndex: 1, found: -0.1)) {
      try Calibration(confidences: [-0.1], outcomes: [true])
    }
  }
}
