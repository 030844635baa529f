import ClassificationMetrics
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

/// One training method measured several times, each time on messages that it was not trained on.
///
/// The frozen part is computed once for all rounds. Rounds run side by side, one to a thread; each
/// gives the bits it would give alone.
public final class CrossValidation {
  public enum Event: Sendable {
    /// A remark for the user.
    case note(String)
    /// Messages that went through the frozen part, of all.
    case prefix(done: Int, total: Int)
    /// A step of some round: steps taken in all rounds, of all.
    case step(done: Int, total: Int)
    case round(CrossValidationRound, of: Int)
  }

  public let options: TrainingOptions
  public let plan: CrossValidationPlan
  public let data: PreparedData
  private let base: ModelFolder
  private let preparation: ClassifierPreparation
  private let messages: [[Int32]]
  private let rounds: [CrossValidationPlan.Round]
  private let remarks: [String]
  private let environment: TrainingEnvironment

  /// Checks everything that can be checked without work.
  ///
  /// - Parameter options: Of one training. `data` names one file, all of which takes part.
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(
    _ options: TrainingOptions, plan: CrossValidationPlan, in environment: TrainingEnvironment
  ) throws {
    try options.validate()
    try plan.validate()
    guard options.compatibility == nil else {
      throw KitError.badOption("--compat repeats one training; it goes with train only.")
    }
    guard options.pooling != .paddedLast || options.paddedLength != nil else {
      throw KitError.badOption(
        "--pooling padded-last needs --padded-length here: every round has another longest message."
      )
    }
    if let output = environment.output { try ModelWriter.requireFree(absolutePath(output)) }
    var reading = options.data
    // Each round balances what it trains on.
    reading.balance = .none
    data = try PreparedData(reading, seed: options.training.seed)
    _ = try data.settings(options.training, options.data, train: [])
    base = try ClassifierPreparation.openBase(options)
    rounds = try plan.rounds(of: data, options.data, seed: options.training.seed)
    preparation = try ClassifierPreparation(
      options: options, base: base, baseDigest: base.digest(), data: data, train: [])
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
    self.environment = environment
  }

