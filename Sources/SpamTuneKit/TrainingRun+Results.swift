import ClassificationMetrics
import ClassifierModels
import FineTuning
import Foundation
import GPT2
import RunDatabase

/// What becomes of a finished training: how its answers are decided on, its model and its measurements.
extension TrainingRun {
  /// Saves what was learned: adapters, or the tensors that were trained.
  func save(
    _ classifier: SequenceClassifier, _ configuration: ModelConfigurationFile
  ) throws -> FileReference {
    if let adapters = options.training.adapters {
      let digest = try ModelWriter.save(
        adaptersOf: classifier, adapters, configuration: configuration,
        tokenizer: base.tokenizer,
        base: baseReference, to: folder)
      return FileReference(path: folder, sha256: digest.sha256)
    }
    let trainsAll = options.training.trainable == .all
    // What a fine-tuned base changed in its own base and this run left alone.
    let inherited =
      base.base == nil
      ? []
      : classifier.parameters.filter { parameter in
        !parameter.isTrainable && base.ownTensors?.contains(parameter.name) ?? false
      }
    let digest = try ModelWriter.save(
      classifier, configuration: configuration, tokenizer: base.tokenizer,
      base: trainsAll ? nil : baseReference, alsoWriting: inherited, to: folder)
    return FileReference(path: folder, sha256: digest.sha256)
  }

  /// How the model's answers are decided on, by the validation part, and what to say about it.
  func decide(_ trainer: Trainer) throws -> (ModelDecision, remarks: [String]) {
    let validation = data.split.validation
    guard let wanted = options.decision, !validation.isEmpty else { return (ModelDecision(), []) }
    var (decision, remarks) = try ModelDecision.fitted(
      to: trainer.logits(at: validation), labels: data.labels(at: validation),
      classes: data.classes, positiveLabel: data.positiveLabel, options: wanted,
      messages: ("validation part of run \(name)", data.digest))
    if options.training.selection != nil, decision.rule != nil {
      remarks.append(
        "the validation part has also chosen the weights, so that the threshold promises a little too much"
      )
    }
    return (decision, remarks)
  }

  /// Measures the finished model on every part, and records it.
  func evaluate(
    _ trainer: Trainer, decision: ModelDecision, model: FileReference
  ) throws -> [EvaluationPart: Evaluation] {
    var evaluations: [EvaluationPart: Evaluation] = [:]
    let split = data.split
    for (part, indices) in [
      (EvaluationPart.train, split.train), (.validation, split.validation), (.test, split.test),
    ] where !indices.isEmpty {
      let start = ContinuousClock.now
      let measurement = try Measurement(
        logits: trainer.logits(at: indices), labels: data.labels(at: indices),
        classes: data.classes, positiveLabel: data.positiveLabel, decision: decision)
      // A kill between two parts must not leave them twice: resuming deletes what is newer than
      // its checkpoint, and these are recorded without a step.
      try recorder.record(
        measurement, part: part, model: model, seconds: start.duration(to: .now).inSeconds,
        predictions: part == .test
          ? measurement.predictions(
            rows: data.rows(at: indices), texts: data.texts(at: indices),
            storesText: options.storesText)
          : [])
      evaluations[part] = measurement.evaluation
    }
    return evaluations
  }
}
