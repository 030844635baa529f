import ClassificationMetrics

extension ReportedModel {
  /// Measures the model on messages and looks into its answers.
  ///
  /// - Throws: `KitError.positiveLabelUnknown`, `.messageTooLong`; `MetricError`; `RunDatabaseError`.
  public func report(
    on messages: LabelledMessages, options: ReportOptions
  ) throws -> ModelReport {
    let scored = try ScoredMessages(
      messages, by: classifier, positiveLabel: options.positiveLabel, longText: options.longText)
    let predictions = try Predictions(
      labels: messages.labels, probabilities: scored.probabilities.flatMap(\.self),
      classes: scored.classes.count)
    let tokenCounts = messages.texts.map { classifier.folder.tokenizer.encode($0).count }
    var report = ModelReport(
      subject: ReportSubject(self, scored, options: options),
      data: DataCard(scored, tokenCounts: tokenCounts, origin: origin),
      evaluation: scored.evaluation, learning: origin?.learning,
      thresholds: try thresholds(scored),
      reliability: predictions.topLabelCalibration().bins,
      errors: try errors(scored, predictions, tokenCounts: tokenCounts, options: options))
    report.verdict = ReportVerdict(report).sentences
    return report
  }

  private func thresholds(_ scored: ScoredMessages) throws -> [ThresholdPoint] {
    guard scored.evaluation.threshold != nil, let positive = scored.positiveClass,
      let scores = scored.positiveProbabilities
    else { return [] }
    let sweep = try ThresholdSweep(
      labels: scored.messages.labels, scores: scores, positive: positive)
    return ThresholdPoint.points(of: sweep, decision: scored.decision)
  }

  /// The wrong answers, the surest first, equally sure ones by row.
  private func errors(
    _ scored: ScoredMessages, _ predictions: Predictions, tokenCounts: [Int],
    options: ReportOptions
  ) throws -> [ReportedError] {
    let messages = scored.messages
    let answers = predictions.decisions(by: scored.evaluation)
    func probability(_ index: Int) -> Double { scored.probabilities[index][answers[index]] }
    let wrong = answers.indices.filter { answers[$0] != messages.labels[$0] }.sorted {
      probability($0) == probability($1)
        ? messages.rows[$0] < messages.rows[$1] : probability($0) > probability($1)
    }
    return wrong.prefix(options.errorLimit).map { index in
      ReportedError(
        row: messages.rows[index], truth: scored.classes[messages.labels[index]],
        predicted: scored.classes[answers[index]], probability: probability(index),
        tokenCount: tokenCounts[index], text: options.includesText ? messages.texts[index] : nil)
    }
  }
}

extension Predictions {
  /// The class that each message counts as in its evaluation.
  fileprivate func decisions(by evaluation: ClassificationMetrics.Evaluation) -> [Int] {
    guard let positive = evaluation.positiveClass, let threshold = evaluation.threshold else {
      return topLabels
    }
    return probabilities(of: positive).map { $0 >= threshold ? positive : 1 - positive }
  }
}
