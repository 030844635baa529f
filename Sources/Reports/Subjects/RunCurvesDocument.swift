public import RunDatabase

extension Document {
  /// Curves of runs: a plot for each axis, steps and rounds. Of several runs what was measured on their training
  /// messages is left out, for the batches show much the same.
  ///
  /// - Parameter limit: Points of a curve that a plot has room for.
  package init(_ curves: [RunCurve], _ metric: CurveMetric, pointLimit limit: Int) {
    let hasSeveralRuns = Set(curves.map(\.run)).count > 1
    let plots = [RunCurve.Axis.step, .round].compactMap { axis -> Plot? in
      let shown = curves.filter { curve in
        let isRepeated =
          hasSeveralRuns && curve.series == "train"
          && curves.contains { $0.run == curve.run && $0.series == "batches" }
        return curve.axis == axis && !isRepeated
      }
      guard !shown.isEmpty else { return nil }
      let series = shown.map { curve in
        Plot.Series(
          name: hasSeveralRuns ? "\(curve.run) \(curve.series)" : curve.series, role: .first,
          points: curve.thinned(to: limit).map { PlotPoint(x: $0.x, y: $0.y) })
      }
      let only = series.count == 1 ? " (\(series[0].name))" : ""
      return Plot(
        xLabel: axis.rawValue, yLabel: Self.label(metric) + only, hasWholeSteps: true,
        series: series)
    }
    self.init(blocks: plots.map(Block.plot))
  }

  private static func label(_ metric: CurveMetric) -> String {
    switch metric {
    case .loss: "loss in nats per message"
    case .accuracy: "accuracy"
    case .learningRate: "learning rate"
    case .gradientNorm: "gradient norm"
    }
  }
}

extension RunCurve {
  /// A row of CSV for each point: run, series, axis, position, value.
  package static func writeTable(
    _ curves: [RunCurve], write: @escaping (String) throws -> Void
  ) throws {
    var table = try TableWriter(
      ["run", "series", "axis", "position", "value"], format: .csv, write: write)
    for curve in curves {
      for point in curve.points {
        try table.append([
          .text(curve.run), .text(curve.series), .text(curve.axis.rawValue),
          .integer(Int64(point.position)), point.value.isFinite ? .number(point.value) : .null,
        ])
      }
    }
    try table.finish()
  }
}
