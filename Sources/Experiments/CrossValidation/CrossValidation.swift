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
/// Features are computed once for all rounds. Rounds run side by side, one to a thread; each
/// gives the bits it would give alone. Whatever happens, the rounds that have ended are in the database, and
/// `CrossValidation(resuming:)` goes on with the others.
public final class CrossValidation {
  public typealias Event = RunEvent<Progress>

  /// How far the rounds are.
  public enum Progress: Sendable {
    /// A step of some round: steps taken in all rounds of this session, of all.
    case step(done: Int, total: Int)
    /// A round has ended and is recorded.
    case round(CrossValidationRound, of: Int)
  }

  public var name: String { session.run.name }
  /// Where `run.json` and the result are.
  public var folder: String { session.folder }
  public var data: LabelledDataset { setup.data }
  /// The file that records the run.
  public var databasePath: String { session.database.path }
  private let session: RunSession<CrossValidationManifest>
  private let setup: CrossValidationSetup
  private let cache: FeatureCache?

  /// Begins a new one.
  ///
  /// - Parameter options: Of one training. `data` names one file, all of which takes part.
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(
    _ options: TrainingOptions, plan: CrossValidationPlan, in destination: RunDestination
  ) throws {
    try destination.requireFree()
    setup = try CrossValidationSetup(options, plan)
    session = try RunSession(
      beginning: try setup.metadata(commandLine: destination.commandLine), in: destination,
      timer: PhaseTimer()
    ) { $0.usesCache = destination.usesCache }
    cache = destination.cache
  }

  /// Goes on with one that was interrupted or killed.
  ///
  /// - Parameters:
  ///   - nameOrFolder: The run's name in the database, or its folder.
  ///   - database: Where to look the name up; nil for the home's.
  /// - Throws: `KitError` when there is no such run, another process is at it, or data or base
  ///   changed since it began.
  public init(
    resuming nameOrFolder: String, database: String? = nil, home: Home = .standard
  ) throws {
    session = try RunSession(resuming: nameOrFolder, database: database, home: home)
    try session.requirePrecision()
    let manifest = session.manifest
    setup = try CrossValidationSetup(manifest.options, manifest.plan, begun: manifest)
    cache = manifest.cache(in: home)
  }

  /// Trains and measures every round that is not recorded yet.
  ///
  /// - Parameter report: Told of every event, one at a time; returns false to stop.
  /// - Returns: Nil when `report` asked to stop before the last round had ended.
  public func run(report: @escaping (Event) -> Bool) throws -> CrossValidationResult? {
    session.tell = { _ = report(.note($0)) }
    return try session.perform { () throws -> CrossValidationResult? in
      let found = try scoredRounds(report: report)
      guard found.count == setup.rounds.count else { return nil }
      let result = CrossValidationResult(
        run: name, plan: setup.plan, rounds: found,
        seconds: session.seconds.values.reduce(0, +),
        precisionCheck: session.manifest.precisionCheck)
      try session.database.append(
        evaluation: result.record(of: session.run.id, part: setup.part, data: data.reference))
      try AtomicFile.write(result: result, to: folder + "/cross-validation.json")
      return result
    }
  }

  /// The rounds that are recorded in the end, ascending.
  private func scoredRounds(
    report: @escaping (Event) -> Bool
  ) throws -> [CrossValidationRound] {
    let (database, run) = (session.database, session.run.id)
    // What is recorded after the rounds is made again; so is what precision has not been checked for.
    try database.rewind(run, toStep: session.manifest.awaitsCheck ? 0 : setup.rounds.count)
    let recorded = try setup.recordedRounds(of: run, in: database)
    for remark in setup.remarks { session.note(remark) }
    if !recorded.isEmpty {
      session.note("\(recorded.count) of \(setup.rounds.count) rounds are done already")
    }
    while true {
      let rounds = try CrossValidationSession(
        session, setup, recorded: recorded, report: report)
      try measure(in: rounds)
      switch try rounds.finish() {
      case .rounds(let found): return found
      case .tooImprecise: try session.startOverInFloat32()
      }
    }
  }

