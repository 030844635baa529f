import ClassificationMetrics

extension Section {
  /// How training went, and whether it overfits.
  static func learning(_ curves: LearningCurves?) -> Section {
    guard let curves else {
      return Section(
        "learning", "Learning curves",
        missing: "No run made this model, so it is not known how training went.")
    }
    let plots = [losses(curves), accuracies(curves)].compactMap { $0.map(Block.plot) }
    let table =
      curves.epochs.isEmpty ? [] : [Block.folded("The numbers", [.table(epochs(curves.epochs))])]
    return Section("learning", "Learning curves", [.finding(curves.verdict)] + plots + table)
  }

  private static func losses(_ curves: LearningCurves) -> Plot? {
    plot(
      "Loss while training", yLabel: "loss (nats per message)",
      [
        Plot.Series(
          name: "each step", role: .faint,
          points: Thinning.extremes(of: points(curves.steps.map { ($0.step, $0.loss) }))),
        parts(curves, "training part", .first, \.trainLoss),
        parts(curves, "validation part", .second, \.validationLoss),
      ], within: 0...Double.infinity)
  }

  private static func accuracies(_ curves: LearningCurves) -> Plot? {
    plot(
      "Accuracy while training", yLabel: "accuracy",
      [
        parts(curves, "training part", .first, \.trainAccuracy),
        parts(curves, "validation part", .second, \.validationAccuracy),
      ], within: 0...1)
  }

  private static func parts(
    _ curves: LearningCurves, _ name: String, _ role: Plot.Role,
    _ value: KeyPath<LearningCurves.Epoch, Double?>
  ) -> Plot.Series {
    Plot.Series(
      name: name, role: role, points: points(curves.epochs.map { ($0.step, $0[keyPath: value]) }),
      hasDots: true)
  }

  private static func plot(
    _ title: String, yLabel: String, _ series: [Plot.Series], within bounds: ClosedRange<Double>
  ) -> Plot? {
    let series = series.filter { !$0.points.isEmpty }
    let points = series.flatMap(\.points)
    guard let lowest = points.map(\.y).min(), let highest = points.map(\.y).max(),
      let last = points.map(\.x).max()
    else { return nil }
    // Losses start at 0; accuracies do not, as they would all lie at the top.
    let low = bounds.upperBound.isFinite ? lowest : min(0, lowest)
    let range = Ticks.rounded(
      low...max(min(highest, ceiling(series)), low + 0.01), within: bounds)
    return Plot(
      title: title, description: description(series), xLabel: "step", yLabel: yLabel,
      x: 0...max(1, last), y: range, hasWholeSteps: true, series: series,
      remark: highest > range.upperBound
        ? "Steps reach up to \(NumberFormat.metric(highest)); the drawing ends below." : nil)
  }

  /// Where the drawing may end: above all epochs, and above all but the rarest single steps, which would
  /// press everything else to the ground.
  private static func ceiling(_ series: [Plot.Series]) -> Double {
    let epochs = series.filter(\.hasDots).flatMap { $0.points.map(\.y) }
    let steps = series.filter { !$0.hasDots }.flatMap { $0.points.map(\.y) }.sorted()
    let usual = steps.isEmpty ? 0 : steps[(steps.count - 1) * 95 / 100]
    return max(usual, (epochs.max() ?? 0) * 1.2)
  }

  private static func description(_ series: [Plot.Series]) -> String {
    series.compactMap { line in
      guard let first = line.points.first, let last = line.points.last else { return nil }
      return line.name + " from " + NumberFormat.metric(first.y) + " to "
        + NumberFormat.metric(last.y)
    }.joined(separator: "; ") + "."
  }

  private static func points(_ values: [(step: Int, value: Double?)]) -> [PlotPoint] {
    values.compactMap { step, value in
      guard let value, value.isFinite else { return nil }
      return PlotPoint(x: Double(step), y: value)
    }.sorted { $0.x < $1.x }
  }

  private static func epochs(_ epochs: [LearningCurves.Epoch]) -> Table {
    Table(
      "Epoch by epoch",
      [
        "epoch", "step", "training loss", "validation loss", "training accuracy",
        "validation accuracy",
      ],
      epochs.map { epoch in
        [
          .count(epoch.epoch), .count(epoch.step), .metric(epoch.trainLoss),
          .metric(epoch.validationLoss), .metric(epoch.trainAccuracy),
          .metric(epoch.validationAccuracy),
        ]
      })
  }
}
