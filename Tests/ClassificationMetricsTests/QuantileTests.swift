import ClassificationMetrics
import Testing

@Suite struct QuantileTests {
  // numpy 2.4.6: numpy.quantile(sample, p). The last lies one rounding beside the plain interpolation from
  // below, and has to be exact: edges of bins are such numbers.
  @Test(arguments: [
    ([3], 0.7, 3), ([1, 2], 0, 1), ([1, 2], 1, 2), ([1, 2, 4, 8], 0.5, 3),
    ([0.08, 0.19, 0.19, 0.8], 0.9, 0.6170000000000001),
  ])
  func isNumPys(_ c: (sample: [Double], p: Double, quantile: Double)) {
    #expect(Quantile.linear(c.p, of: c.sample) == c.quantile, "\(c)")
  }
}
