import ClassifierModels
import FineTuning
import GPT2
import GPT2Kernels
import TextDatasets

/// How fast this machine does each part of the work, beside what it could do at best.
public struct Benchmark: Sendable, Encodable {
  public struct Machine: Sendable, Encodable {
    public let threads: Int
    /// What multiplies trained weights, and what multiplies frozen ones; nil when that is missing.
    public let kernels: String
    public let packedKernels: String?
    /// Operations per second of a large product: by OpenBLAS, and packed by precision.
    public let productPeak: Double
    public let packedPeaks: [String: Double]
    /// Bytes per second.
    public let memoryBandwidth: Double
  }

  /// A part of the work.
  public struct Phase: Sendable, Encodable {
    public let name: String
    /// Of one repetition; the median of several.
    public let seconds: Double
    /// Work per second, and what it is counted in.
    public let rate: Double
    public let unit: String
    /// Of the peak of products in the same precision, or of memory bandwidth; nil where neither says much.
    public let share: Double?
    public let shareOf: String?
  }

  public let base: String
  public let data: String
  public let machine: Machine
  public private(set) var phases: [Phase] = []
  public private(set) var peakMemoryBytes: Int64 = 0
  /// Memory for matrices that a training step allocates once every batch has been seen.
  public private(set) var bytesAllocatedPerStep = 0

  /// Messages of the data that together have so many tokens are used.
  private static let tokenCount = 4096
  /// Models above it are too large to be pretrained for a benchmark.
  private static let mostPretrainedWeights = 50_000_000

  /// - Parameters:
  ///   - base: Folder of a base model.
  ///   - data: File of messages, with or without labels.
  ///   - report: Told the name of each phase before it begins.
  /// - Throws: What opening the base or reading the data throws.
  public init(
    base path: String, data file: String, reading: ReadingOptions, report: (String) -> Void
  ) throws {
    base = path
    data = file
    // Before anything takes time: what is wrong with them is to be said at once.
    let folder = try ModelFolder(path: path)
    guard try folder.storedQuantisation() == nil else { throw KitError.quantisedBase(path) }
    let texts = try Self.texts(of: file, reading)
    report("the machine's peaks")
    let precisions = Precision.allCases.filter(\.canPack)
    let peaks = precisions.map { ($0.rawValue, PeakMeasurement.packedProduct($0)) }
    machine = Machine(
      threads: Parallel.threads, kernels: BLAS.kernelSet, packedKernels: Precision.library,
      productPeak: PeakMeasurement.matrixProduct(),
      packedPeaks: Dictionary(uniqueKeysWithValues: peaks),
      memoryBandwidth: PeakMeasurement.memoryBandwidth())

    report("load")
    let loading = Self.median(of: 3) { _ = try? ModelFolder(path: path).model() }
    add("load", loading, 1, "models/s")
    report("tokenise")
    let tokens = texts.reduce(0) { $0 + folder.tokenizer.encode($1).count }
    let tokenising = Self.median(of: 3) {
      for text in texts { _ = folder.tokenizer.encode(text) }
    }
    add("tokenise", tokenising, Double(tokens), "tokens/s")

    let encoder = MessageEncoder(
      tokenizer: folder.tokenizer, configuration: folder.configuration.model)
    let messages = try Self.messages(of: texts, encoder)
    try measureClassifier(try Self.classifier(folder), messages, precisions, report: report)
    if folder.configuration.model.parameterCount <= Self.mostPretrainedWeights {
      report("pretrain")
      try measurePretraining(try folder.model(), messages)
    }
    peakMemoryBytes = Experiments.peakMemoryBytes()
  }

  private mutating func measureClassifier(
    _ classifier: SequenceClassifier, _ messages: [[Int32]], _ precisions: [Precision],
    report: (String) -> Void
  ) throws {
    let tokens = Double(messages.reduce(0) { $0 + $1.count })
    let blocks = classifier.blockCount
    let operations = tokens * Double(blocks - 1) * classifier.model.configuration.operationsPerBlock
    var features: FrozenFeatures?
    for precision in precisions.isEmpty ? [.float32] : precisions {
      report("frozen part in \(precision.rawValue)")
      let packed = classifier.packed(0..<blocks - 1, as: precision)
      let seconds = Self.median(of: 3) {
        features = packed.frozenFeatures(of: messages, depth: .blocks(blocks - 1))
      }
      let peak = machine.packedPeaks[precision.rawValue] ?? machine.productPeak
      add(
        "frozen part, \(precision.rawValue)", seconds, tokens, "tokens/s",
        share: operations / seconds / peak, of: "product peak")
    }
    report("train and evaluate")
    if let features { try measureTraining(classifier, messages, features) }
    for precision in precisions.isEmpty ? [.float32] : precisions {
      report("classify in \(precision.rawValue)")
      let packed = classifier.packed(0..<blocks, as: precision)
      let one = Array(messages.first { $0.count >= 21 }?.prefix(21) ?? messages[0][...])
      add(
        "classify \(one.count) tokens, \(precision.rawValue)",
        Self.median(of: 21) { _ = packed.logits(of: [one]) }, 1, "messages/s")
      add(
        "classify many, \(precision.rawValue)",
        Self.median(of: 3) { _ = packed.logits(of: messages) }, Double(messages.count),
        "messages/s")
    }
  }

