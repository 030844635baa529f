import ClassificationMetrics
import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

/// One training method measured several times, each time on messages that it was not trained on.
///
/// The frozen part is computed once for all rounds. Rounds run side by side, one to a thread; each
/// gives the bits it would give alone. Whatever happens, the rounds that have ended are in the database, and
/// `CrossValidation(resuming:)` goes on with the others.
public final class CrossValidation {
  public enum Event: Sendable {
    /// A remark for the user.
    case note(String)
    /// Messages that went through the frozen part, of all.
    case prefix(done: Int, total: Int)
    /// A step of some round: steps taken in all rounds of this session, of all.
    case step(done: Int, total: Int)
    /// A round has ended and is recorded.
    case round(CrossValidationRound, of: Int)
  }

  public var name: String { run.name }
  /// Where `run.json` and the result are.
  public let folder: String
  public var data: LabelledDataset { material.data }
  /// The file that records the run.
  public var databasePath: String { database.path }
  private let material: RoundMaterial
  private let database: RunDatabase
  private let run: Run
  private let lock: RunLock
  private let cache: FeatureCache?
  private var runPlan: CrossValidationRunPlan

  /// Begins a new one.
  ///
  /// - Parameter options: Of one training. `data` names one file, all of which takes part.
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(
    _ options: TrainingOptions, plan: CrossValidationPlan, in environment: TrainingEnvironment
  ) throws {
    if let output = environment.output { try RunPlaces.requireFree(absolutePath(output)) }
    material = try RoundMaterial(options, plan)
    let facts = try material.facts(commandLine: environment.commandLine)
    let begun = try BegunRun(in: environment, facts: facts) { run, database in
      var runPlan = try CrossValidationRunPlan(
        of: run, options: options, plan: plan, database: database.path)
      runPlan.usesCache = environment.usesCache
      return runPlan
    }
    (database, run, lock) = (begun.database, begun.run, begun.lock)
    folder = run.folder
    cache = environment.cache
    runPlan = try CrossValidationRunPlan(folder: folder)
  }

  /// Goes on with one that was interrupted or killed.
  ///
  /// - Parameters:
  ///   - nameOrFolder: The run's name in the database, or its folder.
  ///   - path: Where to look the name up; nil for the home's.
  /// - Throws: `KitError` when there is no such run, another process is at it, or data or base
  ///   changed since it began.
  public init(
    resuming nameOrFolder: String, database path: String? = nil, home: Home = .standard
  ) throws {
    folder = try RunLookup.folderToResume(nameOrFolder, database: path ?? home.database) {
      try CrossValidationRunPlan(of: $0, database: $1)
    }
    lock = try RunLock(folder: folder)
    runPlan = try CrossValidationRunPlan(folder: folder)
    try runPlan.precision.require(toResume: runPlan.name)
    material = try RoundMaterial(runPlan.options, runPlan.plan, begun: runPlan)
    cache = runPlan.usesCache ?? false ? FeatureCache(folder: home.featureCache) : nil
    database = try RunLookup.existing(database: path ?? runPlan.database)
    guard let run = try database.run(named: runPlan.name) else {
      throw KitError.noSuchRun(runPlan.name)
    }
    self.run = run
    // A kill may have come between starting over in another precision and recording it.
    try database.update(precision: runPlan.precision.rawValue, of: run.id)
  }

