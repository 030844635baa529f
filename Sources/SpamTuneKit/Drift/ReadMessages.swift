import ClassifierModels
import GPT2
import GPT2Kernels

/// What a model sees in texts, and what it says about them.
struct ReadMessages: Sendable {
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
  ///   - progress: Called now and then, from any thread, with the number of pieces read since the last call.
  /// - Throws: `ClassifierError.messageTooLong`.
  init(
    _ messages: DriftMessages, by classifier: TextClassifier, longText: LongText,
    progress: (Int) -> Bool
  ) throws {
    let encoded = try zip(messages.texts, messages.places).map { text, place in
      try classifier.encoder.encode(text, longText: longText, place: place)
    }
    let model = classifier.classifier
    // `progress` never asks to stop.
    let windows =
      model.frozenFeatures(of: encoded.flatMap(\.windows), depth: .pooled, progress: progress)?
      .messages ?? []
    var pooled: [Matrix] = []
    var first = 0
    for message in encoded {
      pooled.append(Self.mean(of: windows[first..<first + message.windows.count]))
      first += message.windows.count
    }
    let logits = model.logits(
      from: FrozenFeatures(depth: .pooled, messages: pooled), at: Array(pooled.indices))
    features = pooled.map(\.elements)
    probabilities = GPT2Kernels.probabilities(ofLogits: classifier.decision.calibrated(logits))
    tokens = encoded.map { $0.windows.joined().map(Int.init) }
    tokenCounts = encoded.map(\.tokenCount)
    truncatedCount = encoded.count(where: \.isTruncated)
  }

  private static func mean(of rows: ArraySlice<Matrix>) -> Matrix {
    guard let first = rows.first, rows.count > 1 else {
      return rows.first ?? Matrix(rows: 1, columns: 0)
    }
    let mean = Matrix(rows: 1, columns: first.columns)
    mean.clear()
    for row in rows { row.addColumnSums(to: mean) }
    mean.scale(by: 1 / Float(rows.count))
    return mean
  }
}
