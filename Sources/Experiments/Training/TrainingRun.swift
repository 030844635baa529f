import ClassificationMetrics
import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import RunDatabase
import TextDatasets

/// One fine-tuning from labelled messages and a base model to a saved, evaluated classifier.
///
///     let run = try TrainingRun(options, in: destination)
///     let result = try run.run { event in … ; return true }
///
/// `init` checks everything that can be checked without work. Whatever happens later, the run's
/// folder holds the newest checkpoint, and `TrainingRun(resuming:)` goes on from there.
public final class TrainingRun {
  public typealias Event = RunEvent<TrainingEvent>

  public var name: String { session.run.name }
  /// Folder of the run and its model.
  public var folder: String { session.folder }
  public var options: TrainingOptions { session.manifest.options }
  public var data: LabelledDataset { plan.data }
  /// The file that records the run.
  public var databasePath: String { session.database.path }
  private let session: RunSession<TrainingManifest>
  private let plan: TrainingPlan
  private let base: TrainingBase
  /// The base's transformer, until training takes it.
  private var model: GPT2Model?
  private let recorder: TrainingRecorder
  private let cache: FeatureCache?

  /// Begins a new run.
  ///
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(_ options: TrainingOptions, in destination: RunDestination) throws {
    try destination.requireFree()
    let timer = PhaseTimer()
    let plan = try timer.time(.load) { try TrainingPlan(options) }
    let base = try timer.time(.load) { try TrainingBase(plan) }
    model = try timer.time(.load) { try base.model() }
    let metadata = RunMetadata(
      kind: TrainingManifest.kind, data: plan.data, base: base.file, seed: options.training.seed,
      precision: plan.precision, settings: try options.recorded(),
      commandLine: destination.commandLine)
    session = try RunSession(beginning: metadata, in: destination, timer: timer) {
      $0.usesCache = destination.usesCache
    }
    cache = destination.cache
    recorder = TrainingRecorder(session.steps, data: plan.data)
    (self.plan, self.base) = (plan, base)
  }

  /// Goes on with a run that was interrupted or killed.
  ///
  /// - Parameters:
  ///   - nameOrFolder: The run's name in the database, or its folder.
  ///   - database: Where to look the name up; nil for the home's.
  /// - Throws: `KitError` when there is no such run, another process is at it, or data or base
  ///   changed since it began.
  public init(
    resuming nameOrFolder: String, database: String? = nil, home: Home = .standard
  ) throws {
    let session = try RunSession<TrainingManifest>(
      resuming: nameOrFolder, database: database, home: home)
    let manifest = session.manifest
    try session.requirePrecision()
    var inputs = TrainingInputs()
    let plan = try session.timer.time(.load) {
      try TrainingPlan(manifest.options, from: &inputs, verify: manifest.requireUnchanged)
    }
    let base = try session.timer.time(.load) { try TrainingBase(plan) }
    try manifest.requireUnchangedBase(base.digest)
    model = try session.timer.time(.load) { try base.model() }
    cache = manifest.cache(in: home)
    recorder = TrainingRecorder(session.steps, data: plan.data)
    (self.session, self.plan, self.base) = (session, plan, base)
  }

  /// Trains, evaluates and saves.
  ///
  /// - Parameter report: Told of every event, from any thread; returns false to stop.
  /// - Returns: Nil when `report` asked to stop; what was learned until then is saved.
  public func run(report: @escaping (Event) -> Bool) throws -> TrainingResult? {
    session.tell = { _ = report(.note($0)) }
    return try session.perform { () throws -> TrainingResult? in
      let preparation = try ClassifierPreparation(
        options: options, base: base.folder, baseDigest: base.digest, data: data,
        train: data.split.train)
      guard let (trainer, check) = try learn(preparation, report: report) else { return nil }
      return try result(of: trainer, check, configuration: preparation.configuration)
    }
  }

  // MARK: - Learning

  /// Trains, and once more in float32 where `auto` began in a precision that moves answers too far.
  ///
  /// - Returns: Nil when `report` asked to stop.
  private func learn(
    _ preparation: ClassifierPreparation, report: (Event) -> Bool
  ) throws -> (Trainer, PrecisionCheck?)? {
    let (messages, remark) = try session.timer.time(.tokenise) { try preparation.encodedMessages() }
    session.note(remark)
    if preparation.hasHead {
      session.note("the base has a head for these classes: training goes on from it")
    }
    while true {
      guard let trainer = try trained(preparation, messages, report: report) else { return nil }
      let check = session.timer.time(.evaluate) {
        PrecisionCheck(
          session.manifest.frozenPrecision, of: trainer,
          heldOut: data.split.validation + data.split.test)
      }
      session.note(check?.sentence)
      if check?.allows(options.precision) ?? true { return (trainer, check) }
      try session.startOverInFloat32()
    }
  }