  /// Trains and measures every round that is not recorded yet.
  ///
  /// - Parameter report: Told of every event, one at a time; returns false to stop.
  /// - Returns: Nil when `report` asked to stop before the last round had ended.
  public func run(report: @escaping (Event) -> Bool) throws -> CrossValidationResult? {
    let start = ContinuousClock.now
    /// Over all sessions that could say how long they took.
    var seconds: Double { (run.seconds["total"] ?? 0) + start.duration(to: .now).inSeconds }
    func end(_ status: RunStatus, _ message: String? = nil) throws {
      try database.updateStatus(
        of: run.id, to: status, message: message, seconds: ["total": seconds],
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
    }
    do {
      try database.updateStatus(of: run.id, to: .running)
      let found = try measuredRounds(report: report)
      guard found.count == material.rounds.count else {
        try end(.interrupted)
        return nil
      }
      let result = CrossValidationResult(
        run: name, plan: material.plan, rounds: found, seconds: seconds,
        precisionCheck: runPlan.precisionCheck)
      try database.append(
        evaluation: result.record(
          of: run.id, part: material.part, data: material.data.reference))
      try AtomicFile.write(json: result, to: folder + "/cross-validation.json")
      try end(.finished)
      return result
    } catch {
      // What went wrong matters more than whether it could be recorded.
      try? end(.failed, "\(error)")
      throw error
    }
  }

  /// The rounds that are recorded in the end, ascending.
  private func measuredRounds(
    report: @escaping (Event) -> Bool
  ) throws -> [CrossValidationRound] {
    // What is recorded after the rounds is made again; so is what precision has not been checked for.
    try database.rewind(run.id, toStep: runPlan.awaitsCheck ? 0 : material.rounds.count)
    let recorded = try material.recordedRounds(of: run.id, in: database)
    for remark in material.remarks { _ = report(.note(remark)) }
    if !recorded.isEmpty {
      _ = report(.note("\(recorded.count) of \(material.rounds.count) rounds are done already"))
    }
    while true {
      let session = try RoundSession(
        database: database, run: run, material: material, recorded: recorded,
        awaitsCheck: runPlan.awaitsCheck, report: report)
      try measure(in: session)
      switch try session.finish() {
      case .rounds(let rounds): return rounds
      case .tooImprecise:
        _ = report(.note("that is more than \(PrecisionCheck.limit): starting over in float32"))
        try startOver()
      }
    }
  }

  /// In this order a kill at any moment leaves a run that can be resumed, one way or the other.
  private func startOver() throws {
    runPlan.options.precision = .float32
    runPlan.precision = .float32
    try runPlan.write(to: folder)
    try database.update(precision: runPlan.precision.rawValue, of: run.id)
  }

  private func measure(in session: RoundSession) throws {
    let remaining = session.remaining
    guard !remaining.isEmpty else { return }
    let (preparation, messages) = (material.preparation, material.messages)
    let classifier = try preparation.classifier(
      on: material.base.model(for: runPlan.options))
    var features: FrozenFeatures?
    if let depth = classifier.frozenDepth {
      let (found, remark) = try preparation.frozenFeatures(
        of: messages, classifier, depth: depth, precision: runPlan.precision, cache: cache
      ) {
        session.tell(.prefix(done: $0, total: messages.count))
      }
      if let remark { session.tell(.note(remark)) }
      features = found
      guard features != nil else { return }
    }
    func work(_ place: Int) {
      session.attempt {
        try self.measure(round: remaining[place], classifier, features: features, in: session)
      }
    }
    if fitSideBySide(classifier, count: remaining.count) {
      Parallel.forEach(remaining.count, work)
    } else {
      remaining.indices.forEach(work)
    }
  }

  /// Whether a round per thread leaves at least half of the machine's memory free. A round keeps what
  /// learns, its gradients, and two moments and perhaps an average of it.
  private func fitSideBySide(_ classifier: SequenceClassifier, count: Int) -> Bool {
    let trained = classifier.trainableParameters.reduce(0) { $0 + $1.value.count }
    // Without frozen blocks, also the activations of a batch of the longest messages, 16 numbers for each
    // channel of a token in a block.
    let model = classifier.model.configuration
    let longest = material.messages.map(\.count).max() ?? 0
    let rows = classifier.frozenDepth == nil ? runPlan.options.training.batchSize * longest : 0
    let activations = Double(rows) * 64 * Double(model.embeddingWidth * model.blockCount)
    let bytes = (Double(trained) * 20 + activations) * Double(min(Parallel.threads, count))
    return bytes < 0.5 * Double(ProcessInfo.processInfo.physicalMemory)
  }

  private func measure(
    round index: Int, _ classifier: SequenceClassifier, features: FrozenFeatures?,
    in session: RoundSession
  ) throws {
    let start = ContinuousClock.now
    let round = material.rounds[index]
    let trainer = try material.trainer(of: round, classifier, features: features)
    let isFinished = try trainer.run(evaluating: false) { event in
      guard case .step = event else { return true }
      return session.tellStep()
    }
    guard isFinished else { return }
    // While the check is awaited nothing is recorded, so that the first round is among those to do.
    if index == 0 { try check(trainer, heldOut: round.measured, in: session) }
    let measurement = try material.measurement(of: round, by: trainer)
    try session.add(
      RoundSession.Finding(
        round: CrossValidationRound(
          number: index + 1, train: round.train.count, metrics: measurement.evaluation,
          seconds: start.duration(to: .now).inSeconds),
        predictions: material.predictions(of: round, measurement)))
  }

  /// Settles whether the precision of frozen weights will do, where that is still to be found out.
  private func check(_ trainer: Trainer, heldOut: [Int], in session: RoundSession) throws {
    guard runPlan.awaitsCheck,
      let check = PrecisionCheck(runPlan.precision, of: trainer, heldOut: heldOut)
    else { return }
    session.tell(.note(check.sentence))
    let isPreciseEnough = runPlan.options.precision != .auto || check.isWithinLimit
    if isPreciseEnough {
      // Before the first record that depends on it.
      runPlan.precisionCheck = check
      try runPlan.write(to: folder)
    }
    try session.settle(isPreciseEnough: isPreciseEnough)
  }
}
