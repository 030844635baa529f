import ClassifierModels
import Digests
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import WholeFiles

/// The messages that a model was trained on, by what its head reads of them.
public struct TrainingNeighbours: Sendable {
  private let messages: LabelledMessages
  private let classifier: TextClassifier
  /// Of length 1.
  private let directions: [[Double]]

  /// Reads the messages of the run in the model's folder. What the head reads of them costs a pass through
  /// the model, unless an earlier one has been kept.
  ///
  /// - Parameters:
  ///   - classifier: A model that a run of `train` made.
  ///   - progress: Told one at a time how many messages are done, of all; returns false to stop.
  /// - Throws: `KitError.unknownTrainingMessages`, `.changed`, and what reading the data throws.
  /// - Returns: Nil when `progress` asked to stop.
  public init?(
    of classifier: TextClassifier, home: Home = .standard,
    progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws {
    let folder = classifier.folder.path
    guard RunLookup.hasRun(folder), let plan = try? RunPlan(folder: folder) else {
      throw KitError.unknownTrainingMessages(model: folder)
    }
    let messages = try LabelledMessages(part: .train, ofRunIn: folder)
    let ids = try messages.texts.map { try classifier.encoder.encode($0).windows[0] }
    let prepared = try classifier.prepared()
    let cache = plan.usesCache ?? false ? FeatureCache(folder: home.featureCache) : nil
    guard let features = try prepared.pooledFeatures(of: ids, cache: cache, progress: progress)
    else { return nil }
    self.classifier = prepared
    self.messages = messages
    directions = features.map(Self.direction)
  }

  /// The nearest messages of a text, the nearest first; of equally near ones in the order of the file.
  ///
  /// - Parameter longText: What becomes of a text that is too long; of windows the mean counts.
  /// - Throws: `ClassifierError.messageTooLong` when `longText` is `.error`.
  public func nearest(
    to text: String, count: Int, longText: LongText = .truncate
  ) throws -> NearestMessages {
    let windows = try classifier.encoder.encode(text, longText: longText).windows
    let features = classifier.classifier.frozenFeatures(of: windows, depth: .pooled)
    let mean = Matrix(rows: 1, columns: classifier.classifier.model.configuration.embeddingWidth)
    for window in features?.messages ?? [] { window.addColumnSums(to: mean) }
    let direction = Self.direction(mean)
    let distances = directions.map { Self.distance(direction, $0) }
    let order = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    return NearestMessages(
      name: messages.name, path: messages.path,
      messages: order.prefix(count).map {
        NearestMessages.Message(
          row: messages.rows[$0], label: classifier.labels[messages.labels[$0]],
          distance: distances[$0])
      })
  }

  /// A row as a vector of length 1; one of zeros stays.
  private static func direction(_ row: Matrix) -> [Double] {
    let values = row.elements.map(Double.init)
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? values.map { $0 / length } : values
  }

  /// 1 − a·b, as half of the squared distance: equal directions have exactly 0.
  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += (a[index] - b[index]) * (a[index] - b[index]) }
    return sum / 2
  }
}

extension TextClassifier {
  /// What the head reads of some messages, each different one computed once, or taken from `cache`.
  fileprivate func pooledFeatures(
    of messages: [[Int32]], cache: FeatureCache?, progress: (Int, Int) -> Bool
  ) throws -> [Matrix]? {
    // Products with codes give a row other last bits in other company, which a cache must not show.
    let isQuantised = classifier.model.blocks.contains(where: \.isQuantised)
    let cache = isQuantised ? nil : cache
    let key = try cache == nil ? "" : pooledFeaturesKey()
    var found =
      cache?.features(
        of: messages, model: key, width: classifier.model.configuration.embeddingWidth,
        rows: { _ in 1 }) ?? [:]
    var seen: Set<[Int32]> = []
    let missing = messages.filter { found[$0] == nil && seen.insert($0).inserted }
    if !missing.isEmpty {
      let counter = PrefixProgress(done: 0)
      let features = classifier.frozenFeatures(of: missing, depth: .pooled) {
        counter.add($0) { progress($0, missing.count) }
      }
      guard let rows = features?.messages else { return nil }
      // A cache that takes nothing more costs the next explanation time, and this one nothing.
      _ = try? cache?.keep(rows, of: missing, model: key)
      found.merge(zip(missing, rows)) { first, _ in first }
    }
    return messages.compactMap { found[$0] }
  }

  /// Everything that they depend on, apart from the tokens.
  private func pooledFeaturesKey() throws -> String {
    let settings = folder.configuration.classifier
    return SHA256Sum.of(
      [
        "read by the head 1", try folder.digest(), folder.base?.sha256 ?? "",
        try folder.adapter.map {
          try FileDigest.of(path: $0.path + "/" + AdapterConfiguration.fileName).sha256
        } ?? "",
        try BaseFiles.digest(ofBase: folder.path), settings?.pooling.rawValue ?? "",
        settings?.checkedPrecision?.rawValue ?? "", Precision.library ?? "", BLAS.kernelSet,
        classifier.model.configuration.isCausal ? "causal" : "no mask",
      ].joined(separator: "\n"))
  }
}
