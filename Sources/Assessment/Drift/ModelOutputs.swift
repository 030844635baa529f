import ClassifierModels
import FineTuning
import GPT2
import GPT2Kernels

/// What a model sees in texts, and what it says about them.
struct ModelOutputs: Sendable {
  /// Final hidden states, pooled: (n, C).
  let features: [[Float]]
  /// Calibrated where the model is, (n, K).
  let probabilities: [[Double]]
  /// The ids that were read, at least one per message.
  let tokens: [[Int]]
  /// Tokens of the whole texts.
  let tokenCounts: [Int]
  let truncatedCount: Int

  /// One pass through the model. A text that is read in windows has the mean of their features.
  ///
  /// - Parameters:
  ///   - classifier: Prepared for many texts.
  ///   - progress: Told one at a time, from any thread, how many of the messages are read.
  /// - Throws: `ClassifierError.messageTooLong`, `FeatureError`.
  init(
    _ messages: DriftMessages, by classifier: TextClassifier, longText: LongText,
    progress: (Int) -> Void
  ) throws {
    let encoded = try classifier.encode(
      messages.texts, longText: longText, places: messages.places)
    let windows = encoded.flatMap(\.windows)
    let pooled = try FeatureExtractor(classifier, cache: nil).features(
      of: windows, telling: { progress($0 * encoded.count / windows.count) }
    ).features.stacked.means(ofGroups: encoded.map(\.windows.count))
    let rows = (0..<pooled.rows).map { pooled.rows($0..<$0 + 1) }
    let logits = classifier.classifier.logits(
      from: FrozenFeatures(depth: .pooled, messages: rows), at: Array(rows.indices))
    features = rows.map(\.elements)
    probabilities = GPT2Kernels.probabilities(ofLogits: classifier.decision.calibrated(logits))
    tokens = encoded.map { $0.windows.joined().map(Int.init) }
    tokenCounts = encoded.map(\.tokenCount)
    truncatedCount = encoded.count(where: \.isTruncated)
  }
}
