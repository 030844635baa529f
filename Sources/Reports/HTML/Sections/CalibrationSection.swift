import Foundation
import SpamTuneKit

/// Whether stated probabilities come true.
struct CalibrationSection: PageSection {
  static let anchor = "calibration"
  let heading = "Calibration"

  let sentence: String
  let figures: [PageFigure]
  let table: PageTable

  /// Nil without bins.
  init?(_ report: ModelReport, at place: ReportPlace) {
    let bins = report.reliability
    guard !bins.isEmpty else { return nil }
    let error = PageNumber.Style.decimal.text(report.evaluation.ece)
    let temperature = report.subject.temperature
    sentence =
      "Of the answers given with a probability of 0.9, nine in ten should be right: "
      + "then a point lies on the dashed line. The mean gap is \(error) (ECE). "
      + (temperature == 1
        ? "The probabilities are as the model was trained; no temperature was fitted."
        : "Logits are divided by a temperature of \(PageNumber.decimal(temperature)) first.")
    figures = [
      PageFigure(
        title: "Reliability of the most probable class",
        picture: ReliabilityPlot(bins: bins).svg(
          identifier: place.identifier("calibration-plot"),
          description:
            "\(bins.count) bins; the dashed line is where stated and actual share are equal. "
            + "Mean gap \(error)."))
    ]
    table = PageTable(
      "The bins of the diagram",
      columns: [
        .text("Stated probability"), .number("Messages"), .number("Mean probability"),
        .number("Right"),
        .number("Gap"),
      ],
      rows: bins.map { bin in
        [
          .heading(String(format: "%.2f–%.2f", bin.lower, bin.upper)),
          .count(bin.count), .number(PageNumber.percent(bin.meanConfidence)),
          .number(PageNumber.percent(bin.observed)), .number(PageNumber.percent(bin.gap)),
        ]
      })
  }
}
