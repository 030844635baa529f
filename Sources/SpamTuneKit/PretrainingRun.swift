import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import GPT2Tokenizer
import RunDatabase
import TextDatasets

/// Language-model training from texts to a base model: from random weights, or from a base that is
/// to be adapted.
public final class PretrainingRun {
  public let name: String
  public let folder: String
  public let options: PretrainingOptions
  public let trainer: LanguageModelTrainer
  /// The file that records the run.
  public var databasePath: String { database.path }
  private let tokenizer: BytePairTokenizer
  private let database: RunDatabase
  private let run: Run
  private let steps: StepLog
  private let lock: RunLock
  private let texts: FileReference
  private let earlierSeconds: [String: Double]
  private var timer = PhaseTimer()

  /// What a pretraining's folder remembers: `run.json`.
  private struct Plan: ResumablePlan {
    static let kind = "pretrain"
    var name: String
    var options: PretrainingOptions
    var database: String
    var textDigest: String
    var startDigest: String
    var programVersion: String
  }

  /// Begins a new run.
  public init(_ options: PretrainingOptions, in environment: TrainingEnvironment) throws {
    try options.validate()
    if let output = environment.output { try RunPlaces.requireFree(absolutePath(output)) }
    let prepared = try Self.prepare(options, timer: &timer)
    let start = try options.start.digests()
    let facts = RunFacts(
      kind: "pretrain", base: start.base, data: prepared.reference,
      classes: [], seed: options.training.seed, programVersion: SpamTune.version,
      commandLine: environment.commandLine, cores: Parallel.threads, precision: "float32",
      settings: try options.recorded())
    let begun = try BegunRun(in: environment, facts: facts) { run, database in
      Plan(
        name: run.name, options: options, database: database.path,
        textDigest: prepared.reference.sha256, startDigest: start.all,
        programVersion: SpamTune.version)
    }
    (database, run, lock) = (begun.database, begun.run, begun.lock)
    steps = StepLog(database: database, run: run.id)
    (name, folder, self.options) = (run.name, run.folder, options)
    (tokenizer, trainer, texts) = (prepared.tokenizer, prepared.trainer, prepared.reference)
    earlierSeconds = [:]
  }

  /// Goes on with a run that was interrupted or killed.
  public init(resuming nameOrFolder: String, database: String? = nil, home: Home = .standard) throws
  {
    folder = try RunLookup.folder(nameOrFolder, database: database ?? home.database)
    lock = try RunLock(folder: folder)
    let plan = try Plan(folder: folder)
    (name, options) = (plan.name, plan.options)
    guard try plan.options.start.digests().all == plan.startDigest else {
      throw KitError.changed(plan.options.start.places, since: "run \(plan.name) began")
    }
    let prepared = try Self.prepare(plan.options, timer: &timer)
    guard prepared.reference.sha256 == plan.textDigest else {
      throw KitError.changed(prepared.reference.path, since: "run \(plan.name) began")
    }
    self.database = try RunLookup.existing(database: database ?? plan.database)
    guard let run = try self.database.run(named: plan.name) else {
      throw KitError.noSuchRun(plan.name)
    }
    self.run = run
    steps = StepLog(database: self.database, run: run.id)
    (tokenizer, trainer, texts) = (prepared.tokenizer, prepared.trainer, prepared.reference)
    earlierSeconds = run.seconds
    let checkpoints = CheckpointFolder(path: folder + "/" + RunPlaces.checkpoints)
    let checkpoint = try checkpoints.newest()
    if let checkpoint { try trainer.restore(from: checkpoint) }
    // A kill may have come between writing this one and removing an older one.
    checkpoints.removeSuperfluous()
    try self.database.rewind(run.id, toStep: trainer.step)
    if let checkpoint { try self.database.record(checkpoint, epoch: 0, of: run.id) }
  }

  /// Trains and saves the base.
  ///
  /// - Parameter report: Returns false to stop.
  /// - Returns: False when `report` asked to stop; what was learned until then is saved.
  public func run(report: (LanguageModelEvent) -> Bool) throws -> Bool {
    do {
      try database.updateStatus(of: run.id, to: .running)
      let isFinished = try timer.time(.train) {
        try trainer.run(
          checkpoints: CheckpointFolder(path: folder + "/" + RunPlaces.checkpoints)
        ) { event in
          try record(event)
          return report(event)
        }
      }
      if isFinished {
        try timer.time(.save) {
          try ModelWriter.save(
            trainer.model, tokenizer: tokenizer,
            type: options.isHalfPrecision ? .float16 : .float32, to: folder)
        }
      }
      try database.updateStatus(
        of: run.id, to: isFinished ? .finished : .interrupted, seconds: seconds,
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
      return isFinished
    } catch {
      try? steps.flush()
      _ = try? database.updateStatus(
        of: run.id, to: .failed, message: "\(error)", seconds: seconds,
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
      throw error
    }
  }

  private var seconds: [String: Double] {
    earlierSeconds.merging(timer.seconds) { $0 + $1 }
  }

  private func record(_ event: LanguageModelEvent) throws {
    switch event {
    case .step(let step):
      try steps.append(step)
    case .validation(let step, let loss):
      try database.append(
        evaluation: EvaluationRecord(
          run: run.id, part: .validation, step: step, data: texts, classes: [],
          examples: trainer.validationTokens, loss: loss, seconds: 0,
          metrics: [MetricRecord(name: "perplexity", value: exp(loss))]))
    case .checkpoint(let event):
      try steps.record(event, epoch: 0)
    }
  }

  private struct Prepared {
    let tokenizer: BytePairTokenizer
    let trainer: LanguageModelTrainer
    let reference: FileReference
  }

  private static func prepare(
    _ options: PretrainingOptions, timer: inout PhaseTimer
  ) throws -> Prepared {
    let (loaded, tokenizer) = try timer.time(.load) {
      try options.start.open(seed: options.training.seed)
    }
    var model = loaded
    model.forEachParameter { $0.setTrainable(true) }
    guard let endOfText = tokenizer.endOfText else {
      throw KitError.badOption(
        "The tokenizer has no <|endoftext|> token, which must end every document.")
    }
    let context = model.configuration.contextLength
    var train = TokenSequences(contextLength: context, endOfText: endOfText)
    var validation = train
    var draw = Philox(seed: options.training.seed, for: .splitting)
    try timer.time(.tokenise) {
      for text in options.texts {
        for document in try TextDocuments(path: text.path, layout: options.layout).texts {
          let isHeldOut = Double(draw.next() >> 11) * 0x1p-53 < options.validationShare
          let ids = tokenizer.encode(document)
          if isHeldOut { validation.append(ids) } else { train.append(ids, weight: text.weight) }
        }
      }
    }
    let digests = try options.texts.map { try FileDigest.of(path: $0.path).sha256 }
    return Prepared(
      tokenizer: tokenizer,
      trainer: try LanguageModelTrainer(
        model, settings: options.training, train: train, validation: validation),
      reference: FileReference(
        path: options.texts.map(\.path).joined(separator: "; "),
        sha256: SHA256Sum.joining(digests)))
  }
}
