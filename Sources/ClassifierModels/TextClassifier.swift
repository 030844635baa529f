import ClassificationMetrics
import GPT2
import GPT2Kernels
import TextDatasets

/// A trained model, ready to classify texts.
///
///     let classifier = try TextClassifier(directory: "runs/spam")
///     print(try classifier.classify(["Free entry! Text WIN now"])[0].label)
public struct TextClassifier: Sendable {
  /// In the order of the logits; the positive class is the one that training was told, or the usual one.
  public let classes: ClassSet
  /// How logits become answers.
  public private(set) var decision: ModelDecision
  public let folder: ModelFolder
  package private(set) var classifier: SequenceClassifier
  /// The same with the weights as the folder has them, never packed: gradients go back through these.
  package let opened: SequenceClassifier
  package let encoder: MessageEncoder

  /// - Parameters:
  ///   - directory: What `spamtune train` saved, or a Hugging Face GPT2ForSequenceClassification
  ///     folder.
  ///   - base: Where the base of a saved model is, when it was moved.
  ///   - decidesAnew: Whether another decision will take the place of the one there, so that a damaged one
  ///     does not matter.
  /// - Throws: An error whose description says which file is wrong and what to do.
  public init(directory: String, base: String? = nil, decidesAnew: Bool = false) throws {
    try self.init(ModelFolder(path: directory, base: base), decidesAnew: decidesAnew)
  }

  /// - Parameter folder: An opened model.
  package init(_ folder: ModelFolder, decidesAnew: Bool = false) throws {
    self.folder = folder
    opened = try folder.classifier()
    classifier = opened
    let settings = folder.configuration.classifier
    classes =
      settings?.positiveLabel.map { ClassSet(folder.classNames, positiveName: $0) }
      ?? ClassSet(guessingPositiveAmong: folder.classNames)
    do {
      decision = try folder.decision() ?? ModelDecision()
    } catch {
      guard decidesAnew else { throw error }
      decision = ModelDecision()
    }
    encoder = MessageEncoder(
      tokenizer: folder.tokenizer, configuration: folder.configuration.model,
      paddedLength: settings?.pooling.readsPadding ?? false ? settings?.paddedLength : nil)
  }

  /// The same classifier made ready for many texts: its weights are packed, which takes as long as
  /// classifying a few dozen texts and makes all others faster. Adapters become part of them; quantised
  /// weights stay as they are.
  ///
  /// - Parameter precision: Of products with frozen weights, where the model says which those are, else
  ///   of all. `auto` takes the one that training has checked the model with, where this machine has it.
  /// - Throws: `ClassifierError.badSetting` when the machine lacks what the choice needs.
  public func prepared(_ precision: PrecisionChoice = .auto) throws -> TextClassifier {
    let checked = folder.configuration.classifier?.checkedPrecision ?? .float32
    let lower =
      precision == .auto ? (checked.canPack ? checked : .float32) : try precision.onThisMachine()
    let blocks = 0..<classifier.blockCount
    let frozen =
      folder.base == nil && folder.adapter == nil ? blocks.upperBound : folder.frozenBlockCount
    var copy = self
    for block in blocks where !classifier.model.blocks[block].isQuantised {
      copy.classifier.model.blocks[block] = classifier.model.blocks[block].merged
      copy.classifier = copy.classifier.packed(
        block..<block + 1, as: block < frozen ? lower : .float32)
      // Never more than one block twice.
      folder.releaseMappedMemory()
    }
    return copy
  }

  /// The same classifier with another threshold for its positive class, and nothing left undecided.
  ///
  /// - Parameters:
  ///   - threshold: Lowest probability that counts as positive, 0...1.
  ///   - label: The positive class; nil for the model's own.
  /// - Throws: `ClassifierError.badSetting` without a positive class of two, or for another number;
  ///   `.unknownClass`.
  public func deciding(
    at threshold: Double, for label: String? = nil
  ) throws(ClassifierError) -> TextClassifier {
    guard 0...1 ~= threshold else {
      throw .badSetting("threshold", "is \(threshold); give a probability, 0 to 1.")
    }
    if let label, classes.index(of: label) == nil {
      throw .unknownClass(label, classes: classes.names)
    }
    guard classes.count == 2, let label = label ?? classes.positiveName else {
      throw .badSetting(
        "threshold",
        "tells a positive class from one other, and the model has \(classes.count) classes.")
    }
    var copy = self
    copy.decision.rule = DecisionRule(threshold: threshold)
    copy.decision.positiveLabel = label
    return copy
  }

