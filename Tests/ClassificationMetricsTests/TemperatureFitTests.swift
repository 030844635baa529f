import ClassificationMetrics
import Foundation
import TestFiles
import Testing

@Suite struct TemperatureFitTests {
  struct File: Decodable {
    struct Case: Decodable {
      let name: String
      let logits: [[Double]]
      let labels: [Int]
      let temperature, nllBefore, nllAfter, eceBefore, eceAfter: Double
    }
    let cases: [Case]
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
  func matchesReference() throws {
    let cases = try Fixtures.decode("metrics/temperature.json", as: File.self).cases
    try #require(cases.count == 4)
    for c in cases {
      let classes = c.logits[0].count
      let logits = c.logits.flatMap { $0 }
      let fit = try TemperatureFit(logits: logits, classes: classes, labels: c.labels)
      expectClose(fit.temperature, c.temperature, "\(c.name) temperature")
      expectClose(fit.lossBefore, c.nllBefore, "\(c.name) before")
      expectClose(fit.lossAfter, c.nllAfter, "\(c.name) after")
      #expect(!fit.isAtBound)
      for (temperature, expected) in [(1, c.eceBefore), (fit.temperature, c.eceAfter)] {
        let predictions = try Predictions(
          labels: c.labels,
          probabilities: TemperatureFit.softmax(logits, classes: classes, temperature: temperature),
          classes: classes)
        let found = predictions.topLabelCalibration().expectedError
        // A rounding of T moves every probability a little, all in the same direction.
        expectClose(found, expected, "\(c.name) ECE at \(temperature)", relative: 1e-11)
      }
    }
  }

  @Test func knownOptimum() throws {
    // Logits (0, z): three of four right, so the best probability is 3/4 and z / T = ln 3.
    let fit = try TemperatureFit(
      logits: [0, 5, 0, 5, 0, 5, 0, 5], classes: 2, labels: [1, 1, 1, 0])
    expectClose(fit.temperature, 5 / log(3))
    expectClose(fit.lossAfter, -(0.75 * log(0.75) + 0.25 * log(0.25)))
    #expect(fit.lossAfter < fit.lossBefore)
    #expect(!fit.isAtBound)
  }

  @Test func separableLogitsStopAtTheLowerBound() throws {
    let fit = try TemperatureFit(logits: [0, 1, 1, 0], classes: 2, labels: [1, 0])
    #expect(fit.temperature == 0.05)
    #expect(fit.isAtBound)
  }

  @Test func invertedLogitsStopAtTheUpperBound() throws {
    let fit = try TemperatureFit(
      logits: [0, 1, 1, 0], classes: 2, labels: [0, 1], bounds: 0.5...8)
    #expect(fit.temperature == 8)
    #expect(fit.isAtBound)
  }

  @Test func equalLogitsLeaveTheTemperatureAlone() throws {
    let fit = try TemperatureFit(logits: [2, 2, 2, 7, 7, 7], classes: 3, labels: [0, 2])
    #expect(fit.temperature == 1)
    #expect(!fit.isAtBound)
    expectClose(fit.lossBefore, log(3))
  }

  @Test func badInputNamesTheRow() {
    #expect(throws: MetricError.notFinite("logit", row: 2, found: .infinity)) {
      try TemperatureFit(logits: [0, 1, 2, .infinity], classes: 2, labels: [0, 1])
    }
    #expect(throws: MetricError.countMismatch("logits", expected: 4, found: 3)) {
      try TemperatureFit(logits: [0, 1, 2], classes: 2, labels: [0, 1])
    }
    #expect(throws: MetricError.noExamples) {
      try TemperatureFit(logits: [], classes: 2, labels: [])
    }
  }

  @Test func softmaxOfLargeLogits() {
    let p = TemperatureFit.softmax([1000, 1000, 0, 1], classes: 2)
    expectClose(p[0], 0.5)
    expectClose(p[3], 1 / (1 + exp(-1)))
  }
}
