import ClassificationMetrics
import ClassifierModels
import RunDatabase
import TextDatasets

extension RunSession {
  /// Measures every part that has messages, and records what was found; of the test part also the predictions.
  ///
  /// - Parameters:
  ///   - model: What was saved; nil where nothing is kept.
  ///   - storesText: Whether the predictions are recorded with their texts.
  ///   - score: Measures the messages at some indices.
  package func measureParts(
    of data: LabelledDataset, model: FileReference?, storesText: Bool,
    score: (_ indices: [Int]) throws -> ScoredPart
  ) throws -> [EvaluationPart: Evaluation] {
    var evaluations: [EvaluationPart: Evaluation] = [:]
    for part in EvaluationPart.ofSplit {
      let indices = data.indices(of: part)
      guard !indices.isEmpty else { continue }
      let start = ContinuousClock.now
      let scored = try score(indices)
      // A kill between two parts must not leave them twice: resuming deletes what is newer than
      // its checkpoint, and these are recorded without a step.
      try database.append(
        evaluation: EvaluationRecord(
          scored.evaluation, by: scored.decision, run: run.id, part: part, data: data.reference,
          model: model, seconds: start.duration(to: .now).inSeconds),
        predictions: part == .test
          ? scored.predictions(at: indices, of: data, storesText: storesText) : [])
      evaluations[part] = scored.evaluation
    }
    return evaluations
  }
}

extension EvaluationRecord {
  package init(
    _ evaluation: Evaluation, by decision: ModelDecision = ModelDecision(),
    run: Run.ID?, part: EvaluationPart, data: FileReference, model: FileReference?, seconds: Double
  ) {
    let classes = evaluation.classes.names
    self.init(
      run: run, part: part, data: data, model: model, classes: classes,
      positiveClass: evaluation.classes.positiveName, examples: evaluation.examples,
      loss: evaluation.loss ?? .nan, seconds: seconds,
      metrics: evaluation.metrics.map { MetricRecord($0.name, $0.estimate) },
      confusion: [ConfusionCount](evaluation.confusionMatrix, classes: classes),
      threshold: decision.rule?.threshold, unsureFrom: decision.rule?.unsureFrom,
      temperature: decision.temperature == 1 ? nil : decision.temperature)
  }
}

extension MetricRecord {
  package init(_ name: String, _ estimate: Estimate) {
    self.init(name: name, value: estimate.value, low: estimate.low, high: estimate.high)
  }
}

extension [ConfusionCount] {
  package init(_ matrix: ConfusionMatrix, classes: [String]) {
    self = matrix.counts.enumerated().flatMap { truth, row in
      row.enumerated().map { predicted, count in
        ConfusionCount(truth: classes[truth], predicted: classes[predicted], count: count)
      }
    }
  }
}
