import ClassificationMetrics
import Foundation
import SpamTuneKit

/// What a report holds, in the order in which it is read.
struct ReportSections {
  let report: ModelReport
  /// Of plots.
  var characters: PlotCharacters = .ofLocale
  /// Whether intervals are drawn beside their numbers.
  var showsBars = false

  init(
    _ report: ModelReport, characters: PlotCharacters = .ofLocale, showsBars: Bool = false
  ) {
    self.report = report
    self.characters = characters
    self.showsBars = showsBars
  }

  var evaluation: Evaluation { report.evaluation }

  /// Lists of findings are cut to as many rows.
  static let rowLimit = 20

  /// Those that have something to say.
  var all: [ReportSection] {
    [
      ReportSection(title: "Verdict", blocks: [.sentences(report.verdict)]),
      metrics, confusion, thresholds, curves, reliability, learning, slices, shortcuts,
      disguises, errors, labelIssues, nearDuplicates, notLookedFor, drift, data, subject,
    ].compactMap(\.self)
  }

  /// "tour on test part of run tour".
  static func title(_ report: ModelReport) -> String {
    "Report on \(modelName(report)), measured on \(report.data.name)"
  }

  /// One row per report.
  static func overview(_ reports: [ModelReport]) -> TextTable {
    let metrics: [Evaluation.Metric] = [
      .accuracy, .precision, .recall, .f1, .mcc, .rocAUC, .logLoss, .ece,
    ]
    let intervals: [Evaluation.Metric] = [.accuracy, .mcc]
    var table = TextTable(
      ["model", "data", "messages"]
        + metrics.map { EvaluationText.name(of: $0) + (intervals.contains($0) ? " (95 %)" : "") },
      .left, .left, .right)
    for report in reports {
      table.append(
        [modelName(report), report.data.name, "\(report.evaluation.examples)"]
          + metrics.map { metric in
            let estimate = report.evaluation[metric]
            return intervals.contains(metric)
              ? EvaluationText.text(estimate) : EvaluationText.value(estimate)
          })
    }
    return table
  }

  static func modelName(_ report: ModelReport) -> String {
    report.subject.run ?? report.subject.model
  }

  /// Those that come first, in their order.
  private static let mainMetrics: [Evaluation.Metric] = [
    .accuracy, .balancedAccuracy, .precision, .recall, .f1, .specificity, .falsePositiveRate, .mcc,
    .kappa, .rocAUC, .averagePrecision, .logLoss, .brier, .ece,
  ]

  private var metrics: ReportSection {
    let others = Evaluation.Metric.allCases.filter { !Self.mainMetrics.contains($0) }
    let reasons = Self.mainMetrics.compactMap { metric in
      evaluation[metric].undefinedReason.map { "\(EvaluationText.name(of: metric)): \($0)" }
    }
    let whole =
      "\(evaluation.confusionMatrix.correct) of \(evaluation.examples) messages are answered correctly."
    return ReportSection(
      title: "Metrics",
      blocks: [
        .table(table(of: Self.mainMetrics)), .sentences([whole] + reasons),
        .table(table(of: others)),
      ])
  }

  private func table(of metrics: [Evaluation.Metric]) -> TextTable {
    var table = TextTable(
      ["metric", "value", "95 % interval"] + (showsBars ? ["0 … 1"] : []), .left, .right, .left)
    for metric in metrics {
      let estimate = evaluation[metric]
      let range = [estimate.low, estimate.high].map(EvaluationText.number)
      let bar = IntervalBar(
        value: metric == .logLoss ? nil : estimate.value, low: estimate.low,
        high: estimate.high,
        in: 0...1, width: 24, characters: characters)
      table.append(
        [
          EvaluationText.name(of: metric),
          EvaluationText.value(estimate),
          estimate.low == nil || estimate.value == nil
            ? "–" : range.joined(separator: " – "),
        ] + (showsBars ? [bar.text] : []))
    }
    return table
  }

  private var confusion: ReportSection {
    var table = TextTable(["truth \\ predicted"] + evaluation.classes.names, .left, .right)
    for (name, counts) in zip(evaluation.classes.names, evaluation.confusionMatrix.counts) {
      table.append([name] + counts.map { "\($0)" })
    }
    var blocks: [ReportSection.Block] = [.table(table)]
    if evaluation.classes.names.count > 2 {
      var classes = TextTable(
        ["class", "messages", "precision (95 %)", "recall (95 %)", "F1 (95 %)"], .left, .right)
      for found in evaluation.perClass {
        classes.append(
          [found.name, "\(found.support)"]
            + [found.precision, found.recall, found.f1].map(EvaluationText.text))
      }
      blocks.append(.table(classes))
    }
    return ReportSection(title: "Confusion matrix", blocks: blocks)
  }

  private var data: ReportSection {
    let data = report.data
    var facts: [(name: String, value: String)] = [
      ("messages from", data.name), ("file", data.path), ("SHA-256", data.sha256),
      ("messages", "\(data.examples)"),
      ("classes", data.classes.map { "\($0.name) \($0.examples)" }.joined(separator: ", ")),
    ]
    if data.tokenQuartiles.count == 5 {
      let quartiles = data.tokenQuartiles.map { "\($0)" }
      facts.append(
        (
          "tokens per message",
          "\(quartiles[0]) to \(quartiles[4]), half of them \(quartiles[1]) to \(quartiles[3]), median "
            + quartiles[2]
        ))
    }
    facts += [
      ("that occur more than once", "\(data.duplicates)"),
      (
        "equal to a training message",
        data.seenInTraining.map { "\($0)" } ?? "unknown"
      ),
      ("read in part", "\(data.truncatedMessages)"), ("bad rows skipped", "\(data.skippedRows)"),
    ]
    return ReportSection(title: "Data", blocks: [.facts(facts)])
  }

  private var subject: ReportSection {
    let subject = report.subject
    var facts: [(name: String, value: String)] = [
      ("model", subject.model), ("SHA-256 of its weights", subject.sha256),
      ("base", subject.base ?? "–"), ("run", subject.run ?? "–"),
      ("made by", subject.command ?? "–"), ("report made by", subject.reportCommand),
      ("spamtune", subject.version), ("made at (UTC)", subject.createdAt),
      ("classes", subject.classes.joined(separator: ", ")),
      ("positive class", subject.positiveClass ?? "–"),
      ("parameters", "\(subject.parameters)"), ("temperature", "\(subject.temperature)"),
    ]
    if let threshold = subject.threshold {
      facts.append(("threshold", "\(threshold)" + (subject.decision.map { " (\($0))" } ?? "")))
    }
    if let unsure = subject.unsureFrom { facts.append(("unsure from", "\(unsure)")) }
    if !subject.settings.isEmpty {
      let settings = subject.settings.sorted { $0.key < $1.key }
      facts.append(("settings", settings.map { "\($0.key) \($0.value)" }.joined(separator: ", ")))
    }
    return ReportSection(title: "Model", blocks: [.facts(facts)])
  }
}
