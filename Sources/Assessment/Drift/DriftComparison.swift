import Baselines
import ClassificationMetrics
import ClassifierModels
import Drift
import Experiments
import Files
import Foundation
import RunDatabase

/// Whether the messages that a model sees now are still like those that it was measured on.
///
///     let comparison = try DriftComparison(
///       of: classifier, from: DriftMessages(run.heldOut()),
///       to: DriftMessages(file: "today.txt", reading: ReadingOptions()))
///     print(comparison.report.sentences[0])
public struct DriftComparison: Sendable {
  /// Both sides need as many, so that there is something to compare.
  public static let fewestMessages = 10

  public struct Options: Sendable {
    /// Messages of either side at most; more are drawn from at random.
    public var sample: Int
    /// Of the draw, the shuffles and the resamples: the same seed gives the same report.
    public var seed: UInt64
    public var longText: LongText
    /// Of products with frozen weights.
    public var precision: PrecisionChoice

    public init(
      sample: Int = 2_000, seed: UInt64 = 1, longText: LongText = .truncate,
      precision: PrecisionChoice = .auto
    ) {
      self.sample = sample
      self.seed = seed
      self.longText = longText
      self.precision = precision
    }
  }

  public let report: DriftReport
  /// The model's folder.
  public let model: String
  public let seconds: Double
  /// Rows of either side that could not be read and were left out.
  public let skippedRows: Int
  /// Messages of which only a part was read.
  public let truncatedMessages: Int
  let modelFile: FileReference
  let referenceFile: FileReference
  let currentFile: FileReference

  /// - Parameters:
  ///   - progress: Called now and then, from any thread, with messages read by the model, of all.
  /// - Throws: `KitError.tooFewMessages`, `.sameMessages`; `SettingError`; `ClassifierError.messageTooLong`; `BaselineError`
  ///   for a model whose features are no numbers.
  public init(
    of classifier: TextClassifier, from reference: DriftMessages, to current: DriftMessages,
    options: Options = Options(), progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws {
    let start = ContinuousClock.now
    guard options.sample >= Self.fewestMessages else {
      throw SettingError.outOfRange(
        "sample", value: "\(options.sample)", allowed: "\(Self.fewestMessages) or more")
    }
    for side in [reference, current] where side.texts.count < Self.fewestMessages {
      throw KitError.tooFewMessages(
        side.name, count: side.texts.count, needed: Self.fewestMessages)
    }
    if reference.isWholeFile, current.isWholeFile, reference.sha256 == current.sha256 {
      throw KitError.sameMessages(current.name)
    }
    let sides = [reference, current].enumerated().map { index, side in
      side.sampled(atMost: options.sample, seed: options.seed, stream: UInt64(index))
    }
    let (before, now) = (sides[0], sides[1])
    let prepared = try classifier.prepared(options.precision)
    let total = before.texts.count + now.texts.count
    let read = try zip(sides, [0, before.texts.count]).map { side, earlier in
      try ModelOutputs(side, by: prepared, longText: options.longText) {
        progress(earlier + $0, total)
      }
    }
    report = DriftReport(
      reference: DriftReport.Side(name: before.name, examples: before.texts.count),
      current: DriftReport.Side(name: now.name, examples: now.texts.count),
      features: Self.features(
        classifier, texts: (before.texts, now.texts), read: (read[0], read[1])),
      domain: try DomainClassifier(
        reference: read[0].features, current: read[1].features,
        groups: Self.groups(of: before.texts + now.texts), seed: options.seed),
      estimatedReference: try Self.estimate(classifier, read[0], seed: options.seed),
      estimatedCurrent: try Self.estimate(classifier, read[1], seed: options.seed),
      seed: options.seed, remarks: sides.compactMap(Self.remark))
    model = classifier.folder.path
    skippedRows = before.skippedRows + now.skippedRows
    truncatedMessages = read.reduce(0) { $0 + $1.truncatedCount }
    modelFile = FileReference(path: absolutePath(model), sha256: try classifier.folder.digest())
    referenceFile = FileReference(path: before.path, sha256: before.sha256)
    currentFile = FileReference(path: now.path, sha256: now.sha256)
    seconds = start.duration(to: .now).inSeconds
  }

  /// Equal texts have equal numbers.
  private static func groups(of texts: [String]) -> [Int] {
    var numbers: [Data: Int] = [:]
    return texts.map { text in
      let bytes = Data(text.utf8)
      let number = numbers[bytes] ?? numbers.count
      numbers[bytes] = number
      return number
    }
  }

  private static func remark(on side: DriftMessages) -> String? {
    guard side.texts.count < side.available else { return nil }
    return
      "Of the \(side.available) messages of \(side.name) \(side.texts.count) were drawn at random."
  }
}
