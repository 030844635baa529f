import ClassificationMetrics
import Foundation
import SpamTuneKit

/// What another threshold would change: a slider for those who can use it, a table for all.
struct ThresholdSection: PageSection {
  static let anchor = "thresholds"
  let heading = "Thresholds"

  let sentence: String
  let sliderIdentifier: String
  let positiveName: String
  let last: Int
  let chosen: Int
  /// One line of numbers for the script: no text in it comes from outside.
  let stops: String
  let valueText: String
  let threshold: String
  let hits: String
  let misses: String
  let alarms: String
  let passes: String
  let precision: String
  let recall: String
  let falsePositiveRate: String
  let f1: String
  let table: PageTable

  /// Nil without a positive class.
  init?(_ report: ModelReport, _ table: ThresholdTable, at place: ReportPlace) {
    guard let positive = report.evaluation.classes.positive else { return nil }
    positiveName = report.evaluation.classes.names[positive]
    sliderIdentifier = place.identifier("threshold")
    let (points, chosen) = table.stops(limit: 1_000)
    let point = points[chosen]
    last = points.count - 1
    self.chosen = chosen
    stops = points.map {
      "\(Self.text($0.threshold)) \($0.counts.truePositives) \($0.counts.falsePositives)"
        + " \($0.counts.falseNegatives) \($0.counts.trueNegatives)"
    }.joined(separator: ";")
    threshold = Self.text(point.threshold)
    hits = PageNumber.count(point.counts.truePositives)
    misses = PageNumber.count(point.counts.falseNegatives)
    alarms = PageNumber.count(point.counts.falsePositives)
    passes = PageNumber.count(point.counts.trueNegatives)
    precision = PageNumber.percent(point.counts.precision)
    recall = PageNumber.percent(point.counts.recall)
    falsePositiveRate = PageNumber.percent(point.counts.falsePositiveRate)
    f1 = PageNumber.percent(point.counts.f1)
    valueText =
      "\(threshold): precision \(precision), recall \(recall), false positive rate \(falsePositiveRate)"
    sentence =
      "A message is called “\(positiveName)” if its probability reaches the threshold. "
      + "A higher one gives fewer false alarms and finds less. "
      + "Choose it on the validation part: chosen on these messages, its numbers would flatter."
    self.table = Self.table(table)
  }

  /// Round thresholds and the model's own.
  private static func table(_ thresholds: ThresholdTable) -> PageTable {
    let own = thresholds.points[thresholds.chosen].threshold
    let round = ThresholdPoint.roundThresholds
    let points = (round.filter { $0 != own } + [own]).sorted().compactMap(thresholds.point(at:))
    return PageTable(
      "Thresholds and what each does",
      columns: [
        .text("Threshold"), .number("Hits", note: "TP"), .number("False alarms", note: "FP"),
        .number("Misses", note: "FN"), .number("Left alone", note: "TN"), .number("Precision"),
        .number("Recall"), .number("False positive rate"), .number("F1"),
      ],
      rows: points.map { point in
        [
          .heading(text(point.threshold), detail: point.threshold == own ? "the model’s own" : nil),
          .count(point.counts.truePositives), .count(point.counts.falsePositives),
          .count(point.counts.falseNegatives),
          .count(point.counts.trueNegatives), .number(PageNumber.percent(point.counts.precision)),
          .number(PageNumber.percent(point.counts.recall)),
          .number(PageNumber.percent(point.counts.falsePositiveRate)),
          .number(PageNumber.percent(point.counts.f1)),
        ]
      })
  }

  /// Probabilities near 0 and 1 need more digits than three.
  private static func text(_ threshold: Double) -> String {
    guard threshold.isFinite, threshold <= 1 else { return "above all" }
    let near = min(threshold, 1 - threshold)
    let decimals = near <= 0 || near >= 0.001 ? 3 : near >= 0.00001 ? 5 : 7
    return String(format: "%.\(decimals)f", threshold)
  }
}
