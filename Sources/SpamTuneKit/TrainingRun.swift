import ClassificationMetrics
import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import ModelFiles
import RunDatabase
import TextDatasets

/// One fine-tuning from labelled messages and a base model to a saved, evaluated classifier.
///
///     let run = try TrainingRun(options, in: environment)
///     let result = try run.run { event in … ; return true }
///
/// `init` checks everything that can be checked without work. Whatever happens later, the run's
/// folder holds the newest checkpoint, and `TrainingRun(resuming:)` goes on from there.
public final class TrainingRun {
  /// What a run tells while it works.
  public enum Event: Sendable {
    /// A remark for the user.
    case note(String)
    /// Messages that went through the frozen part, of all.
    case prefix(done: Int, total: Int)
    case training(TrainingEvent)
  }

  public let name: String
  /// Folder of the run and its model.
  public let folder: String
  public private(set) var options: TrainingOptions
  public let data: LabelledDataset
  /// The file that records the run.
  public var databasePath: String { recorder.database.path }
  let base: ModelFolder
  private let baseModel: GPT2Model
  let baseReference: BaseReference
  private let baseDigest: String
  let recorder: RunRecorder
  private let lock: RunLock
  private let cache: FeatureCache?
  /// Time of earlier sessions, by phase.
  private let earlierSeconds: [String: Double]
  private var isResumed: Bool
  private var timer: PhaseTimer
  /// Of products with frozen weights.
  private var precision: Precision

  /// Begins a new run.
  ///
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(_ options: TrainingOptions, in environment: TrainingEnvironment) throws {
    try options.validate()
    precision = try options.precisionHere()
    var timer = PhaseTimer()
    if let output = environment.output { try RunPlaces.requireFree(absolutePath(output)) }
    let data = try timer.time(.load) {
      try LabelledDataset(options.data, seed: options.training.seed)
    }
    try options.check(with: data)
    // Nothing to check a lower precision with.
    if options.precision == .auto, data.split.validation.isEmpty, data.split.test.isEmpty {
      precision = .float32
    }
    (base, baseModel, baseReference) = try timer.time(.load) {
      try Self.openBase(options, classes: data.classes)
    }
    if try options.precision(on: base) == .float32 { precision = .float32 }
    baseDigest = try Self.digest(of: base, baseReference)
    let facts = try Self.facts(
      options, data: data, base: FileReference(path: options.base, sha256: baseDigest),
      commandLine: environment.commandLine, precision: precision)
    let begun = try BegunRun(in: environment, facts: facts) { run, database in
      var plan = try RunPlan(of: run, options: options, database: database.path)
      plan.usesCache = environment.usesCache
      return plan
    }
    lock = begun.lock
    cache = environment.cache
    let run = begun.run
    name = run.name
    folder = run.folder
    self.options = options
    self.data = data
    recorder = RunRecorder(database: begun.database, run: run, data: data)
    earlierSeconds = [:]
    isResumed = false
    self.timer = timer
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
    folder = try RunLookup.folderToResume(nameOrFolder, database: database ?? home.database) {
      try RunPlan(of: $0, database: $1)
    }
    lock = try RunLock(folder: folder)
    let plan = try RunPlan(folder: folder)
    name = plan.name
    options = plan.options
    cache = plan.usesCache ?? false ? FeatureCache(folder: home.featureCache) : nil
    precision = plan.precision ?? .float32
    try precision.require(toResume: plan.name)
    var timer = PhaseTimer()
    let options = plan.options
    let data = try timer.time(.load) {
      try LabelledDataset(options.data, seed: options.training.seed)
    }
    self.data = data
    guard data.digest == plan.dataDigest, data.split.digest == plan.splitDigest else {
      throw KitError.changed(data.paths.joined(separator: ", "), since: "run \(plan.name) began")
    }
    (base, baseModel, baseReference) = try timer.time(.load) {
      try Self.openBase(options, classes: data.classes)
    }
    baseDigest = try Self.digest(of: base, baseReference)
    guard baseDigest == plan.baseDigest,
      try BaseFiles.digest(ofBase: options.base) == plan.baseFilesDigest
    else {
      throw KitError.changed(options.base, since: "run \(plan.name) began")
    }
    let runs = try RunLookup.existing(database: database ?? plan.database)
    guard let run = try runs.run(named: plan.name) else { throw KitError.noSuchRun(plan.name) }
    recorder = RunRecorder(database: runs, run: run, data: data)
    // A kill may have come between starting over in another precision and recording it.
    try runs.update(precision: precision.rawValue, of: run.id)
    earlierSeconds = run.seconds
    isResumed = true
    self.timer = timer
  }

