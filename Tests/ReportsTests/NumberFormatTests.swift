import ClassificationMetrics
import Testing

@testable import Reports

@Suite struct NumberFormatTests {
  @Test func sharesSayHowFarTheyAreFromAllAndFromNone() {
    #expect(NumberFormat.percent(0.976_7) == "97.7 %")
    #expect(NumberFormat.percent(1) == "100.0 %")
    #expect(NumberFormat.percent(0) == "0.0 %")
    #expect(NumberFormat.percent(0.9999) == "99.99 %")
    #expect(NumberFormat.percent(0.0002) == "0.02 %")
    #expect(NumberFormat.percent(1.0 / 16) == "6.3 %")
    #expect(NumberFormat.percent(.nan) == "undefined")
    #expect(NumberFormat.exactPercent(0.001) == "0.1 %")
  }

  @Test func probabilitiesSayHowFarTheyAreFromCertainty() {
    #expect(NumberFormat.probability(0.9312) == "0.9312")
    #expect(NumberFormat.probability(0) == "0.0000")
    #expect(NumberFormat.probability(1) == "1.0000")
    #expect(NumberFormat.probability(0.999_999) == "0.999999")
    #expect(NumberFormat.probability(0.000_002) == "0.000002")
    #expect(NumberFormat.probability(1.01) == "above 1")
  }

  @Test func estimatesHaveTheirIntervals() {
    let estimate = Estimate(value: 0.95, low: 0.8882, high: 0.9785)
    #expect(NumberFormat.text(estimate) == "0.9500 (0.8882–0.9785)")
    #expect(NumberFormat.text(estimate, .percent) == "95.0 % (88.8–97.9 %)")
    let difference = Estimate(value: -0.02, low: -0.04, high: 0.01)
    #expect(NumberFormat.text(difference, .difference) == "-0.0200 (-0.0400 to +0.0100)")
    #expect(NumberFormat.text(Estimate(value: 1)) == "1.0000")
    #expect(NumberFormat.text(.undefined("there are no examples")) == "undefined")
    #expect(NumberFormat.metric(nil) == "–")
  }

  @Test func countsAreGroupedAndNounsAgree() {
    #expect(NumberFormat.count(1_234_567) == "1,234,567")
    #expect(NumberFormat.count(999) == "999")
    #expect(NumberFormat.count(1, "message") == "1 message")
    #expect(NumberFormat.count(2_000, "class", "classes") == "2,000 classes")
  }

  @Test func smallPValuesAreBounded() {
    #expect(NumberFormat.pValue(0.000_04) == "< 0.0001")
    #expect(NumberFormat.pValue(0.0312) == "0.0312")
  }

  @Test func unitsAndLists() {
    #expect(NumberFormat.seconds(30.24) == "30.2 s")
    #expect(NumberFormat.mebibytes((300 << 20) + 5) == "300 MiB")
    #expect(NumberFormat.list([]) == "")
    #expect(NumberFormat.list(["a"]) == "a")
    #expect(NumberFormat.list(["a", "b", "c"]) == "a, b and c")
  }
}
