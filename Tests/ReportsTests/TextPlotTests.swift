import Foundation
import Testing

@testable import Reports

@Suite struct TextPlotTests {
  private func line(_ name: String, _ ys: [Double]) -> TextPlot.Series {
    (name, ys.enumerated().map { (x: Double($0.offset + 1), y: $0.element) })
  }

  private func lines(
    _ series: [TextPlot.Series], width: Int = 50, height: Int = 10,
    _ characters: PlotCharacters = .unicode
  ) -> [String] {
    TextPlot(
      series: series, xLabel: "epoch", yLabel: "loss", width: width, height: height,
      characters: characters
    ).text.components(separatedBy: "\n")
  }

  @Test func aRisingLineGoesFromTheLowerLeftToTheUpperRight() {
    #expect(
      lines([line("loss", [0, 1, 2])], width: 24, height: 3) == [
        "loss", "2 ┤               ⣀⡠⠤⠒⠒⠉", "  │       ⢀⣀⡠⠤⠔⠒⠉⠉", "0 ┤⣀⡠⠤⠔⠒⠊⠉⠁",
        "  └──────────┬──────────", "             2", "                   epoch",
      ])
  }

  @Test func asciiNeedsNothingElse() {
    let text = lines([line("a", [0.5, 0.25]), line("b", [0.75, 0.125])], .ascii)
    #expect(text.allSatisfy { $0.allSatisfy(\.isASCII) }, "\(text)")
    #expect(text.last == "* a   o b   # more than one")
  }

  @Test func severalSeriesHaveDifferentMarks() {
    let text = lines([line("train", [0.9, 0.5, 0.1]), line("validation", [0.8, 0.6, 0.55])])
    #expect(text.last == "● train   ○ validation   # more than one")
    let plot = text.dropLast().joined()
    #expect(plot.filter { $0 == "●" }.count == 3)
    #expect(plot.filter { $0 == "○" }.count == 3)
    #expect(!plot.contains("#"))
  }

  @Test func equalPointsOfSeveralSeriesAreMarkedAsSuch() {
    let plot = lines([line("a", [1, 0.5]), line("b", [1, 0.25])]).dropLast().joined()
    #expect(plot.filter { $0 == "#" }.count == 1)
  }

  @Test func longSeriesAreMarkedAlongTheirWay() {
    let many = (0..<500).map { 1 / Double($0 + 1) }
    let plot = lines([line("a", many), line("b", many.map { $0 + 0.3 })]).dropLast().joined()
    #expect((4...8).contains(plot.filter { $0 == "●" }.count))
    #expect((4...8).contains(plot.filter { $0 == "○" }.count))
  }

  @Test func whatIsNotFiniteLeavesAGap() throws {
    let gap = lines([line("a", [1, 1, 1, .nan, .infinity, 1, 1])], width: 52, height: 3)
    let row = try #require(gap.first { $0.contains("⠤") || $0.contains("⠒") || $0.contains("⠉") })
    let drawn = row.drop { $0 != "┤" && $0 != "│" }.dropFirst()
    #expect(drawn.split(separator: " ").count == 2, "\(gap)")
  }

  @Test func withoutAFinitePointThereIsASentence() {
    #expect(lines([line("a", [.nan])]) == ["loss: there are no values to plot."])
    #expect(lines([]) == ["loss: there are no values to plot."])
  }

  @Test(arguments: [
    [0.0, 0.9], [1e-5, 5e-5], [-1e308, 1e308], [.leastNonzeroMagnitude, 0], [7.0], [0.0],
    [1e15, 1e15 + 2],
    [123_456.0, 234_567.0],
  ])
  func ticksDifferAndNoLineIsTooLong(_ values: [Double]) {
    let text = lines([line("a", values)], width: 40)
    #expect(text.allSatisfy { $0.count <= 40 }, "\(text)")
    let ticks = text.filter { $0.contains("┤") }.compactMap { line in
      line.split(separator: "┤").first.flatMap { Double($0.filter { $0 != " " }) }
    }
    #expect(ticks.count >= 2, "\(text)")
    #expect(Set(ticks).count == ticks.count, "\(text)")
    #expect(ticks == ticks.sorted(by: >))
  }

  @Test func aPlotThatIsTooSmallIsMadeLarger() {
    #expect(lines([line("a", [1, 2])], width: -5, height: 0).count == 7)
  }

  @Test(arguments: [
    (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
    ([:], false), (["LANG": "en_US.UTF-8", "LC_ALL": "C"], false),
    (["LANG": "C", "LC_CTYPE": "en_US.UTF-8", "LC_ALL": ""], true),
  ])
  func theLocaleDecidesTheCharacters(_ environment: [String: String], isUnicode: Bool) {
    #expect((PlotCharacters(environment: environment) == .unicode) == isUnicode)
  }

  @Test func anIntervalIsABarAroundItsValue() {
    func bar(_ value: Double?, _ low: Double?, _ high: Double?) -> String {
      IntervalBar(value: value, low: low, high: high, in: 0...1, width: 11, characters: .unicode)
        .text
    }
    #expect(bar(0.5, 0.2, 0.9) == "  ├──●───┤ ")
    #expect(bar(0.5, nil, 0.9) == "     ●     ")
    #expect(bar(nil, 0.2, 0.9) == "           ")
    #expect(bar(2, -1, 3) == "├─────────●")
    #expect(bar(.nan, 0, 1) == "           ")
  }
}
