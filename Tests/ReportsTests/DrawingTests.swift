import Foundation
import SpamTuneKit
import Testing

@testable import Reports

/// The drawings of the page.
@Suite struct DrawingTests {
  @Test(
    arguments: [
      (0.0, 1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0, 650, ["0", "200", "400", "600"]), (0.92, 1, ["0.92", "0.94", "0.96", "0.98", "1.00"]),
      (-1, 1, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]), (3, 3, ["3"]),
      (0, 3e-7, ["0.0000000", "0.0000001", "0.0000002", "0.0000003"]),
    ])
  func ticksAreRoundNumbersWithinTheirRange(low: Double, high: Double, labels: [String]) {
    let ticks = Ticks(in: low...high)
    #expect(ticks.values.map(ticks.label) == labels)
  }

  @Test func aRoundedRangeHoldsTheRange() {
    var random = SampleNumbers(state: 5)
    for _ in 0..<500 {
      let low = 200 * random.next() - 100
      let high = low + pow(10, 8 * random.next() - 5)
      let range = Ticks.rounded(low...high)
      #expect(range.lowerBound <= low + (high - low) * 1e-6)
      #expect(range.upperBound >= high - (high - low) * 1e-6)
      let count = Ticks(in: range).values.count
      #expect((2...13).contains(count), "\(low) to \(high)")
    }
  }

  @Test(
    arguments: [
      (1, 0...1), (0, 0...1), (0.5, 0...1), (-1, -1...1), (1e20, 0...Double.infinity),
      (0, 0...Double.infinity),
    ] as [(Double, ClosedRange<Double>)])
  func aSingleValueHasARangeWithinItsBounds(value: Double, bounds: ClosedRange<Double>) {
    let range = Ticks.rounded(value...value, within: bounds)
    #expect(range.lowerBound < range.upperBound)
    #expect(bounds.contains(range.lowerBound) && bounds.contains(range.upperBound))
    #expect(range.contains(value))
  }

  @Test(arguments: [1.0, 0]) func equalAccuraciesAreDrawnAtTheirEndOfTheAxis(accuracy: Double)
    throws
  {
    var report = try SampleReport().report()
    report.learning = LearningCurves(
      steps: [],
      epochs: (1...3).map {
        LearningCurves.Epoch(
          epoch: $0, step: 10 * $0, trainLoss: 0.1, validationLoss: 0.2, trainAccuracy: accuracy,
          validationAccuracy: accuracy)
      }, verdict: "Good fit.")
    let page = try PageElement(page: Written.html([report]))
    let drawings = try #require(page.element("learning")?.elements("svg"))
    let drawing = try #require(
      drawings.first { $0.children.first?.text == "Accuracy while training" })
    // The plot lies between 26 at the top and 236 at the bottom.
    let rows = Set(drawing.elements("circle").compactMap { $0.attributes["cy"] })
    #expect(rows == [accuracy == 1 ? "26" : "236"])
  }

  @Test func thinnedStepsKeepTheHighestAndTheLowest() {
    var points = (0..<20_000).map { PlotPoint(x: Double($0), y: sin(Double($0) / 900)) }
    points[12_345].y = 9
    points[6_789].y = -7
    let thin = Thinning.extremes(of: points)
    #expect(thin.count <= 500)
    #expect(thin.map(\.x) == thin.map(\.x).sorted())
    #expect(thin.contains(points[12_345]) && thin.contains(points[6_789]))
    #expect(Thinning.extremes(of: Array(points.prefix(500))) == Array(points.prefix(500)))
    #expect(Array(0..<1_000).thinned(to: 3) == [0, 499, 999])
  }

  @Test func everyDrawingHasANameAndADescriptionOrIsAnOrnamentBesideItsNumber() throws {
    let page = try PageElement(page: Written.html([SampleReport().report()]))
    let drawings = page.elements("svg")
    #expect(drawings.count > 40)
    for drawing in drawings where drawing.attributes["aria-hidden"] != "true" {
      #expect(drawing.attributes["role"] == "img")
      #expect(drawing.children.prefix(2).map(\.name) == ["title", "desc"])
      #expect(drawing.children.prefix(2).allSatisfy { !$0.text.isEmpty })
    }
    let hidden = drawings.filter { $0.attributes["aria-hidden"] == "true" }
    #expect(hidden.allSatisfy { $0.classes == ["whiskers"] })
  }

  @Test func linesStayWithinTheirDrawingAndNoNumberIsMissing() throws {
    let page = try PageElement(page: Written.html([SampleReport().report()]))
    for line in page.elements("polyline") {
      let points = try #require(line.attributes["points"]).split(separator: " ").map {
        $0.split(separator: ",").compactMap { Double($0) }
      }
      #expect(!points.isEmpty && points.count <= 500)
      #expect(
        points.allSatisfy {
          $0.count == 2 && (0...380).contains($0[0]) && (0...400).contains($0[1])
        })
    }
  }

  @Test func theRingOfTheROCLiesWhereTheConfusionMatrixSays() throws {
    let report = try SampleReport().report()
    let page = try PageElement(page: Written.html([report]))
    let roc = try #require(page.elements("circle").first { $0.attributes["data-marker"] == "roc" })
    let drawing = try #require(
      page.elements("svg").first { $0.elements("circle").contains { $0 === roc } })
    let area = try #require(drawing.attributes["data-area"]).split(separator: " ").compactMap {
      Double($0)
    }
    let spam = report.evaluation.confusionMatrix.oneVersusRest(1)
    let x = try #require(roc.attributes["cx"].flatMap { Double($0) })
    let y = try #require(roc.attributes["cy"].flatMap { Double($0) })
    let (rate, recall) = (try #require(spam.falsePositiveRate), try #require(spam.recall))
    #expect(abs((x - area[0]) / (area[1] - area[0]) - rate) < 1e-3)
    #expect(abs((area[3] - y) / (area[3] - area[2]) - recall) < 1e-3)
  }
}