  /// Trains and measures every round.
  ///
  /// - Parameter report: Told of every event, one at a time; returns false to stop.
  /// - Returns: Nil when `report` asked to stop before the last round had ended.
  public func run(report: @escaping (Event) -> Bool) throws -> CrossValidationResult? {
    let start = ContinuousClock.now
    let begun = try BegunRun(in: environment, facts: facts()) { run, _ in
      Plan(name: run.name, options: options, plan: plan)
    }
    func end(_ status: RunStatus, _ message: String? = nil) throws {
      try begun.database.updateStatus(
        of: begun.run.id, to: status, message: message,
        seconds: ["total": start.duration(to: .now).inSeconds],
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
    }
    do {
      let part = plan.measured == .test ? EvaluationPart.test : .validation
      let session = RoundSession(
        database: begun.database, run: begun.run, data: data, part: part, rounds: rounds.count,
        steps: rounds.reduce(0) { $0 + steps(of: $1) }, report: report)
      for remark in remarks { session.tell(.note(remark)) }
      try measure(in: session)
      let found = try session.finish()
      guard found.count == rounds.count else {
        try end(.interrupted)
        return nil
      }
      let result = CrossValidationResult(
        run: begun.run.name, plan: plan, rounds: found,
        seconds: start.duration(to: .now).inSeconds)
      try begun.database.append(
        evaluation: result.record(of: begun.run.id, part: part, data: data.reference))
      try writeJSON(result, to: begun.run.folder + "/cross-validation.json")
      try end(.finished)
      return result
    } catch {
      // What went wrong matters more than whether it could be recorded.
      try? end(.failed, "\(error)")
      throw error
    }
  }

  /// What the run's folder says of it: `run.json`.
  private struct Plan: Encodable {
    let name: String
    let options: TrainingOptions
    let plan: CrossValidationPlan
  }

  private func facts() throws -> RunFacts {
    let settings = try RunSettings.record(try JSONEncoder().encode(options))
      .merging(RunSettings.flattened(try JSONEncoder().encode(plan))) { first, _ in first }
    return RunFacts(
      kind: "cross-validate",
      base: FileReference(path: absolutePath(options.base), sha256: preparation.baseDigest),
      data: data.reference, classes: data.classes, positiveClass: data.positiveLabel,
      seed: options.training.seed, programVersion: SpamTune.version,
      commandLine: environment.commandLine, cores: Parallel.threads, precision: "float32",
      settings: settings)
  }

  private func steps(of round: CrossValidationPlan.Round) -> Int {
    let settings = options.training
    let batches = (round.train.count + settings.batchSize - 1) / settings.batchSize
    let accumulation = settings.gradientAccumulation
    return (batches + accumulation - 1) / accumulation * settings.epochs
  }

  private func measure(in session: RoundSession) throws {
    let classifier = try preparation.classifier(
      on: base.model(isCausal: options.hasCausalMask))
    var features: FrozenFeatures?
    if let depth = classifier.frozenDepth {
      let (found, remark) = try preparation.frozenFeatures(
        of: messages, classifier, depth: depth, precision: .float32, cache: environment.cache
      ) {
        session.tell(.prefix(done: $0, total: messages.count))
      }
      if let remark { session.tell(.note(remark)) }
      features = found
      guard features != nil else { return }
    }
    func work(_ index: Int) {
      session.attempt {
        try self.measure(round: index, classifier, features: features, in: session)
      }
    }
    if fitSideBySide(classifier) {
      Parallel.forEach(rounds.count, work)
    } else {
      rounds.indices.forEach(work)
    }
  }

  /// Whether a round per thread leaves at least half of the machine's memory free. A round keeps what
  /// learns, its gradients, and two moments and perhaps an average of it.
  private func fitSideBySide(_ classifier: SequenceClassifier) -> Bool {
    let trained = classifier.trainableParameters.reduce(0) { $0 + $1.value.count }
    let bytes = Double(trained) * 20 * Double(min(Parallel.threads, rounds.count))
    return bytes < 0.5 * Double(ProcessInfo.processInfo.physicalMemory)
  }

  private func measure(
    round index: Int, _ classifier: SequenceClassifier, features: FrozenFeatures?,
    in session: RoundSession
  ) throws {
    let start = ContinuousClock.now
    let (train, measured) = (rounds[index].train, rounds[index].measured)
    let settings = try data.settings(options.training, options.data, train: train)
    let order = try BatchOrder(
      count: train.count, batchSize: settings.batchSize, seed: settings.seed,
      shuffles: options.data.shuffles)
    let trainer = try Trainer(
      classifier.withWeightsOfItsOwn(), settings: settings,
      data: TrainingData(messages: messages, labels: data.labels, train: train, validation: []),
      features: features, batches: order.batches(epoch:))
    let isFinished = try trainer.run(evaluating: false) { event in
      guard case .step = event else { return true }
      return session.tellStep()
    }
    guard isFinished else { return }
    let logits = trainer.logits(at: measured)
    // The last update may have spoiled the weights.
    guard logits.sumOfSquares().isFinite else { throw TrainingError.diverged(step: trainer.step) }
    let measurement = try Measurement(
      logits: logits, labels: data.labels(at: measured), classes: data.classes,
      positiveLabel: data.positiveLabel)
    try session.add(
      RoundSession.Finding(
        round: CrossValidationRound(
          number: index + 1, train: train.count, metrics: measurement.evaluation,
          seconds: start.duration(to: .now).inSeconds),
        predictions: measurement.predictions(
          rows: measured.map { data.rows[$0] }, texts: measured.map { data.texts[$0] },
          storesText: options.storesText)))
  }
}
