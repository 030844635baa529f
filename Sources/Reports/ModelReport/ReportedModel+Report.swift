import Audits
import ClassificationMetrics
import ClassifierModels
import SpamTuneKit

/// How reports are made, and what they hold.
package struct ReportOptions: Sendable {
  /// Whether messages and their tokens are part of the report.
  package var includesText = false
  /// Wrong answers that are listed, the surest of them.
  package var errorLimit = 20
  /// Whether slices, shortcuts, disguises, labels and near-duplicates are looked into.
  package var hasAudits = true
  /// Further slices that a user asks for.
  package var patterns: [SlicePattern] = []
  /// The class that precision and recall speak of; nil for the model's own.
  package var positiveLabel: String?
  package var longText: LongText = .truncate
  /// The command as typed.
  package var commandLine: String

  package init(commandLine: String) {
    self.commandLine = commandLine
  }
}

extension ReportedModel {
  /// Measures the model on messages and looks into its answers.
  ///
  /// - Throws: `ClassifierError.unknownClass`, `.messageTooLong`; `MetricError`; `RunDatabaseError`.
  package func report(
    on messages: LabelledMessages, options: ReportOptions
  ) throws -> ModelReport {
    let scored = try ScoredMessages(
      messages, by: classifier, positiveLabel: options.positiveLabel, longText: options.longText)
    let predictions = try Predictions(
      labels: messages.labels, probabilities: scored.probabilities.flatMap(\.self),
      classes: scored.classes.count)
    var report = ModelReport(
      subject: try ReportSubject(self, scored, options: options),
      data: DataCard(scored, run: run),
      evaluation: scored.evaluation, learning: learning,
      thresholds: try thresholds(scored),
      reliability: predictions.topLabelCalibration().bins,
      errors: errors(scored, predictions, options: options),
      drift: drift)
    report.meanPositiveProbability = scored.positiveProbabilities.map {
      $0.reduce(0, +) / Double($0.count)
    }
    if options.hasAudits { try audit(scored, options: options, addingTo: &report) }
    report.verdict = ReportVerdict(report).sentences
    return report
  }

  private func audit(
    _ scored: ScoredMessages, options: ReportOptions, addingTo report: inout ModelReport
  ) throws {
    let messages = scored.messages
    report.slices = try ModelAudit.slices(of: scored, patterns: options.patterns)
    report.shortcuts = try ModelAudit.shortcuts(
      of: scored, by: classifier, longText: options.longText)
    report.obfuscation = try ModelAudit.obfuscation(
      of: scored, by: classifier, longText: options.longText)
    report.labelIssues = try ModelAudit.labelIssues(
      of: scored, ignoring: (try? run?.seen(messages.texts)) ?? [])
    // Not known where the run's data is gone or has changed.
    report.nearDuplicates = run.flatMap {
      try? ModelAudit.nearDuplicates(of: messages, learnedBy: $0)
    }
  }

  private func thresholds(_ scored: ScoredMessages) throws -> [ThresholdPoint] {
    guard scored.evaluation.threshold != nil, let positive = scored.classes.positive,
      let scores = scored.positiveProbabilities
    else { return [] }
    let sweep = try ThresholdSweep(
      labels: scored.messages.labels, scores: scores, positive: positive)
    return ThresholdPoint.points(of: sweep, decision: scored.decision)
  }

  /// The wrong answers, the surest first, equally sure ones by row.
  private func errors(
    _ scored: ScoredMessages, _ predictions: Predictions, options: ReportOptions
  ) -> [ReportedError] {
    let messages = scored.messages
    let answers = predictions.decisions(
      positive: scored.classes.positive, threshold: scored.decision.threshold)
    func probability(_ index: Int) -> Double { scored.probabilities[index][answers[index]] }
    let wrong = answers.indices.filter { answers[$0] != messages.labels[$0] }.sorted {
      probability($0) == probability($1)
        ? messages.rows[$0] < messages.rows[$1] : probability($0) > probability($1)
    }
    let listed = Array(wrong.prefix(options.errorLimit))
    let contributions = classifier.contributions(
      to: listed.map { messages.texts[$0] }, as: listed.map { scored.encoded[$0] },
      classes: listed.map { answers[$0] }, keepsText: options.includesText)
    return zip(listed, contributions).map { index, tokens in
      ReportedError(
        row: messages.rows[index], truth: scored.classes.names[messages.labels[index]],
        predicted: scored.classes.names[answers[index]], probability: probability(index),
        tokenCount: scored.encoded[index].tokenCount, tokens: tokens,
        text: options.includesText ? messages.texts[index] : nil)
    }
  }
}
