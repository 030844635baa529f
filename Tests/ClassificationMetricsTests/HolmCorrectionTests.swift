import ClassificationMetrics
import Testing

@Suite struct HolmCorrectionTests {
  @Test func byHand() {
    // 4 · 0.005, 3 · 0.01, 2 · 0.03; 0.04 alone would be less than the one before it.
    expectClose(
      HolmCorrection.adjusted([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02] as [Double?])
  }

  @Test func aSingleTestStaysAsItIs() {
    #expect(HolmCorrection.adjusted([0.03]) == [0.03])
    #expect(HolmCorrection.adjusted([]) == [])
  }

  @Test func equalOnesStayEqualAndNoneIsAboveOne() {
    expectClose(HolmCorrection.adjusted([0.5, 0.02, 0.02, 1]), [1, 0.08, 0.08, 1] as [Double?])
    #expect(HolmCorrection.adjusted([0, 1, 0]) == [0, 1, 0])
  }
}
