import ClassifierModels
import Files
import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import GPT2Tokenizer
import TextDatasets

/// What training options make of a base and labelled texts before the first step: the new model's
/// configuration, the texts as tokens, and the classifier to begin with.
struct ClassifierPreparation {
  let options: TrainingOptions
  let base: ModelFolder
  /// SHA-256 of the base's own weights.
  let baseDigest: String
  let texts: [String]
  let classes: [String]
  /// `config.json` of the new model, but for the precision it will have been checked with.
  let configuration: ModelConfigurationFile
  private let encoder: MessageEncoder

  /// - Parameter train: The messages of which the longest decides how far messages are padded.
  init(
    options: TrainingOptions, base: ModelFolder, baseDigest: String, data: LabelledDataset,
    train: [Int]
  ) throws {
    self.options = options
    self.base = base
    self.baseDigest = baseDigest
    (texts, classes) = (data.messages.map(\.text), data.classes.names)
    var model = base.configuration.model
    model.endOfTextToken = model.endOfTextToken ?? base.tokenizer.endOfText
    model.padToken = model.padToken ?? model.endOfTextToken
    var settings = ClassifierSettings(
      pooling: options.pooling, positiveLabel: data.classes.positiveName)
    model.isCausal = options.hasCausalMask ?? model.isCausal
    settings.hasCausalMask = model.isCausal ? nil : false
    if options.padsMessages {
      let encoder = MessageEncoder(tokenizer: base.tokenizer, configuration: model)
      let longest =
        try options.paddedLength
        ?? train.map { try encoder.encode(data.messages[$0].text).windows[0].count }.max() ?? 1
      settings.paddedLength = min(longest, model.contextLength)
    }
    settings.quantisation = options.quantisation
    configuration = ModelConfigurationFile(
      model: model, labels: data.classes.names, classifier: settings)
    encoder = MessageEncoder(
      tokenizer: base.tokenizer, configuration: model, paddedLength: settings.paddedLength)
  }

  /// Opens the base and checks the options that depend on it.
  ///
  /// - Throws: `ModelError`, `ModelFileError`, `TokenizerError`, `KitError`.
  static func openBase(_ options: TrainingOptions, classes: [String]) throws -> ModelFolder {
    guard
      !FileManager.default.fileExists(
        atPath: options.base + "/" + AdapterConfiguration.fileName)
    else { throw ModelFolderError.adapterAsBase(options.base) }
    let folder = try ModelFolder(path: options.base)
    try check(options, on: folder, classes: classes)
    return folder
  }

  /// Checks the options that depend on the base.
  ///
  /// - Throws: `KitError`; `ModelFileError` for codes that cannot be used.
  static func check(
    _ options: TrainingOptions, on folder: ModelFolder, classes: [String]
  ) throws {
    let model = folder.configuration.model
    if options.training.adapters != nil, folder.base != nil {
      throw ModelFolderError.partialBase(options.base)
    }
    if options.training.adapters == nil, try folder.storedQuantisation() != nil {
      throw KitError.quantisedBase(options.base)
    }
    if let wanted = options.quantisation, let stored = try folder.storedQuantisation(),
      wanted != stored
    {
      throw SettingError.unsuitable(
        "`method` qlora-\(wanted.rawValue): the base's weights are stored as \(stored.rawValue) already. Give "
          + "`method` lora to use them as they are.")
    }
    if let adapters = options.training.adapters {
      let largest = min(model.embeddingWidth, model.innerWidth)
      guard adapters.rank <= largest else {
        throw SettingError.unsuitable(
          "`rank` is \(adapters.rank), but the base is \(largest) wide; give a lower rank.")
      }
      if !adapters.trainsHead, folder.tensors.contains(ClassificationHead.biasName) {
        throw SettingError.unsuitable(
          "`freeze_head`: the base's head has a bias, which an adapter of PEFT's cannot keep. Leave the option out."
        )
      }
      guard adapters.trainsHead || hasHead(folder, for: classes) else {
        throw SettingError.unsuitable(
          "`freeze_head`: the base has no head for the classes \(PlainName.list(classes)), so one must be "
            + "learned.")
      }
    }
    if case .lastBlocks(let count) = options.training.trainable, count > model.blockCount {
      throw KitError.tooManyBlocks(asked: count, blocks: model.blockCount)
    }
    if let length = options.paddedLength, length > model.contextLength {
      throw SettingError.unsuitable(
        "`padded_length` is \(length), but the base reads \(model.contextLength) tokens at most.")
    }
  }

