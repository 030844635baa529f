import SpamTuneKit

/// How training went, and whether it overfits.
struct LearningSection: PageSection {
  static let anchor = "learning"
  let heading = "Learning curves"

  let verdict: String
  let figures: [PageFigure]
  let table: PageTable?

  init(_ curves: LearningCurves, at place: ReportPlace) {
    verdict = curves.verdict
    figures = [Self.losses(curves, at: place), Self.accuracies(curves, at: place)].compactMap { $0 }
    table = curves.epochs.isEmpty ? nil : Self.table(curves.epochs)
  }

  private static func losses(_ curves: LearningCurves, at place: ReportPlace) -> PageFigure? {
    let steps = points(curves.steps.map { ($0.step, $0.loss) })
    let training = points(curves.epochs.map { ($0.step, $0.trainLoss) })
    let validation = points(curves.epochs.map { ($0.step, $0.validationLoss) })
    return figure(
      "loss", title: "Loss while training", yLabel: "Loss (nats per message)",
      series: [
        .init(name: "each step", style: "faint", points: Thinning.extremes(of: steps)),
        .init(name: "training part", style: "first", points: training, hasDots: true),
        .init(name: "validation part", style: "second", points: validation, hasDots: true),
      ], within: 0...Double.infinity, at: place)
  }

  private static func accuracies(_ curves: LearningCurves, at place: ReportPlace) -> PageFigure? {
    let training = points(curves.epochs.map { ($0.step, $0.trainAccuracy) })
    let validation = points(curves.epochs.map { ($0.step, $0.validationAccuracy) })
    return figure(
      "accuracy", title: "Accuracy while training", yLabel: "Accuracy",
      series: [
        .init(name: "training part", style: "first", points: training, hasDots: true),
        .init(name: "validation part", style: "second", points: validation, hasDots: true),
      ], within: 0...1, at: place)
  }

  private static func figure(
    _ name: String, title: String, yLabel: String, series: [LinePlot.Series],
    within bounds: ClosedRange<Double>, at place: ReportPlace
  ) -> PageFigure? {
    let series = series.filter { !$0.points.isEmpty }
    let points = series.flatMap(\.points)
    guard let lowest = points.map(\.y).min(), let highest = points.map(\.y).max(),
      let last = points.map(\.x).max()
    else { return nil }
    // Losses start at 0; accuracies do not, as they would all lie at the top.
    let low = bounds.upperBound.isFinite ? lowest : min(0, lowest)
    let plot = LinePlot(
      title: title, description: description(series), xLabel: "Step", yLabel: yLabel,
      x: 0...max(1, last), y: Ticks.rounded(low...highest, within: bounds), hasWholeSteps: true,
      series: series)
    return PageFigure(plot, identifier: place.identifier("learning-" + name))
  }

  private static func description(_ series: [LinePlot.Series]) -> String {
    series.compactMap { line in
      guard let first = line.points.first, let last = line.points.last else { return nil }
      return line.name + " from " + PageNumber.decimal(first.y) + " to "
        + PageNumber.decimal(last.y)
    }.joined(separator: "; ") + "."
  }

  private static func points(_ values: [(step: Int, value: Double?)]) -> [LinePlot.Point] {
    values.compactMap { step, value in
      guard let value, value.isFinite else { return nil }
      return LinePlot.Point(x: Double(step), y: value)
    }.sorted { $0.x < $1.x }
  }

  private static func table(_ epochs: [LearningCurves.Epoch]) -> PageTable {
    PageTable(
      "Epoch by epoch",
      columns: [
        .number("Epoch"), .number("Step"), .number("Training loss"), .number("Validation loss"),
        .number("Training accuracy"), .number("Validation accuracy"),
      ],
      rows: epochs.map { epoch in
        [
          .count(epoch.epoch), .count(epoch.step), .number(decimal(epoch.trainLoss)),
          .number(decimal(epoch.validationLoss)), .number(percent(epoch.trainAccuracy)),
          .number(percent(epoch.validationAccuracy)),
        ]
      })
  }

  private static func decimal(_ value: Double?) -> String { value.map(PageNumber.decimal) ?? "–" }
  private static func percent(_ value: Double?) -> String { value.map(PageNumber.percent) ?? "–" }
}
