import ClassificationMetrics

extension Document {
  /// A report: the verdict, four shares, and a section for each finding. Parts without data are left out where
  /// nobody would miss them, and else say why they are missing.
  package init(_ report: ModelReport) {
    let (evaluation, subject) = (report.evaluation, report.subject)
    let threshold = evaluation.threshold ?? subject.threshold ?? 0.5
    let curve = ThresholdCurve(report.thresholds, threshold: threshold)
    let sections: [Section?] = [
      .metrics(of: evaluation),
      .confusion(of: evaluation, decision: Self.decision(report)),
      .learning(report.learning),
      .ranking(evaluation, curve),
      .calibration(
        report.reliability, error: evaluation.ece, temperature: subject.temperature),
      .thresholds(report.thresholds, own: subject.threshold, evaluation, curve),
      .slices(report.slices),
      report.shortcuts.map(Section.shortcuts),
      report.obfuscation.map(Section.disguises),
      .errors(report.errors, evaluation.confusionMatrix),
      .labels(report.labelIssues ?? [], notLookedFor: Self.noLabels(report)),
      .nearDuplicates(report.nearDuplicates ?? [], notLookedFor: Self.noDuplicates(report)),
      report.drift.map { Section("drift", "Drift", Block.drift($0)) },
      .data(report.data),
      .origin(subject),
    ]
    self.init(
      title: "Report on \(report.modelName), measured on \(report.data.name)",
      masthead: Masthead(
        kind: "Model report", subject: report.modelName, scope: report.data.name,
        remark: [
          NumberFormat.count(evaluation.examples, "message"),
          NumberFormat.count(subject.classes.count, "class", "classes"),
          "made " + Moments.minute(subject.createdAt),
        ].joined(separator: " · ")),
      blocks: [.verdict(report.verdict), .figures(Self.figures(evaluation))]
        + sections.compactMap { $0.map(Block.section) },
      gist: Array(report.verdict.prefix(1)) + ReportVerdict(report).cautions)
  }

  /// One report whole; of several a table of all of them, then each one.
  package init(_ reports: [ModelReport]) {
    if let only = reports.first, reports.count == 1 {
      self.init(only)
      return
    }
    let models = Set(reports.map(\.subject.model)).count
    let files = Set(reports.map(\.data.path)).count
    let title =
      reports.isEmpty
      ? "No reports"
      : "\(NumberFormat.count(reports.count, "report")): \(NumberFormat.count(models, "model")) on "
        + NumberFormat.count(files, "data file")
    let tables = (models > 1 && files > 1 ? [Self.grid(reports)] : []) + [Self.pairs(reports)]
    self.init(
      title: title, masthead: Masthead(kind: "Batch evaluation", subject: title),
      blocks: [
        .section(
          Section(
            "summary", "Summary",
            reports.isEmpty ? [.paragraph("There is nothing to show.")] : tables.map(Block.table)))
      ], parts: reports.map { Document($0) })
  }

  private static func figures(_ evaluation: Evaluation) -> [Figure] {
    func figure(_ metric: Evaluation.Metric, _ words: (String, String) -> String) -> Figure {
      let counts = evaluation.counts(of: metric).map {
        words(NumberFormat.count($0.part), NumberFormat.count($0.whole))
      }
      return Figure(
        name: metric.title, share: evaluation[metric], meaning: counts ?? metric.meaning)
    }
    let accuracy = figure(.accuracy) { "\($0) of \($1) right" }
    guard let name = evaluation.positiveName.map({ "“\($0)”" }) else {
      return [accuracy, figure(.balancedAccuracy) { _, _ in "" }, figure(.macroF1) { _, _ in "" }]
    }
    return [
      accuracy, figure(.recall) { "\($0) of \($1) \(name) found" },
      figure(.precision) { "\($0) of \($1) answers \(name) right" },
      figure(.falsePositiveRate) { "\($0) of \($1) others called \(name)" },
    ]
  }

  /// From which probability on a message counts as positive.
  private static func decision(_ report: ModelReport) -> [String] {
    guard let name = report.evaluation.positiveName,
      let threshold = report.evaluation.threshold ?? report.subject.threshold
    else { return [] }
    var text =
      "A message is called “\(name)” from a probability of \(NumberFormat.probability(threshold)) on."
    if let unsure = report.subject.unsureFrom {
      text +=
        " From \(NumberFormat.probability(unsure)) up to there the model says that it is unsure."
    }
    return [report.subject.decision.map { text + " " + $0 } ?? text]
  }

  private static let leftOut = "Not looked for, as the audits were left out."

  /// Why nobody has looked for wrong labels.
  private static func noLabels(_ report: ModelReport) -> String? {
    report.labelIssues == nil ? leftOut : nil
  }

  /// Why nobody has looked for near-duplicates.
  private static func noDuplicates(_ report: ModelReport) -> String? {
    if report.nearDuplicates != nil { return nil }
    if report.labelIssues == nil { return leftOut }
    return report.data.isTrainedOn
      ? "Not looked for, as the model was trained on this very file."
      : "Not looked for, as it is not known which messages the model was trained on."
  }

  /// A row per model and a column per data file.
  private static func grid(_ reports: [ModelReport]) -> Table {
    func distinct(_ names: [String]) -> [String] {
      names.reduce(into: []) { seen, name in
        if !seen.contains(name) { seen.append(name) }
      }
    }
    let axis = Axis(of: reports.map(\.evaluation.f1))
    let files = distinct(reports.map(\.data.path))
    return Table(
      "F1 of each model on each data file",
      ["model"]
        + files.map { path in
          .estimate(reports.first { $0.data.path == path }?.data.name ?? path, axis: axis)
        },
      distinct(reports.map(\.subject.model)).map { model in
        let own = reports.filter { $0.subject.model == model }
        return [.name(own.first?.modelName ?? model)]
          + files.map { path in
            own.first { $0.data.path == path }.map { .metric($0.evaluation.f1) } ?? .missing
          }
      })
  }

  private static func pairs(_ reports: [ModelReport]) -> Table {
    let metrics: [Evaluation.Metric] = [
      .accuracy, .precision, .recall, .f1, .mcc, .rocAUC, .logLoss, .ece,
    ]
    return Table(
      "Each model on each data file, with 95 % intervals",
      ["model", "data", "messages"]
        + metrics.map { metric in
          .estimate(
            metric.title,
            axis: Axis(
              of: reports.map { $0.evaluation[metric] },
              within: metric == .mcc ? -1...1 : 0...(metric == .logLoss ? .infinity : 1)))
        },
      reports.enumerated().map { index, report in
        [
          .name(report.modelName, target: "report-\(index + 1)"), .text(report.data.name),
          .count(report.evaluation.examples),
        ] + metrics.map { .metric(report.evaluation[$0]) }
      })
  }
}

extension ModelReport {
  /// The run that made the model, or its folder.
  var modelName: String { subject.run ?? subject.model }
}