  /// Trains from the newest checkpoint, or from the start where there is none.
  ///
  /// - Returns: Nil when `report` asked to stop.
  private func trained(
    _ preparation: ClassifierPreparation, _ messages: [[Int32]], report: (Event) -> Bool
  ) throws -> Trainer? {
    let classifier = try preparation.classifier(on: try model.take() ?? base.model())
    var features: FrozenFeatures?
    if let depth = classifier.frozenDepth {
      features = try session.timer.time(.features) {
        let (found, remark) = try preparation.frozenFeatures(
          of: messages, classifier, depth: depth, precision: session.manifest.frozenPrecision,
          cache: cache
        ) {
          report(.features(done: $0, total: messages.count))
        }
        session.note(remark)
        return found
      }
      if features == nil { return nil }
    }
    let trainer = try Trainer(
      classifier, settings: try plan.settings(for: data.split.train),
      data: TrainingData(
        messages: messages, labels: data.labels, train: data.split.train,
        validation: data.split.validation, positiveClass: data.classes.positive),
      features: features, batches: try options.batches(of: data.split.train.count))
    if session.isResumed { try resume(trainer) }
    recorder.begin()
    let isFinished = try session.timer.time(.train) {
      try trainer.run(checkpoints: session.checkpoints) { event in
        try recorder.record(event)
        return report(.training(event))
      }
    }
    session.timer.move(trainer.evaluationTime, from: .train, to: .evaluate)
    return isFinished ? trainer : nil
  }

  private func resume(_ trainer: Trainer) throws {
    let step = try session.restore(
      epoch: { ($0 + trainer.stepsPerEpoch - 1) / trainer.stepsPerEpoch }, trainer.restore)
    session.note(
      step == nil
        ? "no checkpoint yet: starting from the first step"
        : "resuming after step \(trainer.step) of \(trainer.totalSteps)")
  }

  // MARK: - What was learned

  /// Decides on the answers, saves the model, measures it on every part, and writes down what it has to show.
  private func result(
    of trainer: Trainer, _ check: PrecisionCheck?, configuration: ModelConfigurationFile
  ) throws -> TrainingResult {
    if let selection = options.training.selection {
      let step = trainer.selectedStep.map { "the weights of step \($0) are kept, the best by" }
      session.note(
        "\(step ?? "the last weights are kept: there was no") \(selection.criterion) on the validation part"
      )
    }
    var configuration = configuration
    configuration.classifier?.checkedPrecision = check?.precision
    let decision = try session.timer.time(.evaluate) { try decide(trainer) }
    let model = try session.timer.time(.save) {
      // Before the file that makes the folder a model.
      try decision.write(to: folder)
      return try base.save(trainer.classifier, configuration, to: folder)
    }
    let evaluations = try session.timer.time(.evaluate) {
      try session.measureParts(of: data, model: model, storesText: options.storesText) { indices in
        try ScoredPart(
          logits: trainer.logits(at: indices), labels: data.labels(at: indices),
          classes: data.classes, decision: decision)
      }
    }
    let result = TrainingResult(
      run: name, model: folder, evaluations: evaluations, seconds: session.seconds, data: data,
      trainableParameters: trainer.classifier.trainableParameters.reduce(0) { $0 + $1.value.count },
      savedBytes: ModelWriter.weightsBytes(in: folder), selectedStep: trainer.selectedStep,
      precisionCheck: check,
      verdict: FitVerdict(history: trainer.history, classShares: data.trainingShares))
    try session.timer.time(.save) {
      try AtomicFile.write(result: result, to: TrainingResult.path(in: folder))
    }
    return result
  }

  /// How the model's answers are decided on, by the validation part.
  private func decide(_ trainer: Trainer) throws -> ModelDecision {
    let validation = data.split.validation
    guard let wanted = options.decision, !validation.isEmpty else { return ModelDecision() }
    let (decision, remarks) = try ModelDecision.fitted(
      to: trainer.logits(at: validation), labels: data.labels(at: validation),
      classes: data.classes, options: wanted,
      messages: ("validation part of run \(name)", data.digest))
    for remark in remarks { session.note(remark) }
    if options.training.selection != nil, decision.rule != nil {
      session.note(
        "the validation part has also chosen the weights, so that the threshold promises a little too much"
      )
    }
    return decision
  }
}
