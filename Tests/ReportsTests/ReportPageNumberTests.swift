import ClassificationMetrics
import Foundation
import SpamTuneKit
import Testing

@testable import Reports

/// The numbers of a page are those of the report.
@Suite struct ReportPageNumberTests {
  @Test func countsOfTheConfusionMatrix() throws {
    let report = try SampleReport().report()
    let page = try PageElement(page: Written.html([report]))
    let counts = page.element("confusion")?.elements("span", "count").compactMap { Int($0.text) }
    #expect(counts == report.evaluation.confusionMatrix.counts.flatMap { $0 })
  }

  @Test func everyMetricAndBothEndsOfItsInterval() throws {
    let report = try SampleReport().report()
    let page = try PageElement(page: Written.html([report]))
    let captions = [
      "Higher is better", "Lower is better", "Further ones, higher is better",
      "Further ones, lower is better",
    ]
    let rows = try captions.flatMap { try #require(page.table($0)).dropFirst() }
    // The order of the page: the usual ones, then the others, gains before losses.
    let usual: [Evaluation.Metric] = [
      .accuracy, .balancedAccuracy, .precision, .recall, .f1, .macroF1, .specificity, .mcc, .kappa,
      .rocAUC, .averagePrecision, .falsePositiveRate, .logLoss, .brier, .ece,
    ]
    let others = Evaluation.Metric.allCases.filter { !usual.contains($0) }
    let metrics = usual + others.filter { !$0.isLoss } + others.filter(\.isLoss)
    #expect(rows.count == metrics.count)
    for (row, metric) in zip(rows, metrics) {
      let name = report.evaluation.title(of: metric)
      #expect(row[0].text.lowercased().hasPrefix(name.lowercased()))
      let estimate = report.evaluation[metric]
      let scale = row[1].text.contains("%") ? 100.0 : 1
      let numbers = Self.numbers(in: row[1].text)
      let expected = [estimate.value, estimate.low, estimate.high].compactMap { $0 }.map {
        $0 * scale
      }
      #expect(numbers.count == expected.count, "\(metric)")
      for (number, value) in zip(numbers, expected) {
        #expect(abs(number - value) <= (scale == 1 ? 0.000_051 : 0.051), "\(metric)")
      }
    }
  }

  @Test func theFourFiguresAtTheTopWithTheirCounts() throws {
    let report = try SampleReport().report()
    let page = try PageElement(page: Written.html([report]))
    let matrix = report.evaluation.confusionMatrix
    let spam = matrix.oneVersusRest(1)
    let meanings = try #require(page.elements("dl", "figures").first).elements("span", "meaning")
    #expect(
      meanings.map { Self.numbers(in: $0.text).map { Int($0) } } == [
        [matrix.correct, matrix.total], [spam.truePositives, matrix.support(1)],
        [spam.truePositives, matrix.predictedCount(1)],
        [spam.falsePositives, matrix.support(0)],
      ])
  }

  @Test func everySliceHasItsCountsAndAReasonWhereADenominatorIsEmpty() throws {
    let report = try SampleReport().report()
    let page = try PageElement(page: Written.html([report]))
    let rows = try #require(page.table("Each slice with counts and 95 % intervals")).dropFirst()
      .filter { $0.count > 1 }
    #expect(rows.count == report.slices.count)
    for (row, slice) in zip(rows, report.slices) {
      #expect(row[0].text == slice.name)
      #expect(
        row[1...2].map(\.text) == ["\(slice.examples)", slice.positives.map { "\($0)" } ?? "–"])
      let accuracy = try #require(slice.accuracy.value)
      #expect(abs((Self.numbers(in: row[3].text).first ?? -1) - accuracy * 100) <= 0.051)
      if slice.positives == 0 { #expect(row[4].text == "undefined no message is called spam") }
    }
  }

  @Test func theSliderHasEveryThresholdAndTheModelsOwnWithTheCountsOfItsDecisions() throws {
    let sample = SampleReport()
    let report = try sample.report()
    let page = try PageElement(page: Written.html([report]))
    let tuner = try #require(page.elements("div", "tuner").first)
    let stops = try #require(tuner.attributes["data-stops"]).split(separator: ";").map {
      $0.split(separator: " ").suffix(4).compactMap { Int($0) }
    }
    let chosen = try #require(tuner.attributes["data-chosen"].flatMap { Int($0) })
    var others = stops
    let own = others.remove(at: chosen)
    let sorted = report.thresholds.sorted { $0.threshold < $1.threshold }
    #expect(others == sorted.map(\.counts.inOrder))
    let matrix = report.evaluation.confusionMatrix
    let spam = matrix.oneVersusRest(1)
    #expect(
      own == [
        spam.truePositives, spam.falsePositives, spam.falseNegatives,
        spam.trueNegatives,
      ])
    #expect(tuner.elements("input").first?.attributes["value"] == "\(chosen)")
    let shown = ["tp", "fp", "fn", "tn"].map { name in
      tuner.all.first { $0.attributes["data-show"] == name }.flatMap { Int($0.text) }
    }
    #expect(shown == own)
  }

  @Test(arguments: [0, 1e-9, 0.5, 0.999_999, 1, 1.5])
  func theSliderStandsAtTheModelsThresholdWhereverThatLies(threshold: Double) throws {
    let report = try SampleReport(threshold: threshold).report()
    let tuner = try #require(
      PageElement(page: Written.html([report])).elements("div", "tuner").first)
    let matrix = report.evaluation.confusionMatrix
    let spam = matrix.oneVersusRest(1)
    let shown = ["tp", "fp", "fn", "tn"].map { name in
      tuner.all.first { $0.attributes["data-show"] == name }.flatMap { Int($0.text) }
    }
    #expect(
      shown == [
        spam.truePositives, spam.falsePositives, spam.falseNegatives,
        spam.trueNegatives,
      ])
  }

  /// The decimal numbers of a text in order.
  private static func numbers(in text: String) -> [Double] {
    text.replacing("−", with: "-").matches(of: /-?\d+(?:\.\d+)?/).compactMap { Double($0.output) }
  }
}

extension BinaryCounts {
  /// Hits, false alarms, misses, left alone.
  var inOrder: [Int] { [truePositives, falsePositives, falseNegatives, trueNegatives] }
}
