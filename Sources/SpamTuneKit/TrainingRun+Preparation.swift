import Foundation
import GPT2
import GPT2Kernels

/// What a run makes of its options before the first step: the new model's configuration, the messages
/// as tokens, the classifier to begin with, and the frozen part's answers.
extension TrainingRun {
  /// `config.json` of the new model, and the length that messages are padded to.
  func modelConfiguration() throws -> (
    file: ModelConfigurationFile, encoder: MessageEncoder
  ) {
    var model = base.configuration.model
    model.endOfTextToken = model.endOfTextToken ?? base.tokenizer.endOfText
    model.padToken = model.padToken ?? model.endOfTextToken
    var settings = ClassifierSettings(
      pooling: options.pooling, positiveLabel: data.positiveLabel)
    if options.pooling == .paddedLast {
      let encoder = MessageEncoder(tokenizer: base.tokenizer, configuration: model)
      let longest =
        try options.paddedLength
        ?? data.split.train.map { try encoder.encode(data.texts[$0]).windows[0].count }.max() ?? 1
      settings.paddedLength = min(longest, model.contextLength)
    }
    let file = ModelConfigurationFile(model: model, labels: data.classes, classifier: settings)
    return (
      file,
      MessageEncoder(
        tokenizer: base.tokenizer, configuration: model, paddedLength: settings.paddedLength)
    )
  }

  func encodedMessages(
    _ configuration: (file: ModelConfigurationFile, encoder: MessageEncoder),
    report: (Event) -> Bool
  ) throws -> [[Int32]] {
    let encoded = try data.texts.map { try configuration.encoder.encode($0) }
    let truncated = encoded.count(where: \.isTruncated)
    if truncated > 0 {
      let limit =
        configuration.file.classifier?.paddedLength ?? base.configuration.model.contextLength
      _ = report(.note("\(truncated) messages were cut to \(limit) tokens"))
    }
    return encoded.map { $0.windows[0] }
  }

  /// The base with a head: a new one, or the base's own when it tells the same classes apart.
  func initialClassifier(
    _ configuration: ModelConfigurationFile, report: (Event) -> Bool
  ) throws -> SequenceClassifier {
    let training = options.training
    var classifier: SequenceClassifier
    if base.tensors.contains(ClassificationHead.weightName),
      base.configuration.labels == data.classes
    {
      let trained = try base.classifier(with: baseModel)
      var head = trained.head
      if !options.hasHeadBias { head.bias = nil }
      if options.hasHeadBias, head.bias == nil {
        head.bias = Parameter(
          name: ClassificationHead.biasName, shape: [head.classCount],
          value: Matrix(count: head.classCount))
      }
      classifier = SequenceClassifier(model: trained.model, head: head, pooling: options.pooling)
      _ = report(.note("the base has a head for these classes: training goes on from it"))
    } else {
      let model = configuration.model
      classifier = SequenceClassifier(
        model: baseModel,
        head: ClassificationHead(
          classCount: data.classes.count, width: model.embeddingWidth,
          hasBias: options.hasHeadBias, initialization: options.headInitialization,
          deviation: model.initializerRange, seed: training.seed),
        pooling: options.pooling)
    }
    classifier.setTrainable(training.trainable)
    return classifier
  }

  /// Refuses what would not fit: running out of memory would end the program without a word.
  private func requireRoom(for messages: [[Int32]], _ depth: FrozenDepth) throws(KitError) {
    let rows = depth == .pooled ? messages.count : messages.reduce(0) { $0 + $1.count }
    let bytes = Double(rows) * Double(base.configuration.model.embeddingWidth) * 4
    guard bytes < 0.75 * Double(ProcessInfo.processInfo.physicalMemory) else {
      throw KitError.tooMuchData(gibibytes: Int(bytes / 0x1p30))
    }
  }

  /// The frozen part's answer to every message; rows are nil when nothing is frozen, and the whole is
  /// nil when `report` asked to stop.
  func frozenFeatures(
    of messages: [[Int32]], _ classifier: SequenceClassifier, report: (Event) -> Bool
  ) throws -> (rows: FrozenFeatures?, Void)? {
    guard let depth = classifier.frozenDepth else { return (nil, ()) }
    try requireRoom(for: messages, depth)
    let progress = PrefixProgress()
    let rows = timer.time(.prefix) {
      classifier.frozenFeatures(of: messages, depth: depth) { count in
        progress.add(count) { report(.prefix(done: $0, total: messages.count)) }
      }
    }
    return rows.map { ($0, ()) }
  }
}
