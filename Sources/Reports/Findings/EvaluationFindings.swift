import ClassificationMetrics

/// What an evaluation found, for whichever document shows it.
extension Section {
  /// Every metric with its interval and the counts behind it, then class by class.
  static func metrics(of evaluation: Evaluation) -> Section {
    let further = Evaluation.Metric.allCases.filter { !Self.mainMetrics.contains($0) }
    let averaging =
      evaluation.positiveName.map {
        "Precision, recall, F1 and specificity speak of “\($0)” against the rest."
      }
      ?? "Without a positive class, precision, recall, F1 and specificity are means over all classes."
    return Section(
      "metrics", "Metrics",
      [
        .paragraph(
          averaging
            + " The interval says where the value would probably lie on other messages of the same kind."
        )
      ]
        + tables(
          of: Self.mainMetrics, evaluation, captions: ("Higher is better", "Lower is better"))
        + [.table(classes(of: evaluation))]
        + [
          .folded(
            "Further metrics",
            tables(
              of: further, evaluation,
              captions: ("Further ones, higher is better", "Further ones, lower is better")))
        ])
  }

  /// Who is taken for whom, and from which probability on.
  static func confusion(of evaluation: Evaluation, decision: [String] = []) -> Section {
    Section(
      "confusion", "Confusion matrix",
      decision.map(Block.paragraph)
        + [
          .table(
            .confusion(
              evaluation.confusionMatrix, classNames: evaluation.classes.names,
              caption: "Rows are what messages are, columns what they are called"))
        ])
  }

  /// Those that come first, in their order.
  private static let mainMetrics: [Evaluation.Metric] = [
    .accuracy, .balancedAccuracy, .precision, .recall, .f1, .macroF1, .specificity, .mcc, .kappa,
    .rocAUC, .averagePrecision, .falsePositiveRate, .logLoss, .brier, .ece,
  ]

  /// One for those that should be high, one for those that should be low.
  private static func tables(
    of metrics: [Evaluation.Metric], _ evaluation: Evaluation, captions: (String, String)
  ) -> [Block] {
    let known = metrics.filter { $0 != .ecePositive || evaluation.positiveName != nil }
    return [
      (captions.0, known.filter { !$0.isLoss }, -1...1),
      (captions.1, known.filter(\.isLoss), 0...Double.infinity),
    ].filter { !$0.1.isEmpty }.map { caption, metrics, bounds in
      let axis = Axis(of: metrics.map { evaluation[$0] }, within: bounds)
      return .table(
        Table(
          caption, ["metric", .estimate("value"), "messages", Table.Column("whisker", axis: axis)],
          metrics.map { metric in
            [
              .term(evaluation.title(of: metric), meaning: metric.meaning),
              .metric(evaluation[metric]),
              evaluation.counts(of: metric).map { .fraction($0.part, of: $0.whole) } ?? .missing,
              .bar(evaluation[metric]),
            ]
          }))
    }
  }

  /// A row per class, and one per average, as of scikit-learn's `classification_report`.
  private static func classes(of evaluation: Evaluation) -> Table {
    let averages: [(String, [Evaluation.Metric])] = [
      ("macro average", [.macroPrecision, .macroRecall, .macroF1]),
      ("weighted average", [.weightedPrecision, .weightedRecall, .weightedF1]),
      // One label per message: pooled counts give one number.
      ("micro average", [.microF1, .microF1, .microF1]),
    ]
    return Table(
      "Class by class",
      ["class", "messages", .estimate("precision"), .estimate("recall"), .estimate("F1")],
      evaluation.perClass.map {
        [
          .name($0.name), .count($0.support), .metric($0.precision), .metric($0.recall),
          .metric($0.f1),
        ]
      }
        + averages.map { name, metrics in
          [.name(name), .count(evaluation.examples)] + metrics.map { .metric(evaluation[$0]) }
        })
  }
}

extension Table {
  /// A row per true class and a column per answer, each cell with its share of the row.
  static func confusion(
    _ matrix: ConfusionMatrix, classNames: [String], caption: String
  ) -> Table {
    let names = matrix.counts.indices.map {
      classNames.indices.contains($0) ? classNames[$0] : "class \($0)"
    }
    return Table(
      caption, ["truth \\ predicted"] + names.map { Column($0) },
      zip(names, matrix.counts).map { name, counts in
        [.name(name)] + counts.map { .part($0, of: counts.reduce(0, +)) }
      }, look: .matrix)
  }

  /// One row per metric, one column per part.
  ///
  /// - Parameter parts: Name and evaluation, in the order of the columns.
  static func metrics(of parts: [(name: String, evaluation: Evaluation)]) -> Table {
    let shown: [Evaluation.Metric] = [
      .accuracy, .precision, .recall, .f1, .specificity, .mcc, .rocAUC, .averagePrecision, .ece,
    ]
    let evaluations = parts.map(\.evaluation)
    return Table(
      nil, [Column("metric", note: "95 % interval")] + parts.map { Column($0.name) },
      [
        [.name("messages")] + evaluations.map { .count($0.examples) },
        [.name("correct")]
          + evaluations.map { .fraction($0.confusionMatrix.correct, of: $0.examples) },
      ] + shown.map { metric in [.name(metric.title)] + evaluations.map { .metric($0[metric]) } }
        + [[.name("loss")] + evaluations.map { .metric($0.loss) }])
  }
}

extension Evaluation {
  /// A metric's name, which without a positive class is that of an average.
  func title(of metric: Metric) -> String {
    let ofClass: [Metric] = [
      .precision, .recall, .f1, .specificity, .negativePredictiveValue, .falsePositiveRate, .rocAUC,
      .averagePrecision,
    ]
    if metric == .ecePositive, let positiveName { return "calibration error, \(positiveName)" }
    return (positiveName == nil && ofClass.contains(metric) ? "macro " : "") + metric.title
  }
}
