import ClassificationMetrics
import Foundation
import TestFiles
import Testing

@Suite struct IntervalTests {
  // Quantiles and p-values by scipy 1.17.
  @Test func normalQuantiles() {
    expectClose(CriticalValue.normal(confidence: 0.9), 1.6448536269514722)
    expectClose(CriticalValue.normal(confidence: 0.95), 1.959963984540054)
    expectClose(CriticalValue.normal(confidence: 0.99), 2.5758293035489004)
    expectClose(CriticalValue.normal(confidence: 0.999), 3.2905267314919255)
  }

  @Test(arguments: [
    (1, 12.706204736174694, 63.656741162871526), (2, 4.302652729749462, 9.924843200918287),
    (3, 3.1824463052837078, 5.840909309733355), (4, 2.7764451051977934, 4.604094871349992),
    (9, 2.262157162798205, 3.249835541592126), (30, 2.0422724563012378, 2.7499956535672254),
    (100, 1.9839715185235518, 2.6258905214380173),
  ])
  func studentQuantiles(degreesOfFreedom: Int, at95: Double, at99: Double) {
    expectClose(
      CriticalValue.studentT(confidence: 0.95, degreesOfFreedom: degreesOfFreedom), at95)
    expectClose(
      CriticalValue.studentT(confidence: 0.99, degreesOfFreedom: degreesOfFreedom), at99)
  }

  @Test func meanOfFolds() {
    // mean 0.9, s = 0.1, t(2) s / √3 = 4.302652729749462 · 0.1 / √3
    let estimate = Estimate.mean(of: [0.8, 0.9, 1.0])
    let margin = 4.302652729749462 * 0.1 / 3.0.squareRoot()
    expectClose(estimate.value, 0.9)
    expectClose(estimate.low, 0.9 - margin)
    expectClose(estimate.high, 0.9 + margin)
    #expect(Estimate.mean(of: [0.7]) == Estimate(value: 0.7))
    #expect(Estimate.mean(of: [1, 1, 1]) == Estimate(value: 1))
    #expect(
      Estimate.mean(of: [0.5, nil])
        == .undefined("round 2 of 2 has no value"))
    #expect(Estimate.mean(of: [.nan, 1]).undefinedReason == "round 1 of 2 has no value")
    #expect(Estimate.mean(of: []).value == nil)
  }

  @Test func wilson() throws {
    // 5 of 10 at z: (½ + z²/20 ± z √(¼/10 + z²/400)) / (1 + z²/10)
    let interval = try #require(WilsonInterval.interval(successes: 5, of: 10))
    expectClose(interval.lowerBound, 0.2365930905125640)
    expectClose(interval.upperBound, 0.7634069094874359)
    #expect(WilsonInterval.interval(successes: 0, of: 0) == nil)
    #expect(WilsonInterval.interval(successes: 0, of: 3)?.lowerBound == 0)
    #expect(WilsonInterval.interval(successes: 3, of: 3)?.upperBound == 1)
    let empty = Estimate.proportion(0, of: 0, undefinedReason: "nothing there")
    #expect(empty == .undefined("nothing there"))
  }

  struct WilsonFile: Decodable {
    struct Case: Decodable {
      let successes, n: Int
      let confidence: Double
      let interval: [Double]
    }
    let cases: [Case]
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
  func wilsonFixtures() throws {
    let cases = try Fixtures.decode("metrics/wilson.json", as: WilsonFile.self).cases
    try #require(cases.count == 66)
    for c in cases {
      let found = try #require(
        WilsonInterval.interval(successes: c.successes, of: c.n, confidence: c.confidence))
      expectClose([found.lowerBound, found.upperBound], c.interval, "\(c.successes)/\(c.n)")
    }
  }

  @Test(arguments: [
    (1, 5, 0.21875), (0, 10, 0.001953125), (7, 7, 1), (0, 0, 1), (0, 1, 1), (3, 0, 0.25),
    (30, 60, 0.0020602656809630745), (1000, 900, 0.023108845108901193),
  ])
  func mcNemar(first: Int, second: Int, pValue: Double) {
    let test = McNemarTest(onlyFirstCorrect: first, onlySecondCorrect: second)
    expectClose(test.pValue, pValue, relative: 1e-11)
  }

  @Test func mcNemarCountsDiscordantPairs() throws {
    let test = try McNemarTest(
      labels: [0, 1, 1, 0, 2], first: [0, 1, 0, 1, 2], second: [1, 1, 1, 2, 0])
    #expect(test == McNemarTest(onlyFirstCorrect: 2, onlySecondCorrect: 1))
    #expect(throws: MetricError.countMismatch("predictions", expected: 2, found: 1)) {
      try McNemarTest(labels: [0, 1], first: [0, 1], second: [0])
    }
  }

  @Test func estimatesKeepTheirKeys() throws {
    let estimate = Estimate.undefined("one class")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(estimate)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"high":null,"low":null,"undefined_reason":"one class","value":null}"#)
    func decoded(_ text: String) throws -> Estimate {
      try JSONDecoder().decode(Estimate.self, from: Data(text.utf8))
    }
    #expect(try decoded(String(decoding: data, as: UTF8.self)) == estimate)
    let half = Estimate(value: 0.5, low: 0.25, high: 0.75)
    #expect(try decoded(#"{"value":0.5,"low":0.25,"high":0.75}"#) == half)
    // Written before 0/0 was undefined everywhere.
    #expect(
      try decoded(#"{"value":0,"low":null,"high":null,"undefined_reason":"one class"}"#)
        == estimate)
    #expect(
      try decoded(#"{"value":null,"low":null,"high":null}"#)
        == .undefined("no reason was recorded"))
  }
}
