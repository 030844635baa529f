import Drift
import TestFiles
import Testing

/// Indices and tests equal those of the reference results, which its `definition` describes.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct FixtureTests {
  struct File: Decodable {
    let cases: [Case]
  }

  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let expected, actual: [Double]
    let psiEqualWidth10, psiDecilesOfExpected: Index
    let ksStatistic, ksPExact, ksPKolmogorovLimit: Double

    var testDescription: String { name }
  }

  struct Index: Decodable, Sendable {
    let psi: Double
    let edges, expectedFractions, actualFractions: [Double]
  }

  static let cases = Result { try Fixtures.decode("metrics/drift.json", as: File.self).cases }

  @Test func everyCaseIsThere() throws {
    #expect(try Self.cases.get().count == 6)
  }

  @Test func populationStabilityIndices() throws {
    for sample in try Self.cases.get() {
      for (binning, expected) in [
        (PopulationStabilityIndex.Binning.deciles, sample.psiDecilesOfExpected),
        (.equalWidth(10, 0...1), sample.psiEqualWidth10),
      ] {
        let found = PopulationStabilityIndex(
          reference: sample.expected, current: sample.actual, binning: binning)
        expectClose(found.value, expected.psi, relative: 1e-12, sample.name)
        for (found, expected) in [
          (found.edges, expected.edges), (found.referenceFractions, expected.expectedFractions),
          (found.currentFractions, expected.actualFractions),
        ] {
          try #require(found.count == expected.count, "\(sample.name)")
          for (found, expected) in zip(found, expected) {
            expectClose(found, expected, relative: 1e-12, sample.name)
          }
        }
      }
    }
  }

  @Test func kolmogorovSmirnovTests() throws {
    for sample in try Self.cases.get() {
      for (method, expected) in [
        (KolmogorovSmirnov.Method.exact, sample.ksPExact), (.limit, sample.ksPKolmogorovLimit),
      ] {
        let found = KolmogorovSmirnov(
          reference: sample.expected, current: sample.actual, method: method)
        expectClose(found.statistic, sample.ksStatistic, relative: 1e-12, sample.name)
        expectClose(found.pValue, expected, relative: 1e-6, "\(sample.name), \(method)")
        #expect(found.method == method)
      }
    }
  }
}
