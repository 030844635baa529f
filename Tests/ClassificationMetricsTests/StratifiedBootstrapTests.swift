import ClassificationMetrics
import Testing

@Suite struct StratifiedBootstrapTests {
  @Test func everyClassKeepsItsCount() {
    let labels = [2, 0, 0, 2, 2, 1, 0, 2]
    var calls = 0
    var seen: Set<[Int]> = []
    _ = StratifiedBootstrap(labels: labels, seed: 3, resamples: 50).estimates { draws in
      for (label, count) in [0: 3, 1: 1, 2: 4] {
        #expect(labels.indices.reduce(0) { $0 + (labels[$1] == label ? draws[$1] : 0) } == count)
      }
      calls += 1
      seen.insert(draws)
      return []
    }
    #expect(calls == 51)
    #expect(seen.count > 25)
  }

  @Test func percentilesInterpolate() throws {
    // The metric counts its calls: 0 on the data, then 1...2000. Quantiles by numpy's rule.
    var calls = -1.0
    let estimate = StratifiedBootstrap(labels: [0, 1], seed: 1).estimates { _ in
      calls += 1
      return [calls == 0 ? 1000 : calls]
    }[0]
    #expect(estimate.value == 1000)
    expectClose(estimate.low, 1 + 0.025 * 1999)
    expectClose(estimate.high, 1 + 0.975 * 1999)
  }

  @Test func sameSeedSameInterval() {
    let (labels, scores) = CurveTests.sample(120, seed: 4)
    func area(seed: UInt64) -> Estimate {
      StratifiedBootstrap(labels: labels, seed: seed, resamples: 300).estimate(scores: scores) {
        try? ThresholdSweep(labels: $0, scores: $1).rocCurve?.area
      }
    }
    let estimate = area(seed: 7)
    #expect(estimate == area(seed: 7))
    #expect(estimate.low != area(seed: 8).low)
    #expect(estimate.low ?? 1 < estimate.value ?? 0)
    #expect(estimate.high ?? 0 > estimate.value ?? 1)
  }

  @Test func recallFollowsTheBinomial() throws {
    // 80 of 100 positives found. Resampled recall is Binomial(100, 0.8) / 100, whose 2.5 % and
    // 97.5 % quantiles are 0.72 and 0.87; the fixed seed keeps the sampling noise fixed.
    let labels = Array(repeating: 1, count: 100) + Array(repeating: 0, count: 40)
    let estimate = StratifiedBootstrap(labels: labels, seed: 11).estimates { draws in
      [Double(draws[..<80].reduce(0, +)) / 100]
    }[0]
    #expect(estimate.value == 0.8)
    #expect(abs((estimate.low ?? 0) - 0.72) < 0.015)
    #expect(abs((estimate.high ?? 0) - 0.87) < 0.015)
  }

  @Test func biasedResamplesStillHoldTheValue() {
    // Fewer distinct examples in every resample than in the data, where each was drawn once.
    let distinct = StratifiedBootstrap(labels: Array(repeating: 0, count: 50), seed: 1)
      .estimates { draws in [Double(draws.count { $0 > 0 }), -Double(draws.count { $0 > 0 })] }
    #expect(distinct[0].value == 50 && distinct[0].high == 50)
    #expect(distinct[0].low ?? 50 < 40)
    #expect(distinct[1].value == -50 && distinct[1].low == -50)
    #expect(distinct[1].high ?? -50 > -40)
  }

  @Test func agreementIsNoCertainty() {
    let estimates = StratifiedBootstrap(labels: [0, 1, 1], seed: 1, resamples: 40).estimates { _ in
      [1, nil]
    }
    #expect(estimates == [Estimate(value: 1), .undefined("these examples leave it undefined")])
  }

  @Test func oneThatDisagreesIsNoIntervalEither() {
    var calls = 0
    let estimate = StratifiedBootstrap(labels: [0, 1], seed: 1, resamples: 100).estimates { _ in
      calls += 1
      return [calls == 50 ? 0 : 1]
    }[0]
    #expect(estimate == Estimate(value: 1))
  }

  @Test func undefinedInOneResampleIsNoInterval() {
    let estimate = StratifiedBootstrap(labels: [0, 0, 0, 0], seed: 1).estimates { draws in
      [draws[0] == 0 ? nil : Double(draws[0])]
    }[0]
    #expect(estimate == Estimate(value: 1))
  }
}
