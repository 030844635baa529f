import ClassifierModels
import Digests
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
    (texts, classes) = (data.messages.map(\.text), data.classes)
    var model = base.configuration.model
    model.endOfTextToken = model.endOfTextToken ?? base.tokenizer.endOfText
    model.padToken = model.padToken ?? model.endOfTextToken
    var settings = ClassifierSettings(pooling: options.pooling, positiveLabel: data.positiveLabel)
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
      model: model, labels: data.classes, classifier: settings)
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
      throw KitError.badOption(
        "`method` qlora-\(wanted.rawValue): the base's weights are stored as \(stored.rawValue) already. Give "
          + "`method` lora to use them as they are.")
    }
    if let adapters = options.training.adapters {
      let largest = min(model.embeddingWidth, model.innerWidth)
      guard adapters.rank <= largest else {
        throw KitError.badOption(
          "`rank` is \(adapters.rank), but the base is \(largest) wide; give a lower rank.")
      }
      if !adapters.trainsHead, folder.tensors.contains(ClassificationHead.biasName) {
        throw KitError.badOption(
          "`freeze_head`: the base's head has a bias, which an adapter of PEFT's cannot keep. Leave the option out."
        )
      }
      guard adapters.trainsHead || hasHead(folder, for: classes) else {
        throw KitError.badOption(
          "`freeze_head`: the base has no head for the classes \(PlainName.list(classes)), so one must be "
            + "learned.")
      }
    }
    if case .lastBlocks(let count) = options.training.trainable, count > model.blockCount {
      throw KitError.tooManyBlocks(asked: count, blocks: model.blockCount)
    }
    if let length = options.paddedLength, length > model.contextLength {
      throw KitError.badOption(
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
  var hasHead: Bool { options.compatibility == nil && Self.hasHead(base, for: classes) }

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
    if options.compatibility == .raschka {
      return ClassificationHead(
        classCount: classes.count, width: model.embeddingWidth,
        torchSeed: options.training.seed)
    }
    return ClassificationHead(
      classCount: classes.count, width: model.embeddingWidth, hasBias: options.hasHeadBias,
      initialization: options.headInitialization, deviation: model.initializerRange,
      seed: options.training.seed)
  }

  /// The frozen part's answer to every message: each different one is computed once, unless `cache` has it.
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
    try requireRoom(for: messages, depth)
    // Products with codes give a row other last bits in other company, which a cache must not show.
    let isQuantised = classifier.model.blocks.contains(where: \.isQuantised)
    let cache = isQuantised ? nil : cache
    let model = try cache == nil ? "" : featureKey(classifier, depth, precision)
    var found =
      cache?.features(
        of: messages, model: model, width: configuration.model.embeddingWidth,
        rows: { depth == .pooled ? 1 : $0.count }) ?? [:]
    var missing: [[Int32]] = []
    var seen: Set<[Int32]> = []
    for message in messages where found[message] == nil && seen.insert(message).inserted {
      missing.append(message)
    }
    var remark = missing.isEmpty ? "the frozen part's answers were taken from the cache" : nil
    // Codes stay codes: packing would give back the memory that they save.
    let packed = missing.isEmpty || isQuantised ? classifier : packed(classifier, depth, precision)
    let progress = PrefixProgress(done: messages.count - missing.count)
    for block in blocks(of: missing, depth) {
      let messages = Array(missing[block])
      guard
        let features = packed.frozenFeatures(
          of: messages, depth: depth, progress: { progress.add($0, report: report) })
      else { return (nil, remark) }
      var rows = features.messages
      do {
        if let cache { rows = try cache.keep(rows, of: messages, model: model) }
      } catch {
        // Nothing depends on it but the time of a later run.
        remark = "the frozen part's answers were not kept for later runs: \(error)"
      }
      found.merge(zip(messages, rows)) { first, _ in first }
    }
    return (FrozenFeatures(depth: depth, messages: messages.compactMap { found[$0] }), remark)
  }

  /// Packs the frozen blocks one after another, so that no more than one is in memory twice.
  private func packed(
    _ classifier: SequenceClassifier, _ depth: FrozenDepth, _ precision: Precision
  ) -> SequenceClassifier {
    (0..<depth.blockCount(of: classifier)).reduce(classifier) { classifier, block in
      let packed = classifier.packed(block..<block + 1, as: precision)
      if precision.canPack { base.releaseMappedMemory() }
      return packed
    }
  }

  /// Everything that features depend on, apart from the tokens.
  private func featureKey(
    _ classifier: SequenceClassifier, _ depth: FrozenDepth, _ precision: Precision
  ) throws -> String {
    SHA256Sum.of(
      [
        "features 2", baseDigest, base.base?.sha256 ?? "", try BaseFiles.digest(ofBase: base.path),
        "\(depth)", depth == .pooled ? options.pooling.rawValue : "", precision.rawValue,
        Precision.library ?? "", BLAS.kernelSet,
        configuration.model.isCausal ? "causal" : "no mask",
      ].joined(separator: "\n"))
  }

  /// Messages whose features together take a quarter of a gigabyte: a cache keeps them before the next.
  private func blocks(of messages: [[Int32]], _ depth: FrozenDepth) -> [Range<Int>] {
    let most = (1 << 28) / (4 * configuration.model.embeddingWidth)
    var blocks: [Range<Int>] = []
    var (start, rows) = (0, 0)
    for (index, message) in messages.enumerated() {
      if rows >= most {
        blocks.append(start..<index)
        (start, rows) = (index, 0)
      }
      rows += depth == .pooled ? 1 : message.count
    }
    if start < messages.count { blocks.append(start..<messages.count) }
    return blocks
  }

  /// Refuses features that would not fit: running out of memory would end the program without a
  /// word.
  private func requireRoom(for messages: [[Int32]], _ depth: FrozenDepth) throws(KitError) {
    let rows = depth == .pooled ? messages.count : messages.reduce(0) { $0 + $1.count }
    let bytes = Double(rows) * Double(configuration.model.embeddingWidth) * 4
    guard bytes < 0.75 * Double(ProcessInfo.processInfo.physicalMemory) else {
      throw KitError.tooMuchData(gibibytes: Int(bytes / 0x1p30))
    }
  }
}

extension ModelFolder {
  /// The transformer as a training on it wants it.
  func model(for options: TrainingOptions) throws -> GPT2Model {
    try model(quantisedAs: options.quantisation, isCausal: options.hasCausalMask)
  }
}
