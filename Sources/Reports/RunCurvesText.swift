public import RunDatabase

/// Curves of runs as a plot for the terminal, or as a table.
public enum RunCurvesText {
  /// A plot for each axis: steps, rounds. Of several runs what was measured on their training messages is
  /// left out, for the batches show much the same.
  public static func plots(
    _ curves: [RunCurve], _ metric: CurveMetric, width: Int, height: Int,
    characters: PlotCharacters = .ofLocale
  ) -> String {
    let hasSeveralRuns = Set(curves.map(\.run)).count > 1
    return [RunCurve.Axis.step, .round].compactMap { axis in
      let shown = curves.filter { curve in
        let isRepeated =
          hasSeveralRuns && curve.series == "train"
          && curves.contains { $0.run == curve.run && $0.series == "batches" }
        return curve.axis == axis && !isRepeated
      }
      guard !shown.isEmpty else { return nil }
      let series = shown.map { curve in
        (
          name: hasSeveralRuns ? "\(curve.run) \(curve.series)" : curve.series,
          points: curve.thinned(to: 2 * width)
        )
      }
      let only = series.count == 1 ? " (\(series[0].name))" : ""
      return TextPlot(
        series: series, xLabel: axis.rawValue, yLabel: label(metric) + only, width: width,
        height: height, characters: characters
      ).text
    }.joined(separator: "\n\n")
  }

  /// A row for each point: run, series, axis, position, value.
  public static func writeTable(
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

  private static func label(_ metric: CurveMetric) -> String {
    switch metric {
    case .loss: "loss in nats per message"
    case .accuracy: "accuracy"
    case .learningRate: "learning rate"
    case .gradientNorm: "gradient norm"
    }
  }
}