  private func measure(in rounds: CrossValidationSession) throws {
    let remaining = rounds.remaining
    guard !remaining.isEmpty else { return }
    let (preparation, messages) = (setup.preparation, setup.messages)
    let classifier = try preparation.classifier(
      on: setup.training.base.model(for: setup.options))
    var features: FrozenFeatures?
    if let depth = classifier.frozenDepth {
      features = try session.timer.time(.features) {
        let (found, remark) = try preparation.frozenFeatures(
          of: messages, classifier, depth: depth, precision: session.manifest.frozenPrecision,
          cache: cache
        ) {
          rounds.tell(.features(done: $0, total: messages.count))
        }
        session.note(remark)
        return found
      }
      guard features != nil else { return }
    }
    func work(_ place: Int) {
      rounds.attempt {
        try self.measure(round: remaining[place], classifier, features: features, in: rounds)
      }
    }
    session.timer.time(.train) {
      if fitSideBySide(classifier, count: remaining.count) {
        Parallel.forEach(remaining.count, work)
      } else {
        remaining.indices.forEach(work)
      }
    }
  }

  /// Whether a round per thread leaves at least half of the machine's memory free. A round keeps what
  /// learns, its gradients, and two moments and perhaps an average of it.
  private func fitSideBySide(_ classifier: SequenceClassifier, count: Int) -> Bool {
    let trained = classifier.trainableParameters.reduce(0) { $0 + $1.value.count }
    // Without frozen blocks, also the activations of a batch of the longest messages, 16 numbers for each
    // channel of a token in a block.
    let model = classifier.model.configuration
    let longest = setup.messages.map(\.count).max() ?? 0
    let rows = classifier.frozenDepth == nil ? setup.options.training.batchSize * longest : 0
    let activations = Double(rows) * 64 * Double(model.embeddingWidth * model.blockCount)
    let bytes = (Double(trained) * 20 + activations) * Double(min(Parallel.threads, count))
    return bytes < 0.5 * Double(ProcessInfo.processInfo.physicalMemory)
  }

  private func measure(
    round index: Int, _ classifier: SequenceClassifier, features: FrozenFeatures?,
    in rounds: CrossValidationSession
  ) throws {
    let start = ContinuousClock.now
    let round = setup.rounds[index]
    let trainer = try setup.trainer(of: round, classifier, features: features)
    let isFinished = try trainer.run(evaluating: false) { event in
      guard case .step = event else { return true }
      return rounds.tellStep()
    }
    guard isFinished else { return }
    // While the check is awaited nothing is recorded, so that the first round is among those to do.
    if index == 0 { try check(trainer, heldOut: round.measured, in: rounds) }
    let scored = try setup.score(round, by: trainer)
    try rounds.add(
      CrossValidationSession.Finding(
        round: CrossValidationRound(
          number: index + 1, train: round.train.count, metrics: scored.evaluation,
          seconds: start.duration(to: .now).inSeconds),
        predictions: scored.predictions(
          at: round.measured, of: data, storesText: setup.options.storesText)))
  }

  /// Settles whether the precision of frozen weights will do, where that is still to be found out.
  private func check(_ trainer: Trainer, heldOut: [Int], in rounds: CrossValidationSession) throws {
    let manifest = session.manifest
    guard manifest.awaitsCheck,
      let check = PrecisionCheck(manifest.frozenPrecision, of: trainer, heldOut: heldOut)
    else { return }
    rounds.tell(.note(check.sentence))
    let isPreciseEnough = check.allows(manifest.options.precision)
    // Before the first record that depends on it.
    if isPreciseEnough { try session.update { $0.precisionCheck = check } }
    try rounds.settle(isPreciseEnough: isPreciseEnough)
  }
}
