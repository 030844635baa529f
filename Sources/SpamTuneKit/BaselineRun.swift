import Baselines
import ClassificationMetrics
import ClassifierModels
import Files
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

/// The measurement of a simple method on messages that are read and divided as a training does it.
///
/// No model is kept: the run's folder holds `run.json` and `baseline.json`.
public final class BaselineRun {
  public enum Event: Sendable {
    /// A remark for the user.
    case note(String)
    /// Messages that went through the base, of all.
    case prefix(done: Int, total: Int)
  }

  public let name: String
  public let folder: String
  public let options: BaselineOptions
  public let data: LabelledDataset
  private let begun: BegunRun
  /// Nil for methods that read words.
  private let preparation: ClassifierPreparation?
  private let environment: TrainingEnvironment
  private var timer: PhaseTimer
  /// Of the base's products.
  private var precision: Precision

  /// Begins a new run.
  ///
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(_ options: BaselineOptions, in environment: TrainingEnvironment) throws {
    try options.validate()
    var timer = PhaseTimer()
    if let output = environment.output { try RunPlaces.requireFree(absolutePath(output)) }
    let data = try timer.time(.load) { try LabelledDataset(options.data, seed: options.seed) }
    precision = try options.features?.precision.onThisMachine() ?? .float32
    // Nothing to check a lower precision with.
    if options.features?.precision == .auto, data.split.validation.isEmpty, data.split.test.isEmpty
    {
      precision = .float32
    }
    preparation = try timer.time(.load) { try Self.preparation(options, data) }
    let facts = RunFacts(
      kind: "baseline",
      base: preparation.map {
        FileReference(path: absolutePath($0.base.path), sha256: $0.baseDigest)
      },
      data: data.reference,
      split: SplitFacts(
        sha256: data.split.digest, trainExamples: data.split.train.count,
        validationExamples: data.split.validation.count, testExamples: data.split.test.count),
      classes: data.classes, positiveClass: data.positiveLabel, seed: options.seed,
      programVersion: SpamTune.version, commandLine: environment.commandLine,
      cores: Parallel.threads, precision: precision.rawValue,
      settings: try options.recorded())
    begun = try BegunRun(in: environment, facts: facts) { run, _ in
      Plan(name: run.name, options: options)
    }
    (name, folder) = (begun.run.name, begun.run.folder)
    self.options = options
    self.data = data
    self.environment = environment
    self.timer = timer
  }

  /// What the run's folder says of it: `run.json`.
  private struct Plan: Encodable {
    let name: String
    let options: BaselineOptions
  }

  private static func preparation(
    _ options: BaselineOptions, _ data: LabelledDataset
  ) throws -> ClassifierPreparation? {
    guard let training = options.features.map(options.trainingOptions) else { return nil }
    let base = try ClassifierPreparation.openBase(training, classes: data.classes)
    return try ClassifierPreparation(
      options: training, base: base, baseDigest: base.digest(), data: data, train: data.split.train)
  }

  /// Learns, measures and records.
  ///
  /// - Parameter report: Told of every event, from any thread; returns false to stop.
  /// - Returns: Nil when `report` asked to stop.
  public func run(report: (Event) -> Bool) throws -> BaselineResult? {
    do {
      let result = try runToEnd(report: report)
      try end(result == nil ? .interrupted : .finished)
      return result
    } catch {
      // What went wrong matters more than whether it could be recorded.
      try? end(.failed, "\(error)")
      throw error
    }
  }

  private func end(_ status: RunStatus, _ message: String? = nil) throws {
    try begun.database.updateStatus(
      of: begun.run.id, to: status, message: message, seconds: timer.seconds,
      peakMemoryBytes: SpamTuneKit.peakMemoryBytes())
  }

