import Drift
import Testing

@Suite struct IndexTests {
  /// scipy 1.17.1, scipy.spatial.distance.jensenshannon(a, b, base=2).
  @Test func jensenShannonDistances() {
    for (a, b, expected) in [
      ([10, 20, 30, 40], [40, 30, 20, 10], 0.3918681606471551),
      ([1, 0, 5], [0, 3, 2], 0.6628999449986256), ([3, 0], [0, 7], 1), ([5, 5], [50, 50], 0),
    ] {
      let found = JensenShannon.distance(a, b)
      // The root of a rounding error.
      #expect(abs(found - expected) < 1e-7, "\(a), \(b): \(found)")
      #expect(JensenShannon.distance(b, a) == found)
    }
  }

  @Test func categoriesAreCountedWhereverTheyOccur() {
    let distance = JensenShannon.distance(
      reference: ["a", "c", "c", "c", "c", "c"], current: ["b", "c", "b", "c", "b"])
    expectClose(distance, JensenShannon.distance([1, 0, 5], [0, 3, 2]), relative: 1e-12)
  }

  @Test func oneValueOnlyIsNoDifference() {
    let index = PopulationStabilityIndex(reference: [2, 2, 2], current: [2, 2])
    #expect(index.edges == [2])
    #expect(index.value == 0)
    let test = KolmogorovSmirnov(reference: [2, 2, 2], current: [2, 2])
    #expect(test.statistic == 0 && test.pValue == 1)
  }

  @Test func anEmptyBinSaysMuchButNotEverything() {
    let index = PopulationStabilityIndex(
      reference: [0, 0, 0, 1], current: [1, 1], binning: .equalWidth(2, 0...1))
    #expect(index.referenceFractions == [0.75, 0.25] && index.currentFractions == [0, 1])
    // (0.0001 - 0.75) ln(0.0001 / 0.75) + (1 - 0.25) ln(1 / 0.25)
    expectClose(index.value, 7.730822229653267, relative: 1e-12)
  }

  @Test func valuesBeyondTheRangeAreInTheLastBins() {
    let index = PopulationStabilityIndex(
      reference: [-5, 0.2, 0.9, 7], current: [0.1], binning: .equalWidth(2, 0...1))
    #expect(index.referenceFractions == [0.5, 0.5] && index.currentFractions == [1, 0])
  }

  @Test func smallSamplesAreCountedAndLargeOnesTakenToTheLimit() {
    let small = KolmogorovSmirnov(reference: [1, 2, 3], current: [4, 5])
    #expect(small.method == .exact && small.statistic == 1)
    // 2 of the 10 orders.
    expectClose(small.pValue, 0.2, relative: 1e-12)
    let many = (0..<3_000).map { Double($0) }
    let large = KolmogorovSmirnov(reference: many, current: many.map { $0 + 60.5 })
    #expect(large.method == .limit)
    // scipy.special.kolmogorov(61 / 3000 * 1500 ** 0.5)
    expectClose(large.statistic, 61.0 / 3_000, relative: 1e-12)
    expectClose(large.pValue, 0.5645967526540732, relative: 1e-6)
  }

  @Test func closeSamplesHaveAPValueOfOneToTheLastDigit() {
    let values = (0..<4_000).map { Double($0) }
    let test = KolmogorovSmirnov(reference: values, current: values, method: .limit)
    #expect(test.pValue == 1)
    let shifted = KolmogorovSmirnov(
      reference: values, current: values.map { $0 + 4.5 }, method: .limit)
    #expect(shifted.pValue > 0.999_999 && shifted.pValue <= 1)
  }
}
