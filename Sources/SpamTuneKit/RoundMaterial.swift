import ClassificationMetrics
import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

/// What the rounds of a cross-validation are made of, checked as far as it can be without work.
struct RoundMaterial {
  let options: TrainingOptions
  let plan: CrossValidationPlan
  let data: LabelledDataset
  let base: ModelFolder
  let preparation: ClassifierPreparation
  let messages: [[Int32]]
  let rounds: [CrossValidationPlan.Round]
  /// For the user.
  let remarks: [String]

  /// - Parameters:
  ///   - options: Of one training. `data` names one file, all of which takes part.
  ///   - begun: What data and base were when the run began; nil for a new one.
  /// - Throws: An error whose description is a sentence for the user; `KitError.changed`.
  init(
    _ options: TrainingOptions, _ plan: CrossValidationPlan, begun: CrossValidationRunPlan? = nil
  ) throws {
    try options.validate()
    try plan.validate(options)
    _ = try options.precisionHere()
    var reading = options.data
    // Each round balances what it trains on.
    reading.balance = .none
    data = try LabelledDataset(reading, seed: options.training.seed)
    if let begun, data.digest != begun.dataDigest {
      throw KitError.changed(data.paths.joined(separator: ", "), since: "run \(begun.name) began")
    }
    _ = try data.settings(options.training, options.data, train: [])
    base = try ClassifierPreparation.openBase(options, classes: data.classes)
    _ = try options.precision(on: base)
    let baseDigest = try base.digest()
    if let begun {
      guard baseDigest == begun.baseDigest,
        try BaseFiles.digest(ofBase: options.base) == begun.baseFilesDigest
      else { throw KitError.changed(options.base, since: "run \(begun.name) began") }
    }
    rounds = try plan.rounds(of: data, options.data, seed: options.training.seed)
    preparation = try ClassifierPreparation(
      options: options, base: base, baseDigest: baseDigest, data: data, train: [])
    let (messages, remark) = try preparation.encodedMessages()
    let isTrained = base.tensors.contains(ClassificationHead.weightName)
    remarks =
      (remark.map { [$0] } ?? [])
      + (isTrained
        ? [
          "the base is a trained classifier: if it has learned from these messages, the results "
            + "are too good"
        ] : [])
    self.messages = messages
    self.options = options
    self.plan = plan
  }

  /// Where the measured messages of a round come from.
  var part: EvaluationPart { plan.measured == .test ? .test : .validation }

  /// What is known of the run before its first step.
  func facts(commandLine: String) throws -> RunFacts {
    RunFacts(
      kind: CrossValidationRunPlan.kind,
      base: FileReference(
        path: absolutePath(options.base), sha256: preparation.baseDigest),
      data: data.reference, classes: data.classes, positiveClass: data.positiveLabel,
      seed: options.training.seed, programVersion: SpamTune.version, commandLine: commandLine,
      cores: Parallel.threads, precision: try options.precision(on: base).rawValue,
      settings: try options.recorded().merging(plan.recorded()) { first, _ in first })
  }

  /// Optimiser steps of one round.
  func steps(of round: CrossValidationPlan.Round) throws -> Int {
    let batches = try options.batches(of: round.train.count)(0).count
    return options.training.stepsPerEpoch(batches: batches) * options.training.epochs
  }

  /// A trainer for one round, at its first step, with weights of its own.
  func trainer(
    of round: CrossValidationPlan.Round, _ classifier: SequenceClassifier,
    features: FrozenFeatures?
  ) throws -> Trainer {
    try Trainer(
      classifier.withWeightsOfItsOwn(),
      settings: try data.settings(options.training, options.data, train: round.train),
      data: TrainingData(
        messages: messages, labels: data.labels, train: round.train, validation: []),
      features: features, batches: try options.batches(of: round.train.count))
  }

  /// The trained classifier's answers to a round's measured messages.
  ///
  /// - Throws: `TrainingError.diverged` when they are no numbers.
  func measurement(
    of round: CrossValidationPlan.Round, by trainer: Trainer
  ) throws -> Measurement {
    let logits = trainer.logits(at: round.measured)
    // The last update may have spoiled the weights.
    guard logits.sumOfSquares().isFinite else { throw TrainingError.diverged(step: trainer.step) }
    return try Measurement(
      logits: logits, labels: data.labels(at: round.measured), classes: data.classes,
      positiveLabel: data.positiveLabel)
  }

  /// The records of those answers.
  func predictions(
    of round: CrossValidationPlan.Round, _ measurement: Measurement
  ) -> [PredictionRecord] {
    measurement.predictions(
      rows: data.rows(at: round.measured), texts: data.texts(at: round.measured),
      storesText: options.storesText)
  }
}
