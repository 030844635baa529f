import ClassificationMetrics
import Testing

@Suite struct PlainNumberTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func countsHaveCommasBetweenThousands(_ count: Int, _ text: String) {
    #expect(PlainNumber.text(count) == text)
  }

  @Test func asManyDecimalsAsNeededOrAsAskedFor() {
    #expect(PlainNumber.percent(0.001) == "0.1 %")
    #expect(PlainNumber.percent(1) == "100 %")
    #expect(PlainNumber.percent(1, decimals: 1) == "100.0 %")
    #expect(PlainNumber.percent(0.98349, decimals: 1) == "98.3 %")
    #expect(PlainNumber.text(0.9, decimals: 4) == "0.9000")
    #expect(PlainNumber.text(1234.5, decimals: 0) == "1234")
    #expect(PlainNumber.text(1234.5) == "1,234.5")
    #expect(PlainNumber.text(.nan, decimals: 3) == "nan")
  }
}
