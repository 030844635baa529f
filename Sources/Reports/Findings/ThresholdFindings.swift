import ClassificationMetrics

/// What thresholds do: curves, a slider, tables.
extension Section {
  /// ROC and precision against recall: what every threshold would do.
  ///
  /// - Parameter curve: Nil without thresholds.
  static func ranking(_ evaluation: Evaluation, _ curve: ThresholdCurve?) -> Section {
    let plots = curve.map { [roc(evaluation, $0), precisionRecall(evaluation, $0)] } ?? []
    let drawn = plots.compactMap { $0.map(Block.plot) }
    let title = "ROC and precision-recall"
    guard !drawn.isEmpty else {
      return Section(
        "curves", title,
        missing:
          "These curves need a positive class of two, and messages of both classes.")
    }
    return Section(
      "curves", title,
      [.paragraph("Each point is a threshold; a page marks the one in use with a ring.")] + drawn)
  }

  private static func roc(_ evaluation: Evaluation, _ curve: ThresholdCurve) -> Plot? {
    curve.rocCurve.map { points in
      let chosen = curve.points[curve.chosen]
      return Plot(
        title: "ROC",
        description: "True against false positive rate; the area under it is "
          + NumberFormat.value(evaluation.rocAUC) + ".",
        xLabel: "false positive rate", yLabel: "true positive rate (recall)", x: 0...1, y: 0...1,
        series: [
          Plot.Series(name: "this model", role: .first, points: points),
          Plot.Series(
            name: "guessing", role: .guide,
            points: [PlotPoint(x: 0, y: 0), PlotPoint(x: 1, y: 1)]),
        ],
        marker: Plot.Marker(
          name: "roc",
          place: PlotPoint(x: chosen.counts.falsePositiveRate ?? 0, y: chosen.counts.recall ?? 0)),
        remark: "Area " + NumberFormat.text(evaluation.rocAUC))
    }
  }

  private static func precisionRecall(_ evaluation: Evaluation, _ curve: ThresholdCurve) -> Plot? {
    curve.precisionRecallCurve.map { points in
      let chosen = curve.points[curve.chosen]
      let share = Double(curve.positives) / Double(max(1, curve.positives + curve.negatives))
      return Plot(
        title: "Precision and recall",
        description: "Precision against recall; average precision "
          + NumberFormat.value(evaluation.averagePrecision) + ".",
        xLabel: "recall", yLabel: "precision", x: 0...1, y: 0...1,
        series: [
          Plot.Series(name: "this model", role: .first, points: points),
          Plot.Series(
            name: "guessing", role: .guide,
            points: [PlotPoint(x: 0, y: share), PlotPoint(x: 1, y: share)]),
        ],
        marker: Plot.Marker(
          name: "pr",
          place: PlotPoint(x: chosen.counts.recall ?? 0, y: chosen.counts.precision ?? 1)),
        remark: "Average precision " + NumberFormat.text(evaluation.averagePrecision))
    }
  }

  /// What another threshold would change.
  ///
  /// - Parameters:
  ///   - points: Of the report, falling.
  ///   - own: The model's threshold.
  ///   - curve: The same thresholds in their order; nil without any.
  static func thresholds(
    _ points: [ThresholdPoint], own: Double?, _ evaluation: Evaluation, _ curve: ThresholdCurve?
  ) -> Section {
    guard let curve, let positive = evaluation.positiveName else {
      return Section(
        "thresholds", "Thresholds",
        missing: "Only the probability of a positive class of two has a threshold.")
    }
    let (stops, chosen) = curve.stops(limit: 1_000)
    let choices = choices(points, own: own)
    return Section(
      "thresholds", "Thresholds",
      [
        .paragraph(
          "A message is called “\(positive)” if its probability reaches the threshold. A higher one gives "
            + "fewer false alarms and finds less. Choose it on the validation part: chosen on these messages, "
            + "its numbers would flatter."),
        .slider(
          ThresholdSlider(
            positive: positive, stops: stops, chosen: chosen,
            instead: table(
              "Thresholds and what each does", "threshold", roundThresholds(curve)))),
        .table(table("Thresholds that one might choose", "choice", choices)),
      ])
  }

  /// - Parameter points: Each with what the first column says of it; its threshold where that is empty.
  private static func table(
    _ caption: String, _ name: String, _ points: [(name: String?, point: ThresholdPoint)]
  ) -> Table {
    let isNamed = name != "threshold"
    return Table(
      caption,
      [Table.Column(name)] + (isNamed ? ["threshold"] : [])
        + [
          Table.Column("hits", note: "TP"), Table.Column("false alarms", note: "FP"),
          Table.Column("misses", note: "FN"), Table.Column("left alone", note: "TN"), "precision",
          "recall", "false positive rate", "F1",
        ],
      points.map { name, point in
        let threshold = NumberFormat.probability(point.threshold)
        return
          (isNamed
          ? [.name(name ?? ""), .probability(point.threshold)]
          : [.name(threshold, detail: name)])
          + [
            .count(point.counts.truePositives), .count(point.counts.falsePositives),
            .count(point.counts.falseNegatives), .count(point.counts.trueNegatives),
            .share(point.counts.precision),
            .share(point.counts.recall), .share(point.counts.falsePositiveRate),
            .share(point.counts.f1),
          ]
      })
  }

  /// Round thresholds and the model's own.
  private static func roundThresholds(
    _ curve: ThresholdCurve
  ) -> [(name: String?, point: ThresholdPoint)] {
    let own = curve.points[curve.chosen].threshold
    return (ThresholdPoint.roundThresholds.filter { $0 != own } + [own]).sorted()
      .compactMap(curve.point(at:))
      .map { ($0.threshold == own ? "the model’s own" : nil, $0) }
  }

  private static func choices(
    _ points: [ThresholdPoint], own: Double?
  ) -> [(name: String?, point: ThresholdPoint)] {
    // Of those that keep the promise the lowest, which finds most.
    let alarms = ThresholdPoint.falseAlarmShares.map { share in
      (
        name: share == 0
          ? "no false alarm" : "at most \(NumberFormat.exactPercent(share)) false alarms",
        point: points.last {
          Double($0.counts.falsePositives) <= share * Double($0.counts.negatives)
        }
      )
    }
    let choices: [(name: String, point: ThresholdPoint?)] =
      [("the model’s own", points.first { $0.threshold == own })] + alarms + [
        ("best F1", points.max { ($0.counts.f1 ?? 0) < ($1.counts.f1 ?? 0) }),
        ("no miss", points.first { $0.counts.falseNegatives == 0 && $0.counts.positives > 0 }),
      ]
    return choices.compactMap { name, point in point.map { (name, $0) } }
  }
}
