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
      guard let (learned, input, check) = try learn(report: report) else { return nil }
      if !learned.hasConverged {
        session.note("the search for the best weights was stopped after 1,000 iterations")
      }
      let evaluations = try session.timer.time(.evaluate) {
        try session.measureParts(of: data, model: nil, storesText: options.storesText) { indices in
          try ScoredPart(
            probabilities: learned.probabilities(of: input.at(indices)),
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
  }

  private typealias Learned = (LearnedBaseline, BaselineInput, check: PrecisionCheck?)

  /// Learns from words or features; from these once more in float32 where `auto` began in a precision that moves
  /// answers too far.
  ///
  /// - Returns: Nil when `report` asked to stop.
  private func learn(report: (Event) -> Bool) throws -> Learned? {
    guard let preparation else {
      let input = BaselineInput.texts(data.messages.map(\.text))
      return (try learn(from: input), input, nil)
    }
    let (messages, cut) = try session.timer.time(.tokenise) { try preparation.encodedMessages() }
    session.note(cut)
    while true {
      guard let learned = try learn(from: messages, preparation, report: report) else { return nil }
      session.note(learned.check?.sentence)
      if learned.check?.allows(preparation.options.precision) ?? true { return learned }
      precision = .float32
      try session.startOverInFloat32()
    }
  }

  private func learn(from input: BaselineInput) throws -> LearnedBaseline {
    try session.timer.time(.train) {
      try LearnedBaseline(
        options.baseline, input.at(data.split.train), labels: data.labels(at: data.split.train),
        classCount: data.classes.count)
    }
  }

  private func learn(
    from messages: [[Int32]], _ preparation: ClassifierPreparation, report: (Event) -> Bool
  ) throws -> Learned? {
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
    let input = BaselineInput(found)
    let learned = try learn(from: input)
    let sample = Array((data.split.validation + data.split.test).prefix(PrecisionCheck.sampleSize))
    guard precision != .float32, !sample.isEmpty,
      let exact = classifier.frozenFeatures(of: sample.map { messages[$0] }, depth: .pooled)
    else { return (learned, input, nil) }
    let check = try session.timer.time(.evaluate) {
      PrecisionCheck(
        precision, probabilities: try learned.probabilities(of: input.at(sample)),
        exact: try learned.probabilities(of: BaselineInput(exact)))
    }
    return (learned, input, check)
  }
}

extension BaselineInput {
  fileprivate init(_ features: FrozenFeatures) {
    self = .features(features.messages.map(\.elements))
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
