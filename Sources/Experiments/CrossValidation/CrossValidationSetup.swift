import ClassificationMetrics
import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import RunDatabase
import TextDatasets

/// What the rounds of a cross-validation are made of, checked as far as it can be without work.
struct CrossValidationSetup {
  let options: TrainingOptions
  let plan: CrossValidationPlan
  let training: TrainingPlan
  let preparation: ClassifierPreparation
  let messages: [[Int32]]
  let rounds: [CrossValidationPlan.Round]
  /// For the user.
  let remarks: [String]

  var data: LabelledDataset { training.data }

  /// - Parameters:
  ///   - options: Of one training. `data` names one file, all of which takes part.
  ///   - begun: What data and base were when the run began; nil for a new one.
  /// - Throws: An error whose description is a sentence for the user; `KitError.changed`.
  init(
    _ options: TrainingOptions, _ plan: CrossValidationPlan, begun: CrossValidationManifest? = nil
  ) throws {
    try plan.validate(options)
    training = try TrainingPlan(ofRounds: options) { try begun?.requireUnchanged($0) }
    let (base, data) = (training.base, training.data)
    let baseDigest = try base.digest()
    try begun?.requireUnchangedBase(baseDigest)
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
  func metadata(commandLine: String) throws -> RunMetadata {
    RunMetadata(
      kind: CrossValidationManifest.kind, data: data, isDivided: false,
      base: FileReference(path: absolutePath(options.base), sha256: preparation.baseDigest),
      seed: options.training.seed, precision: training.precision,
      settings: try options.recorded().merging(plan.recorded()) { first, _ in first },
      commandLine: commandLine)
  }

  /// Optimizer steps of one round.
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
      classifier.withWeightsOfItsOwn(), settings: try training.settings(for: round.train),
      data: TrainingData(
        messages: messages, labels: data.labels, train: round.train, validation: []),
      features: features, batches: try options.batches(of: round.train.count))
  }

  /// The trained classifier's answers to a round's measured messages.
  ///
  /// - Throws: `TrainingError.diverged` when they are no numbers.
  func score(_ round: CrossValidationPlan.Round, by trainer: Trainer) throws -> ScoredPart {
    let logits = trainer.logits(at: round.measured)
    // The last update may have spoiled the weights.
    guard logits.sumOfSquares().isFinite else { throw TrainingError.diverged(step: trainer.step) }
    return try ScoredPart(
      logits: logits, labels: data.labels(at: round.measured), classes: data.classes)
  }
}

// MARK: - Rounds of earlier sessions

extension CrossValidationSetup {
  /// The rounds that an earlier session recorded, by number.
  ///
  /// An evaluation, its number and its predictions are one transaction, so a round is recorded whole or not
  /// at all; and as the predictions keep every bit of the probabilities, the metrics that are computed
  /// from them here are those of the session that trained it. A record that does not fit the round, which
  /// another program may have changed, does not count.
  ///
  /// - Throws: `RunDatabaseError`.
  func recordedRounds(of run: Run.ID, in database: RunDatabase) throws -> [CrossValidationRound] {
    try database.evaluations(of: run).compactMap { evaluation in
      let record = evaluation.record
      guard record.part == part, let number = record.step, rounds.indices.contains(number - 1),
        let metrics = metrics(
          of: rounds[number - 1], try database.predictions(of: evaluation.id), loss: record.loss)
      else { return nil }
      return CrossValidationRound(
        number: number, train: rounds[number - 1].train.count, metrics: metrics,
        seconds: record.seconds)
    }.sorted { $0.number < $1.number }
  }

  private func metrics(
    of round: CrossValidationPlan.Round, _ predictions: [PredictionRecord], loss: Double
  ) -> Evaluation? {
    let byRow = Dictionary(predictions.map { ($0.row, $0) }) { first, _ in first }
    // In the order of the round, on which the bootstrap depends.
    let found = round.measured.compactMap { index in
      byRow[data.messages[index].row].flatMap {
        $0.truth == data.classes.names[data.labels[index]] ? $0 : nil
      }
    }
    guard found.count == predictions.count, found.count == round.measured.count,
      found.allSatisfy({ $0.probabilities.count == data.classes.count })
    else { return nil }
    return try? ScoredPart.evaluation(
      labels: data.labels(at: round.measured), probabilities: found.map(\.probabilities),
      classes: data.classes, loss: loss)
  }
}
