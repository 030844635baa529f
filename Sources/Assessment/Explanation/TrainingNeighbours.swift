import ClassifierModels
import Experiments
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels

/// The messages that a model was trained on, by what its head reads of them.
public struct TrainingNeighbours: Sendable {
  private let messages: LabelledMessages
  private let classifier: TextClassifier
  /// Of length 1.
  private let directions: [[Double]]

  /// Reads the messages of the run that made a model. What the head reads of them costs a pass through
  /// the model, unless an earlier one has been kept.
  ///
  /// - Parameters:
  ///   - classifier: The model.
  ///   - run: A run of `train`; nil where none made the model.
  ///   - progress: Told one at a time how many messages are done, of all; returns false to stop.
  /// - Throws: `KitError.unknownTrainingMessages`, `.changed`, and what reading the data throws.
  /// - Returns: Nil when `progress` asked to stop.
  public init?(
    of classifier: TextClassifier, madeBy run: FinishedRun?, home: Home = .standard,
    progress: (_ done: Int, _ total: Int) -> Bool = { _, _ in true }
  ) throws {
    guard let run, let manifest = try? run.manifest() else {
      throw KitError.unknownTrainingMessages(model: classifier.folder.path)
    }
    let messages = try run.messages(in: .train)
    let ids = try messages.texts.map { try classifier.encoder.encode($0).windows[0] }
    let prepared = try classifier.prepared()
    let cache = manifest.usesCache ?? false ? FeatureCache(folder: home.featureCache) : nil
    let extractor = try FeatureExtractor(prepared, cache: cache)
    guard let found = try extractor.features(of: ids, progress: { progress($0, ids.count) })
    else { return nil }
    self.classifier = prepared
    self.messages = messages
    directions = found.features.messages.map(Self.direction)
  }

  /// The nearest messages of a text, the nearest first; of equally near ones in the order of the file.
  ///
  /// - Parameter longText: What becomes of a text that is too long; of windows the mean counts.
  /// - Throws: `ClassifierError.messageTooLong` when `longText` is `.error`; `FeatureError`.
  public func nearest(
    to text: String, count: Int, longText: LongText = .truncate
  ) throws -> NearestMessages {
    let windows = try classifier.encoder.encode(text, longText: longText).windows
    let pooled = try FeatureExtractor(classifier, cache: nil).features(of: windows)
      .features.stacked
    let direction = Self.direction(pooled.means(ofGroups: [windows.count]))
    let distances = directions.map { Self.distance(direction, $0) }
    let order = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
    return NearestMessages(
      name: messages.name, path: messages.path,
      messages: order.prefix(count).map {
        NearestMessages.Message(
          row: messages.rows[$0], label: classifier.classes.names[messages.labels[$0]],
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

extension FeatureExtractor {
  /// What the head of a classifier reads of messages.
  ///
  /// - Parameter classifier: Prepared for many texts.
  init(_ classifier: TextClassifier, cache: FeatureCache?) throws {
    let folder = classifier.folder
    try self.init(
      classifier.classifier, depth: .pooled, cache: cache,
      model: {
        let settings = folder.configuration.classifier
        return [
          "read by the head 1", try folder.digest(), folder.base?.sha256 ?? "",
          try folder.adapter.map {
            try FileDigest.of(path: $0.path + "/" + AdapterConfiguration.fileName).sha256
          } ?? "",
          try BaseFiles.digest(ofBase: folder.path), settings?.pooling.rawValue ?? "",
          settings?.checkedPrecision?.rawValue ?? "",
        ]
      })
  }
}