  private func runToEnd(report: (Event) -> Bool) throws -> BaselineResult? {
    var (learned, input, check): (LearnedBaseline, BaselineInput, PrecisionCheck?)
    if let preparation {
      guard var attempt = try learnFromFeatures(preparation, report: report) else { return nil }
      if options.features?.precision == .auto, let found = attempt.check, !found.isWithinLimit {
        _ = report(.note("that is more than \(PrecisionCheck.limit): starting over in float32"))
        precision = .float32
        try begun.database.update(precision: precision.rawValue, of: begun.run.id)
        guard let exact = try learnFromFeatures(preparation, report: report) else { return nil }
        attempt = exact
      }
      (learned, input, check) = attempt
    } else {
      input = .texts(data.messages.map(\.text))
      learned = try learn(from: input)
      check = nil
    }
    if !learned.hasConverged {
      _ = report(.note("the search for the best weights was stopped after 1,000 iterations"))
    }
    let evaluations = try timer.time(.evaluate) { try evaluate(learned, input) }
    let result = BaselineResult(
      run: name, folder: folder, learned, method: options.baseline, evaluations: evaluations,
      seconds: timer.seconds, data: data, precisionCheck: check)
    try timer.time(.save) { try AtomicFile.write(json: result, to: folder + "/baseline.json") }
    return result
  }

  private func learn(from input: BaselineInput) throws -> LearnedBaseline {
    try timer.time(.train) {
      try LearnedBaseline(
        options.baseline, input.at(data.split.train), labels: data.labels(at: data.split.train),
        classCount: data.classes.count)
    }
  }

  /// - Returns: Nil when `report` asked to stop.
  private func learnFromFeatures(
    _ preparation: ClassifierPreparation, report: (Event) -> Bool
  ) throws -> (LearnedBaseline, BaselineInput, check: PrecisionCheck?)? {
    let (messages, cut) = try timer.time(.tokenise) { try preparation.encodedMessages() }
    if let cut { _ = report(.note(cut)) }
    let classifier = try preparation.classifier(
      on: preparation.base.model(for: preparation.options))
    let found = try timer.time(.prefix) {
      let (found, remark) = try preparation.frozenFeatures(
        of: messages, classifier, depth: .pooled, precision: precision, cache: environment.cache
      ) {
        report(.prefix(done: $0, total: messages.count))
      }
      if let remark { _ = report(.note(remark)) }
      return found
    }
    guard let found else { return nil }
    let input = BaselineInput(found)
    let learned = try learn(from: input)
    let sample = Array((data.split.validation + data.split.test).prefix(PrecisionCheck.sampleSize))
    guard precision != .float32, !sample.isEmpty,
      let exact = classifier.frozenFeatures(of: sample.map { messages[$0] }, depth: .pooled)
    else { return (learned, input, nil) }
    let check = try timer.time(.evaluate) {
      PrecisionCheck(
        precision, probabilities: try learned.probabilities(of: input.at(sample)),
        exact: try learned.probabilities(of: BaselineInput(exact)))
    }
    _ = report(.note(check.sentence))
    return (learned, input, check)
  }

  private func evaluate(
    _ learned: LearnedBaseline, _ input: BaselineInput
  ) throws -> [EvaluationPart: Evaluation] {
    var evaluations: [EvaluationPart: Evaluation] = [:]
    let split = data.split
    for (part, indices) in [
      (EvaluationPart.train, split.train), (.validation, split.validation), (.test, split.test),
    ] where !indices.isEmpty {
      let start = ContinuousClock.now
      let measurement = try Measurement(
        probabilities: learned.probabilities(of: input.at(indices)),
        labels: data.labels(at: indices), classes: data.classes, positiveLabel: data.positiveLabel)
      try begun.database.append(
        evaluation: EvaluationRecord(
          measurement.evaluation, run: begun.run.id, part: part, data: data.reference, model: nil,
          seconds: start.duration(to: .now).inSeconds),
        predictions: part == .test
          ? measurement.predictions(
            rows: data.rows(at: indices), texts: data.texts(at: indices),
            storesText: options.storesText)
          : [])
      evaluations[part] = measurement.evaluation
    }
    return evaluations
  }
}

extension BaselineInput {
  init(_ features: FrozenFeatures) {
    self = .features(features.messages.map(\.elements))
  }
}
