import ClassificationMetrics
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase
import Synchronization
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
  private let remark: String?
  private let rounds: [CrossValidationPlan.Round]
  private let databasePath: String
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
    if let output = environment.output { try ModelWriter.requireFree(absolutePath(output)) }
    var reading = options.data
    // Each round balances what it trains on.
    reading.balance = .none
    data = try PreparedData(reading, seed: options.training.seed)
    base = try ClassifierPreparation.openBase(options)
    rounds = try plan.rounds(of: data, seed: options.training.seed)
    preparation = try ClassifierPreparation(
      options: options, base: base, data: data, train: Array(data.texts.indices))
    (messages, remark) = try preparation.encodedMessages()
    self.options = options
    self.plan = plan
    self.environment = environment
    databasePath = environment.databasePath
  }

  /// Trains and measures every round.
  ///
  /// - Parameter report: Told of every event, one at a time; returns false to stop.
  /// - Returns: Nil when `report` asked to stop.
  public func run(report: @escaping (Event) -> Bool) throws -> CrossValidationResult? {
    let start = ContinuousClock.now
    let (database, run) = try begin()
    var seconds: [String: Double] { ["total": start.duration(to: .now).inSeconds] }
    do {
      let session = RoundSession(
        database: database, run: run, data: data, part: evaluationPart, report: report)
      if let remark { session.tell(.note(remark)) }
      guard try measure(in: session) else {
        try database.updateStatus(
          of: run.id, to: .interrupted, seconds: seconds,
          peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
        return nil
      }
      let total = start.duration(to: .now).inSeconds
      let result = CrossValidationResult(
        run: run.name, plan: plan, rounds: session.rounds,
        pooled: try session.pooled(seconds: total), seconds: total)
      try writeJSON(result, to: run.folder + "/cross-validation.json")
      try database.updateStatus(
        of: run.id, to: .finished, seconds: seconds, peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
      return result
    } catch {
      // What went wrong matters more than whether it could be recorded.
      _ = try? database.updateStatus(
        of: run.id, to: .failed, message: "\(error)", seconds: seconds,
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
      throw error
    }
  }

  private var evaluationPart: EvaluationPart {
    plan.measured == .test ? .test : .validation
  }

  /// Records the run and makes its folder.
  private func begin() throws -> (RunDatabase, Run) {
    try FileManager.default.createDirectory(
      atPath: (databasePath as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true)
    let database = try RunDatabase(path: databasePath)
    var settings = try RunSettings.record(try JSONEncoder().encode(options))
    settings.merge(try RunSettings.record(try JSONEncoder().encode(plan))) { first, _ in first }
    let run = try database.createRun(
      named: environment.name,
      folder: environment.output.map { .at(absolutePath($0)) } ?? .inside(environment.home.runs),
      facts: RunFacts(
        kind: "cross-validate",
        base: FileReference(path: absolutePath(options.base), sha256: try base.digest()),
        data: data.reference, classes: data.classes, positiveClass: data.positiveLabel,
        seed: options.training.seed, programVersion: SpamTune.version,
        commandLine: environment.commandLine, cores: Parallel.threads, precision: "float32",
        settings: settings))
    do {
      try FileManager.default.createDirectory(
        atPath: run.folder, withIntermediateDirectories: true)
    } catch {
      // The run cannot begin: its record must not look as if it had.
      _ = try? database.delete(run.id)
      throw error
    }
    return (database, run)
  }

  /// - Returns: False when the session was asked to stop.
  private func measure(in session: RoundSession) throws -> Bool {
    let first = try preparation.classifier(on: base.model())
    var features: FrozenFeatures?
    if let depth = first.frozenDepth {
      try preparation.requireRoom(for: messages, depth)
      let progress = PrefixProgress()
      features = first.frozenFeatures(of: messages, depth: depth) { count in
        progress.add(count) { session.tell(.prefix(done: $0, total: self.messages.count)) }
      }
      guard features != nil else { return false }
    }
    func work(_ index: Int) {
      session.attempt { try self.measure(round: index, features: features, in: session) }
    }
    if fitSideBySide(first) {
      Parallel.forEach(rounds.count, work)
    } else {
      rounds.indices.forEach(work)
    }
    return try session.finish()
  }

  /// Whether a round per thread leaves at least half of the machine's memory free. A round keeps
  /// what learns, its gradients, and two moments of them.
  private func fitSideBySide(_ classifier: SequenceClassifier) -> Bool {
    let trained = classifier.trainableParameters.reduce(0) { $0 + $1.value.count }
    let bytes = Double(trained) * 16 * Double(min(Parallel.threads, rounds.count))
    return bytes < 0.5 * Double(ProcessInfo.processInfo.physicalMemory)
  }

  private func measure(
    round index: Int, features: FrozenFeatures?, in session: RoundSession
  ) throws {
    let start = ContinuousClock.now
    let round = rounds[index]
    let train = trainingMessages(of: round)
    var settings = options.training
    if options.data.balance == .classWeights {
      settings.classWeights = Balancing.classWeights(counts: counts(of: train))
    }
    let order = try BatchOrder(
      count: train.count, batchSize: settings.batchSize, seed: settings.seed,
      shuffles: options.data.shuffles)
    // Weights of its own for every round: those that are not mapped are changed in place.
    let trainer = try Trainer(
      preparation.classifier(on: base.model()), settings: settings,
      data: TrainingData(messages: messages, labels: data.labels, train: train, validation: []),
      features: features, batches: order.batches(epoch:))
    let isFinished = try trainer.run(evaluating: false) { event in
      guard case .step(let step) = event else { return true }
      return session.tellStep(total: step.totalSteps * rounds.count)
    }
    guard isFinished else { return }
    let measurement = try Measurement(
      logits: trainer.logits(at: round.measured), labels: data.labels(at: round.measured),
      classes: data.classes, positiveLabel: data.positiveLabel)
    let predictions = measurement.predictions(
      rows: round.measured.map { data.rows[$0] }, texts: round.measured.map { data.texts[$0] },
      storesText: options.storesText)
    let finding = CrossValidationRound(
      number: index + 1, train: train.count, metrics: measurement.evaluation,
      seconds: start.duration(to: .now).inSeconds)
    try session.add(
      RoundSession.Finding(round: finding, measurement: measurement, predictions: predictions),
      of: rounds.count)
  }

  private func trainingMessages(of round: CrossValidationPlan.Round) -> [Int] {
    guard options.data.balance == .undersample else { return round.train }
    var generator = Philox(seed: options.training.seed, for: .balancing)
    return Balancing.undersample(
      labels: round.train.map { data.labels[$0] }, using: &generator
    ).map { round.train[$0] }
  }

  private func counts(of indices: [Int]) -> [Int] {
    indices.reduce(into: Array(repeating: 0, count: data.classes.count)) {
      $0[data.labels[$1]] += 1
    }
  }
}