  /// Classifies texts.
  ///
  /// - Parameter places: Name the texts in errors; "text 1", "text 2", … when nil.
  /// - Returns: One answer per text, in their order.
  /// - Throws: `ClassifierError.messageTooLong` when `longText` is `.error`.
  public func classify(
    _ texts: [String], longText: LongText = .truncate, places: [String]? = nil
  ) throws -> [Classification] {
    classify(texts, as: try encode(texts, longText: longText, places: places))
  }

  /// Classifies texts that have been encoded already.
  package func classify(_ texts: [String], as messages: [EncodedMessage]) -> [Classification] {
    let logits = logits(of: messages)
    return zip(texts, messages).enumerated().map { row, pair in
      Classification(
        text: pair.0, logits: logits.rows(row..<row + 1), labels: classes.names, decision: decision,
        message: pair.1)
    }
  }

  /// Texts as the model reads them; arguments as for `classify`.
  package func encode(
    _ texts: [String], longText: LongText, places: [String]? = nil
  ) throws(ClassifierError) -> [EncodedMessage] {
    var messages: [EncodedMessage] = []
    messages.reserveCapacity(texts.count)
    for (index, text) in texts.enumerated() {
      messages.append(
        try encoder.encode(text, longText: longText, place: places?[index] ?? "text \(index + 1)"))
    }
    return messages
  }

  /// Logits before any temperature, (messages, K): for each message the mean over its windows.
  package func logits(of messages: [EncodedMessage]) -> Matrix {
    classifier.logits(of: messages.flatMap(\.windows))
      .means(ofGroups: messages.map(\.windows.count))
  }
}

/// What a model says about a text.
public struct Classification: Sendable, Equatable {
  public let text: String
  /// The most probable class, or what the model's thresholds decide, which may be "unsure".
  public let label: String
  /// Its probability, 0 to 1; of an unsure answer that of the positive class.
  public let probability: Double
  /// One per class, in the order of the model's labels, calibrated where the model is; they sum to 1.
  public let probabilities: [Double]
  /// Unnormalised log-scores before any temperature, in the same order.
  public let logits: [Double]
  public let labels: [String]
  /// Tokens of the whole text.
  public let tokenCount: Int
  /// Whether part of the text was not read.
  public let isTruncated: Bool
  /// Pieces that the text was read in; 1 unless it is long and was read in windows.
  public let windowCount: Int

  init(
    text: String, logits: Matrix, labels: [String], decision: ModelDecision, message: EncodedMessage
  ) {
    self.text = text
    self.labels = labels
    self.logits = logits.elements.map(Double.init)
    probabilities = GPT2Kernels.probabilities(ofLogits: decision.calibrated(logits))[0]
    let positive = decision.positiveLabel.flatMap { labels.firstIndex(of: $0) } ?? 0
    switch decision.rule?.answer(probabilities[positive]) {
    case .unsure: (label, probability) = (ModelDecision.unsure, probabilities[positive])
    case .positive: (label, probability) = (labels[positive], probabilities[positive])
    case .negative: (label, probability) = (labels[1 - positive], probabilities[1 - positive])
    case nil:
      let best = logits.indexOfMaximum(inRow: 0)
      (label, probability) = (labels[best], probabilities[best])
    }
    tokenCount = message.tokenCount
    isTruncated = message.isTruncated
    windowCount = message.windows.count
  }
}

extension Classification: Encodable {
  enum CodingKeys: String, CodingKey {
    case text, label, probability, probabilities, logits, tokens, truncated, windows
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(text, forKey: .text)
    try container.encode(label, forKey: .label)
    try container.encode(probability, forKey: .probability)
    try container.encode(named(probabilities), forKey: .probabilities)
    try container.encode(named(logits), forKey: .logits)
    try container.encode(tokenCount, forKey: .tokens)
    try container.encode(isTruncated, forKey: .truncated)
    try container.encode(windowCount, forKey: .windows)
  }

  private func named(_ values: [Double]) -> [String: Double] {
    Dictionary(zip(labels, values)) { first, _ in first }
  }
}