  private static func openBase(
    _ options: TrainingOptions, classes: [String]
  ) throws -> (ModelFolder, GPT2Model, BaseReference) {
    let folder = try ClassifierPreparation.openBase(options, classes: classes)
    // A base that was fine-tuned itself stands on another: that one is referred to.
    return (
      folder, try folder.model(for: options),
      try folder.base ?? BaseReference(folder.collection, folder: options.base)
    )
  }

  /// Of the weights that lie in the base's folder. Of a base that was fine-tuned itself those are not
  /// all, but the others are checked whenever it is opened.
  private static func digest(
    of base: ModelFolder, _ reference: BaseReference
  ) throws -> String {
    base.base == nil ? reference.sha256 : try base.digest()
  }

  private static func facts(
    _ options: TrainingOptions, data: LabelledDataset, base: FileReference, commandLine: String,
    precision: Precision
  ) throws -> RunFacts {
    RunFacts(
      base: base, data: data.reference,
      split: SplitFacts(
        sha256: data.split.digest, trainExamples: data.split.train.count,
        validationExamples: data.split.validation.count, testExamples: data.split.test.count),
      classes: data.classes, positiveClass: data.positiveLabel, seed: options.training.seed,
      programVersion: SpamTune.version, commandLine: commandLine, cores: Parallel.threads,
      precision: precision.rawValue,
      settings: try options.recorded())
  }