  /// The texts as tokens, and a remark when some had to be cut.
  func encodedMessages() throws -> (messages: [[Int32]], remark: String?) {
    let encoded = try texts.map { try encoder.encode($0) }
    let truncated = encoded.count(where: \.isTruncated)
    let limit = configuration.classifier?.paddedLength ?? configuration.model.contextLength
    return (
      encoded.map { $0.windows[0] },
      truncated > 0 ? "\(truncated) messages were cut to \(limit) tokens" : nil
    )
  }

  /// Whether training goes on from the base's head, which tells the same classes apart.
  var hasHead: Bool { options.compat == nil && Self.hasHead(base, for: classes) }

  private static func hasHead(_ base: ModelFolder, for classes: [String]) -> Bool {
    base.tensors.contains(ClassificationHead.weightName) && base.configuration.labels == classes
  }

  /// The base with a head: its own when it tells the same classes apart, else a new one.
  ///
  /// - Parameter model: The base's transformer. Training changes it where it is not mapped.
  func classifier(on model: GPT2Model) throws -> SequenceClassifier {
    var classifier = SequenceClassifier(
      model: model, head: try hasHead ? ownHead(model) : newHead(), pooling: options.pooling)
    guard let adapters = options.training.adapters else {
      classifier.setTrainable(options.training.trainable)
      return classifier
    }
    classifier.addAdapters(
      adapters, to: options.training.trainable, seed: options.training.seed)
    return classifier
  }

  private func ownHead(_ model: GPT2Model) throws -> ClassificationHead {
    var head = try base.classifier(with: model).head
    if !options.hasHeadBias { head.bias = nil }
    if options.hasHeadBias, head.bias == nil {
      head.bias = Parameter(
        name: ClassificationHead.biasName, shape: [head.classCount],
        value: Matrix(count: head.classCount))
    }
    return head
  }

  private func newHead() -> ClassificationHead {
    let model = configuration.model
    if options.compat == .raschka {
      return ClassificationHead(
        classCount: classes.count, width: model.embeddingWidth,
        torchSeed: options.training.seed)
    }
    return ClassificationHead(
      classCount: classes.count, width: model.embeddingWidth, hasBias: options.hasHeadBias,
      initialization: options.headInit, deviation: model.initializerRange,
      seed: options.training.seed)
  }

  /// The features of every message.
  ///
  /// - Parameters:
  ///   - precision: Of the frozen part's products.
  ///   - cache: Nil to compute everything.
  ///   - report: Told one at a time how many messages are done; returns false to stop.
  /// - Returns: Nil when `report` asked to stop; and a remark for the user.
  func frozenFeatures(
    of messages: [[Int32]], _ classifier: SequenceClassifier, depth: FrozenDepth,
    precision: Precision, cache: FeatureCache?, report: (Int) -> Bool
  ) throws -> (features: FrozenFeatures?, remark: String?) {
    let extractor = try FeatureExtractor(
      classifier, depth: depth, packedAs: precision, cache: cache,
      model: {
        [
          "features 2", baseDigest, base.base?.sha256 ?? "",
          try BaseFiles.digest(ofBase: base.path), "\(depth)",
          depth == .pooled ? options.pooling.rawValue : "", precision.rawValue,
        ]
      }, releaseMappedMemory: base.releaseMappedMemory)
    guard let found = try extractor.features(of: messages, progress: report) else {
      return (nil, nil)
    }
    let remark =
      found.computedCount == 0
      ? "features were taken from the cache"
      : found.cacheFailure.map { "features were not kept for later runs: \($0)" }
    return (found.features, remark)
  }
}

extension ModelFolder {
  /// The transformer as a training on it wants it.
  func model(for options: TrainingOptions) throws -> GPT2Model {
    try model(quantisedAs: options.quantisation, isCausal: options.hasCausalMask)
  }
}
