import ClassifierModels
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase

/// Language-model training from texts to a base model: from random weights, or from a base that is
/// to be adapted.
public final class PretrainingRun {
  public var name: String { session.run.name }
  public var folder: String { session.folder }
  public var options: PretrainingOptions { session.manifest.options }
  public var trainer: LanguageModelTrainer { corpus.trainer }
  /// The file that records the run.
  public var databasePath: String { session.database.path }
  private let session: RunSession<PretrainingManifest>
  private let corpus: TokenizedCorpus

  /// Begins a new run.
  ///
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(_ options: PretrainingOptions, in destination: RunDestination) throws {
    try options.validate()
    try destination.requireFree()
    let timer = PhaseTimer()
    corpus = try TokenizedCorpus(options, timer: timer)
    let metadata = RunMetadata(
      kind: PretrainingManifest.kind, base: try options.start.base(),
      data: corpus.reference, classes: [], seed: options.training.seed,
      programVersion: SpamTune.version, commandLine: destination.commandLine,
      cores: Parallel.threads, precision: Precision.float32.rawValue,
      settings: try options.recorded())
    session = try RunSession(beginning: metadata, in: destination, timer: timer)
  }

  /// Goes on with a run that was interrupted or killed.
  ///
  /// - Parameters:
  ///   - nameOrFolder: The run's name in the database, or its folder.
  ///   - database: Where to look the name up; nil for the home's.
  /// - Throws: `KitError` when there is no such run, another process is at it, or texts or start
  ///   changed since it began.
  public init(
    resuming nameOrFolder: String, database: String? = nil, home: Home = .standard
  ) throws {
    session = try RunSession(resuming: nameOrFolder, database: database, home: home)
    let manifest = session.manifest
    let start = manifest.options.start
    let digest = try start.digest(weights: start.base()?.sha256)
    try manifest.require(start.places, isUnchanged: digest == manifest.startDigest)
    corpus = try TokenizedCorpus(manifest.options, timer: session.timer)
    try manifest.require(
      corpus.reference.path, isUnchanged: corpus.reference.sha256 == manifest.textDigest)
    _ = try session.restore(epoch: { _ in 0 }, corpus.trainer.restore)
  }

  /// Trains and saves the base.
  ///
  /// - Parameter report: Returns false to stop.
  /// - Returns: False when `report` asked to stop; what was learned until then is saved.
  public func run(report: (LanguageModelEvent) -> Bool) throws -> Bool {
    let end: Void? = try session.perform {
      let isFinished = try session.timer.time(.train) {
        try trainer.run(checkpoints: session.checkpoints) { event in
          try record(event)
          return report(event)
        }
      }
      guard isFinished else { return nil }
      try session.timer.time(.save) {
        try ModelWriter.save(
          trainer.model, tokenizer: corpus.tokenizer,
          type: options.isHalfPrecision ? .float16 : .float32, to: folder)
      }
      return ()
    }
    return end != nil
  }

  private func record(_ event: LanguageModelEvent) throws {
    switch event {
    case .step(let step):
      try session.steps.append(step)
    case .validation(let step, let loss):
      try session.database.append(
        evaluation: EvaluationRecord(
          run: session.run.id, part: .validation, step: step, data: corpus.reference, classes: [],
          examples: trainer.validationTokens, loss: loss, seconds: 0,
          metrics: [MetricRecord(name: "perplexity", value: exp(loss))]))
    case .checkpoint(let event):
      try session.steps.record(event, epoch: 0)
    }
  }
}

/// What a pretraining's folder remembers: `run.json`.
struct PretrainingManifest: ResumableManifest {
  static let kind = "pretrain"

  let name: String
  let options: PretrainingOptions
  let database: String
  let textDigest: String
  /// Of everything that the run starts from: configuration, tokenizer, and the weights of a base.
  let startDigest: String
  let programVersion: String

  init(of run: Run, database: String) throws {
    name = run.name
    var options: PretrainingOptions = try run.options(in: database)
    options.training.seed = run.facts.seed
    self.options = options
    self.database = database
    textDigest = run.facts.data?.sha256 ?? ""
    startDigest = try options.start.digest(weights: run.facts.base?.sha256)
    programVersion = SpamTune.version
  }
}