  /// Trains, evaluates and saves.
  ///
  /// - Parameter report: Told of every event, from any thread; returns false to stop.
  /// - Returns: Nil when `report` asked to stop; what was learned until then is saved.
  public func run(report: (Event) -> Bool) throws -> TrainingResult? {
    do {
      try recorder.database.updateStatus(of: recorder.run.id, to: .running)
      let result = try runToEnd(report: report)
      try recorder.database.updateStatus(
        of: recorder.run.id, to: result == nil ? .interrupted : .finished, seconds: seconds,
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
      return result
    } catch {
      // What went wrong matters more than whether it could be recorded.
      try? recorder.flush()
      _ = try? recorder.database.updateStatus(
        of: recorder.run.id, to: .failed, message: "\(error)", seconds: seconds,
        peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
      throw error
    }
  }

  /// Seconds by phase over all sessions.
  private var seconds: [String: Double] {
    earlierSeconds.merging(timer.seconds) { $0 + $1 }
  }

  private func runToEnd(report: (Event) -> Bool) throws -> TrainingResult? {
    let preparation = try ClassifierPreparation(
      options: options, base: base, baseDigest: baseDigest, data: data, train: data.split.train)
    let (messages, remark) = try timer.time(.tokenise) { try preparation.encodedMessages() }
    if let remark { _ = report(.note(remark)) }
    if preparation.hasHead {
      _ = report(.note("the base has a head for these classes: training goes on from it"))
    }
    var attempt = try trained(preparation, messages, on: baseModel, report: report)
    var check = timer.time(.evaluate) { attempt.flatMap(self.check) }
    if let found = check {
      _ = report(.note(found.sentence))
      if options.precision == .auto, !found.isWithinLimit {
        _ = report(.note("that is more than \(PrecisionCheck.limit): starting over in float32"))
        // Gives back its memory.
        (attempt, check) = (nil, nil)
        try startOver(in: .float32)
        // Training has changed the model where it was not mapped.
        attempt = try trained(
          preparation, messages, on: base.model(for: options), report: report)
      }
    }
    guard let trainer = attempt else { return nil }
    if let selection = options.training.selection {
      let step = trainer.selectedStep.map { "the weights of step \($0) are kept, the best by" }
      _ = report(
        .note(
          "\(step ?? "the last weights are kept: there was no") \(selection.criterion) on the validation part"
        ))
    }
    var configuration = preparation.configuration
    configuration.classifier?.checkedPrecision = check?.precision
    let (decision, remarks) = try timer.time(.evaluate) { try decide(trainer) }
    for remark in remarks { _ = report(.note(remark)) }
    let model = try timer.time(.save) {
      // Before the file that makes the folder a model.
      try decision.write(to: folder)
      return try save(trainer.classifier, configuration)
    }
    let evaluations = try timer.time(.evaluate) {
      try evaluate(trainer, decision: decision, model: model)
    }
    let result = TrainingResult(
      run: name, model: folder, evaluations: evaluations, seconds: seconds, data: data,
      trainedParameters: trainer.classifier.trainableParameters.reduce(0) { $0 + $1.value.count },
      savedBytes: ModelWriter.weightsBytes(in: folder), selectedStep: trainer.selectedStep,
      precisionCheck: check,
      verdict: FitVerdict(history: trainer.history, classShares: data.trainingShares))
    try timer.time(.save) {
      try AtomicFile.write(json: result, to: TrainingResult.path(in: folder))
    }
    return result
  }

  /// Trains from the newest checkpoint, or from the start where there is none.
  ///
  /// - Returns: Nil when `report` asked to stop.
  private func trained(
    _ preparation: ClassifierPreparation, _ messages: [[Int32]], on model: GPT2Model,
    report: (Event) -> Bool
  ) throws -> Trainer? {
    let settings = try data.settings(options.training, options.data, train: data.split.train)
    let classifier = try preparation.classifier(on: model)
    var features: FrozenFeatures?
    if let depth = classifier.frozenDepth {
      features = try timer.time(.prefix) {
        let (found, remark) = try preparation.frozenFeatures(
          of: messages, classifier, depth: depth, precision: precision, cache: cache
        ) {
          report(.prefix(done: $0, total: messages.count))
        }
        if let remark { _ = report(.note(remark)) }
        return found
      }
      if features == nil { return nil }
    }
    let trainer = try Trainer(
      classifier, settings: settings,
      data: TrainingData(
        messages: messages, labels: data.labels, train: data.split.train,
        validation: data.split.validation, positiveClass: data.positiveClass),
      features: features, batches: try options.batches(of: data.split.train.count))
    let checkpoints = CheckpointFolder(path: folder + "/" + RunPlaces.checkpoints)
    if isResumed { try resume(trainer, from: checkpoints, report: report) }
    return try train(trainer, checkpoints, report: report) ? trainer : nil
  }

  /// What a lower precision did to the answers to some messages that training did not see; nil in
  /// float32, and where there are none.
  private func check(_ trainer: Trainer) -> PrecisionCheck? {
    PrecisionCheck(precision, of: trainer, heldOut: data.split.validation + data.split.test)
  }

  /// Forgets everything learned so far, and that another precision was tried.
  private func startOver(in precision: Precision) throws {
    self.precision = precision
    options.precision = .float32
    isResumed = false
    let checkpoints = CheckpointFolder(path: folder + "/" + RunPlaces.checkpoints)
    var plan = try RunPlan(folder: folder)
    plan.options = options
    plan.precision = precision
    // In this order a kill at any moment leaves a run that can be resumed, one way or the other.
    try checkpoints.removeAll()
    try plan.write(to: folder)
    try recorder.startOver(precision: precision.rawValue)
  }

  private func train(
    _ trainer: Trainer, _ checkpoints: CheckpointFolder, report: (Event) -> Bool
  ) throws -> Bool {
    var evaluating = Duration.zero
    recorder.begin()
    let isFinished = try timer.time(.train) {
      let finished = try trainer.run(checkpoints: checkpoints) { event in
        try recorder.record(event)
        return report(.training(event))
      }
      evaluating = trainer.evaluationTime
      return finished
    }
    timer.move(evaluating, from: .train, to: .evaluate)
    return isFinished
  }

  private func resume(
    _ trainer: Trainer, from checkpoints: CheckpointFolder, report: (Event) -> Bool
  ) throws {
    guard let checkpoint = try checkpoints.newest() else {
      try recorder.database.rewind(recorder.run.id, toStep: 0)
      _ = report(.note("no checkpoint yet: starting from the first step"))
      return
    }
    try trainer.restore(from: checkpoint)
    // A kill may have come between writing this one and removing an older one.
    checkpoints.removeSuperfluous()
    try recorder.database.rewind(recorder.run.id, toStep: checkpoint.step)
    try recorder.database.record(
      checkpoint, epoch: (checkpoint.step + trainer.stepsPerEpoch - 1) / trainer.stepsPerEpoch,
      of: recorder.run.id)
    _ = report(.note("resuming after step \(trainer.step) of \(trainer.totalSteps)"))
  }
}
