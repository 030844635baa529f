import Files
import Foundation
import GPT2
import GPT2Kernels
import GPT2Tokenizer
import ModelFiles

/// A folder with a model: Hugging Face's files, or what `train` saved.
public struct ModelFolder: Sendable {
  public let path: String
  public let configuration: ModelConfigurationFile
  public let tokenizer: BytePairTokenizer
  public let tensors: ModelTensors
  /// Those that lie in the folder itself rather than in its base; nil where it holds an adapter.
  package let ownTensors: ModelTensors?
  /// What the folder holds in place of weights, in PEFT's format.
  public let adapter: AdapterFolder?
  /// The folder's own files, without those of a base.
  public let collection: TensorCollection
  /// All files of weights, those of a base included.
  private let mappedFiles: [MappedFile]
  /// Present in a folder that `train` saved.
  public let base: BaseReference?

  /// - Parameters:
  ///   - path: The folder.
  ///   - base: Where the base of a saved model or of an adapter is, when it was moved.
  /// - Throws: `ModelError`, `ModelFileError`, `TokenizerError`, `ModelFolderError`.
  public init(path: String, base: String? = nil) throws {
    self.path = path
    let adapter =
      Self.exists(path + "/" + AdapterConfiguration.fileName) ? try AdapterFolder(path: path) : nil
    let reference = try Self.reference(in: path)
    let frozen: TensorCollection?
    if let reference {
      frozen = try reference.open(forModelIn: path, override: base)
    } else {
      frozen = try adapter.map {
        try TensorCollection(path: Self.baseFolder(of: $0, override: base))
      }
    }
    // An adapter of PEFT's comes without the small files; a folder of ours without is not finished.
    let isWhole = reference != nil || Self.exists(path + "/config.json")
    let home = isWhole ? path : frozen?.path ?? path
    var configuration = try ModelConfigurationFile(path: home + "/config.json")
    if let classes = adapter?.classCount, classes != configuration.labels?.count {
      configuration.labels = nil
    }
    collection = try adapter?.collection ?? TensorCollection(path: path)
    ownTensors = adapter == nil ? ModelTensors(collection) : nil
    tensors =
      if let frozen {
        adapter == nil
          ? ModelTensors(collection, fallback: ModelTensors(frozen))
          : ModelTensors(frozen)
      } else {
        ModelTensors(collection)
      }
    mappedFiles = (collection.files + (frozen?.files ?? [])).map(\.mapping)
    tokenizer = try BytePairTokenizer(directory: home)
    self.configuration = configuration
    self.adapter = adapter
    self.base = reference
    // A vocabulary may be padded to more rows than there are tokens, but not the other way round.
    guard tokenizer.vocabularySize <= configuration.model.vocabularySize else {
      throw ModelFolderError.otherTokenizer(
        folder: path, tokens: tokenizer.vocabularySize,
        vocabulary: configuration.model.vocabularySize)
    }
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  private static func reference(in folder: String) throws -> BaseReference? {
    let path = folder + "/" + BaseReference.fileName
    guard exists(path) else { return nil }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    guard let reference = try? JSONDecoder().decode(BaseReference.self, from: data) else {
      throw ModelFolderError.unreadableReference(path)
    }
    return reference
  }

  /// The folder of the model that an adapter of another program was made for: as it says, or seen from it.
  private static func baseFolder(
    of adapter: AdapterFolder, override: String?
  ) throws(ModelFolderError) -> String {
    if let override { return override }
    let name = adapter.configuration.base ?? ""
    guard
      let folder = [name, adapter.path + "/" + name].first(where: {
        !name.isEmpty && exists($0 + "/config.json")
      })
    else { throw .missingAdapterBase(name, adapter: adapter.path) }
    return folder
  }

  /// SHA-256 of the folder's own weights; of several files it is that of their digests.
  public func digest() throws -> String {
    SHA256Sum.joining(try collection.files.map { try FileDigest.of(path: $0.path).sha256 })
  }

  /// Gives back the memory of mapped weights, of which there are copies by now.
  package func releaseMappedMemory() {
    for file in mappedFiles { file.releaseMemory() }
  }

  /// How many of the lowest blocks are those of the base, unchanged.
  var frozenBlockCount: Int {
    (0..<configuration.model.blockCount).first { block in
      ownTensors?.contains("transformer.h.\(block).ln_1.weight") ?? false
        || adapter?.adaptsBlock(block) ?? false
    } ?? configuration.model.blockCount
  }

  /// The transformer with the folder's weights, in place where they are float32, and its adapters.
  ///
  /// - Parameters:
  ///   - quantisation: Of the blocks' weights, where they are not stored as codes already; nil for none.
  ///   - isCausal: Whether tokens attend only to earlier ones; nil for as the folder has it.
  /// - Throws: `ModelError`, `ModelFileError`; `ModelFolderError.notQuantisable`.
  package func model(
    quantisedAs quantisation: QuantisationFormat?, isCausal: Bool? = nil
  ) throws -> GPT2Model {
    var shape = configuration.model
    shape.isCausal = isCausal ?? shape.isCausal
    var model = try GPT2Model(
      configuration: shape, parameter: tensors.parameter,
      quantised: { name, shape in
        if tensors.isQuantised(name) {
          return try tensors.quantisedWeights(name, inputs: shape[0], outputs: shape[1])
        }
        return try quantisation.map { try quantised(name, shape, as: $0) }
      })
    try adapter?.attach(to: &model)
    return model
  }

  /// The transformer as the folder says that its model was trained.
  public func model() throws -> GPT2Model {
    try model(quantisedAs: configuration.classifier?.quantisation)
  }

  private func quantised(
    _ name: String, _ shape: [Int], as format: QuantisationFormat
  ) throws -> QuantisedWeights {
    do {
      let weights = try QuantisedWeights(
        tensors.parameter(name, shape: shape).value, format: format)
      // Never more than one weight in both forms.
      releaseMappedMemory()
      return weights
    } catch let error as QuantisationError {
      throw ModelFolderError.notQuantisable("\(path), '\(name)'", reason: "\(error)")
    }
  }

  /// The format in which weights of the blocks are stored, if some are as codes.
  ///
  /// - Throws: `ModelFileError` for codes that cannot be used.
  public func storedQuantisation() throws -> QuantisationFormat? {
    let model = configuration.model
    let shapes = GPT2Model.mapShapes(of: model)
    for block in 0..<model.blockCount {
      for target in AdapterTarget.allCases {
        let name = "transformer.h.\(block).\(target.rawValue).weight"
        guard tensors.isQuantised(name), let shape = shapes[target] else { continue }
        return try tensors.quantisedWeights(name, inputs: shape.inputs, outputs: shape.outputs)
          .format
      }
    }
    return nil
  }

  /// Names of the head's classes in the order of the logits; a head without names has those that Hugging
  /// Face gives.
  package var classNames: [String] {
    let count =
      adapter?.classCount ?? tensors.shape(of: ClassificationHead.weightName)?.first ?? 0
    return configuration.labels ?? (0..<count).map { "LABEL_\($0)" }
  }

  /// How the model's answers are decided on, where it has been told.
  ///
  /// - Throws: `ModelFolderError.badDecision`.
  package func decision() throws(ModelFolderError) -> ModelDecision? {
    try ModelDecision(folder: path, classes: classNames)
  }

  /// Whether the folder, its base or its adapter holds a classification head.
  package var hasHead: Bool {
    adapter?.classCount != nil || tensors.contains(ClassificationHead.weightName)
  }

  /// The classifier that the folder holds.
  ///
  /// - Throws: `ModelError.noHead` for a base model, `.noLabels`.
  public func classifier() throws -> SequenceClassifier { try classifier(with: model()) }

  /// - Parameter model: The folder's own.
  package func classifier(with model: GPT2Model) throws -> SequenceClassifier {
    let width = configuration.model.embeddingWidth
    let pooling = configuration.classifier?.pooling ?? .last
    if let head = try adapter?.head(width: width) {
      return SequenceClassifier(model: model, head: head, pooling: pooling)
    }
    guard let shape = tensors.shape(of: ClassificationHead.weightName), shape.count == 2 else {
      throw ModelError.noHead(file: path)
    }
    guard shape[0] > 1, configuration.labels == nil || configuration.labels?.count == shape[0]
    else { throw ModelError.noLabels(file: path + "/config.json", classes: shape[0]) }
    let bias =
      tensors.contains(ClassificationHead.biasName)
      ? try tensors.parameter(ClassificationHead.biasName, shape: [shape[0]]) : nil
    return SequenceClassifier(
      model: model,
      head: ClassificationHead(
        weight: try tensors.parameter(ClassificationHead.weightName, shape: [shape[0], width]),
        bias: bias),
      pooling: pooling)
  }
}
