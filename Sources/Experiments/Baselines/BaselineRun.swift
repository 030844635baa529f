import Baselines
import ClassificationMetrics
import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import RunDatabase
import TextDatasets

/// The measurement of a simple method on messages that are read and divided as a training does it.
///
/// No model is kept: the run's folder holds `run.json` and `baseline.json`.
public final class BaselineRun {
  public typealias Event = RunEvent<Never>

  public var name: String { session.run.name }
  public var folder: String { session.folder }
  public var options: BaselineOptions { session.manifest.options }
  public let data: LabelledDataset
  private let session: RunSession<BaselineManifest>
  /// Nil for methods that read words.
  private let preparation: ClassifierPreparation?
  private let cache: FeatureCache?
  /// Of the base's products.
  private var precision: Precision

  /// Begins a new run.
  ///
  /// - Throws: An error whose description is a sentence for the user; nothing is left behind then.
  public init(_ options: BaselineOptions, in destination: RunDestination) throws {
    try options.validate()
    try destination.requireFree()
    let timer = PhaseTimer()
    let plan = try timer.time(.load) { try options.trainingOptions.map { try TrainingPlan($0) } }
    let data =
      try plan?.data
      ?? timer.time(.load) {
        try LabelledDataset(options.data, seed: options.seed)
      }
    preparation = try timer.time(.load) {
      try plan.map {
        try ClassifierPreparation(
          options: $0.options, base: $0.base, baseDigest: $0.base.digest(), data: data,
          train: data.split.train)
      }
    }
    precision = plan?.precision ?? .float32
    let metadata = RunMetadata(
      kind: BaselineManifest.kind, data: data,
      base: preparation.map {
        FileReference(path: absolutePath($0.base.path), sha256: $0.baseDigest)
      }, seed: options.seed, precision: precision,
      settings: try options.recorded(),
      commandLine: destination.commandLine)
    session = try RunSession(beginning: metadata, in: destination, timer: timer)
    cache = destination.cache
    self.data = data
  }

  /// Learns, measures and records.
  ///
  /// - Parameter report: Told of every event, from any thread; returns false to stop.
  /// - Returns: Nil when `report` asked to stop.
  public func run(report: @escaping (Event) -> Bool) throws -> BaselineResult? {
    session.tell = { _ = report(.note($0)) }
    return try session.perform { () throws -> BaselineResult? in
      switch options.baseline.model {
      case .ofTexts(let method):
        let texts = data.messages.map(\.text)
        return try finish(try learn(method, from: texts), texts, check: nil)
      case .ofFeatures(let method):
        guard let preparation else { preconditionFailure("\(options.baseline) without a base") }
        guard let learned = try learn(method, preparation, report: report) else { return nil }
        return try finish(learned.model, learned.features, check: learned.check)
      }
    }
  }

  private func learn<Example>(
    _ method: any BaselineModel<Example>.Type, from examples: [Example]
  ) throws -> any BaselineModel<Example> {
    try session.timer.time(.train) {
      try method.init(
        data.split.train.map { examples[$0] }, labels: data.labels(at: data.split.train),
        classCount: data.classes.count)
    }
  }

  /// Measures, records, and writes what there is to show.
  ///
  /// - Parameter examples: What the method reads of every message.
  private func finish<Example>(
    _ learned: any BaselineModel<Example>, _ examples: [Example], check: PrecisionCheck?
  ) throws -> BaselineResult {
    if !learned.hasConverged {
      session.note("the search for the best weights was stopped after 1,000 iterations")
    }
    let evaluations = try session.timer.time(.evaluate) {
      try session.measureParts(of: data, model: nil, storesText: options.storesText) { indices in
        try ScoredPart(
          probabilities: learned.probabilities(of: indices.map { examples[$0] }),
          labels: data.labels(at: indices), classes: data.classes)
      }
    }
    let result = BaselineResult(
      run: name, folder: folder, learned, method: options.baseline, evaluations: evaluations,
      seconds: session.seconds, data: data, precisionCheck: check)
    try session.timer.time(.save) {
      try AtomicFile.write(result: result, to: folder + "/baseline.json")
    }
    return result
  }

  private typealias LearnedFromFeatures = (
    model: any BaselineModel<[Float]>, features: [[Float]], check: PrecisionCheck?
  )

  /// Learns from features, once more in float32 where `auto` began in a precision that moves answers too far.
  ///
  /// - Returns: Nil when `report` asked to stop.
  private func learn(
    _ method: any BaselineModel<[Float]>.Type, _ preparation: ClassifierPreparation,
    report: (Event) -> Bool
  ) throws -> LearnedFromFeatures? {
    let (messages, cut) = try session.timer.time(.tokenise) { try preparation.encodedMessages() }
    session.note(cut)
    while true {
      guard let learned = try learn(method, from: messages, preparation, report: report) else {
        return nil
      }
      session.note(learned.check?.sentence)
      if learned.check?.allows(preparation.options.precision) ?? true { return learned }
      precision = .float32
      try session.startOverInFloat32()
    }
  }

  private func learn(
    _ method: any BaselineModel<[Float]>.Type, from messages: [[Int32]],
    _ preparation: ClassifierPreparation, report: (Event) -> Bool
  ) throws -> LearnedFromFeatures? {
    let classifier = try preparation.classifier(
      on: preparation.base.model(for: preparation.options))
    let found = try session.timer.time(.features) {
      let (found, remark) = try preparation.frozenFeatures(
        of: messages, classifier, depth: .pooled, precision: precision, cache: cache
      ) {
        report(.features(done: $0, total: messages.count))
      }
      session.note(remark)
      return found
    }
    guard let found else { return nil }
    let features = found.messages.map(\.elements)
    let learned = try learn(method, from: features)
    let sample = Array((data.split.validation + data.split.test).prefix(PrecisionCheck.sampleSize))
    guard precision != .float32, !sample.isEmpty,
      let exact = classifier.frozenFeatures(of: sample.map { messages[$0] }, depth: .pooled)
    else { return (learned, features, nil) }
    let check = try session.timer.time(.evaluate) {
      PrecisionCheck(
        precision, probabilities: try learned.probabilities(of: sample.map { features[$0] }),
        exact: try learned.probabilities(of: exact.messages.map(\.elements)))
    }
    return (learned, features, check)
  }
}

/// What the folder of a simple method's measurement remembers: `run.json`. Such a run cannot be resumed.
struct BaselineManifest: PrecisionManifest {
  static let kind = "baseline"

  let name: String
  var options: BaselineOptions

  init(of run: Run, database: String) throws {
    name = run.name
    options = try run.options(in: database)
    options.seed = run.facts.seed
  }

  mutating func fallBackToFloat32() { options.features?.precision = .float32 }
}