  private mutating func measureTraining(
    _ classifier: SequenceClassifier, _ messages: [[Int32]], _ features: FrozenFeatures
  ) throws {
    var settings = TrainingSettings()
    settings.epochs = 2
    let order = Array(messages.indices)
    let batches = stride(from: 0, to: order.count, by: settings.batchSize).map {
      order[$0..<min(order.count, $0 + settings.batchSize)]
    }
    let trainer = try Trainer(
      classifier, settings: settings,
      data: TrainingData(
        messages: messages, labels: order.map { $0 % 2 }, train: order, validation: []),
      features: features, batches: { _ in batches })
    var times: [Double] = []
    var last = ContinuousClock.now
    var allocated = 0
    _ = try trainer.run(evaluating: false) { event in
      guard case .step(let step) = event else { return true }
      if step.step == batches.count { allocated = Matrix.allocatedBytes }
      times.append(last.duration(to: .now).inSeconds)
      last = .now
      return true
    }
    bytesAllocatedPerStep = (Matrix.allocatedBytes - allocated) / batches.count
    let seconds = Self.median(times)
    let weights = classifier.trainableParameters.reduce(0) { $0 + $1.value.count }
    // AdamW reads and writes each weight and its two moments.
    add(
      "train, a step of \(settings.batchSize)", seconds, Double(settings.batchSize), "messages/s",
      share: 24 * Double(weights) / seconds / machine.memoryBandwidth, of: "memory bandwidth")
    add(
      "evaluate", Self.median(of: 3) { _ = trainer.logits(at: order) }, Double(order.count),
      "messages/s")
  }

  private mutating func measurePretraining(_ base: GPT2Model, _ messages: [[Int32]]) throws {
    var model = base
    model.forEachParameter { $0.setTrainable(true) }
    let pass = LanguageModelPass(model: model)
    let optimizer = Optimizer(OptimizerSettings(), parameters: model.parameters)
    let batch = TokenBatch(messages)
    let targets = Array(batch.ids.dropFirst()) + [batch.ids[0]]
    let seconds = Self.median(of: 3) {
      optimizer.clearGradients()
      _ = pass.accumulateGradients(of: batch, targets: targets, divisor: Double(targets.count))
      optimizer.update(learningRate: 1e-4, gradientScale: 1)
    }
    let tokens = Double(targets.count)
    add(
      "pretrain, a step of \(targets.count) tokens", seconds, tokens, "tokens/s",
      share: tokens * model.configuration.trainingOperationsPerToken / seconds
        / machine.productPeak, of: "product peak")
  }

  private mutating func add(
    _ name: String, _ seconds: Double, _ work: Double, _ unit: String, share: Double? = nil,
    of peak: String? = nil
  ) {
    phases.append(
      Phase(
        name: name, seconds: seconds, rate: work / seconds, unit: unit, share: share, shareOf: peak)
    )
  }

  private static func texts(of file: String, _ reading: ReadingOptions) throws -> [String] {
    var reader = try MessageReader(path: file, options: reading)
    var texts: [String] = []
    while let message = try reader.next() { texts.append(message.text) }
    guard !texts.isEmpty else {
      throw DatasetError.noRows(path: file, skipped: reader.skippedCount)
    }
    return texts
  }

  private static func messages(of texts: [String], _ encoder: MessageEncoder) throws -> [[Int32]] {
    var messages: [[Int32]] = []
    var tokens = 0
    for text in texts where tokens < tokenCount {
      messages.append(try encoder.encode(text).windows[0])
      tokens += messages[messages.count - 1].count
    }
    return messages
  }

  /// The base with a new head for two classes, its last block to be trained.
  private static func classifier(_ folder: ModelFolder) throws -> SequenceClassifier {
    let model = try folder.model()
    var classifier = SequenceClassifier(
      model: model,
      head: ClassificationHead(
        classCount: 2, width: model.configuration.embeddingWidth, hasBias: true,
        initialization: .normal, deviation: 0.02, seed: 1),
      pooling: .last)
    classifier.setTrainable(.lastBlocks(1))
    return classifier
  }

  private static func median(of count: Int, _ body: () -> Void) -> Double {
    median(
      (0..<count).map { _ in
        let start = ContinuousClock.now
        body()
        return start.duration(to: .now).inSeconds
      })
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
