import Digests
import Foundation
import GPT2
import GPT2Tokenizer
import ModelFiles
import WholeFiles

/// A folder with a model: Hugging Face's files, or what `train` saved.
public struct ModelFolder: Sendable {
  public let path: String
  public let configuration: ModelConfigurationFile
  public let tokenizer: BytePairTokenizer
  public let tensors: CheckpointTensors
  /// Those that lie in the folder itself rather than in its base.
  let ownTensors: CheckpointTensors
  /// The folder's own files, without those of a base.
  public let collection: TensorCollection
  /// All files of weights, those of a base included.
  private let mappedFiles: [MappedFile]
  /// Present in a folder that `train` saved.
  public let base: BaseReference?

  /// - Parameters:
  ///   - path: The folder.
  ///   - base: Where the base of a saved model is, when it was moved.
  /// - Throws: `ModelError`, `ModelFileError`, `TokenizerError`, `KitError`.
  public init(path: String, base: String? = nil) throws {
    self.path = path
    configuration = try ModelConfigurationFile(path: path + "/config.json")
    let referencePath = path + "/" + BaseReference.fileName
    if FileManager.default.fileExists(atPath: referencePath) {
      let data = try Data(contentsOf: URL(fileURLWithPath: referencePath))
      guard let reference = try? JSONDecoder().decode(BaseReference.self, from: data) else {
        throw KitError.unreadablePlan(referencePath, reason: "not a reference to a base model")
      }
      self.base = reference
      collection = try TensorCollection(path: path)
      ownTensors = CheckpointTensors(collection)
      let frozen = try reference.open(forModelIn: path, override: base)
      mappedFiles = (collection.files + frozen.files).map(\.mapping)
      tensors = CheckpointTensors(collection, fallback: CheckpointTensors(frozen))
    } else {
      self.base = nil
      collection = try TensorCollection(path: path)
      ownTensors = CheckpointTensors(collection)
      tensors = ownTensors
      mappedFiles = collection.files.map(\.mapping)
    }
    tokenizer = try BytePairTokenizer(directory: path)
    // A vocabulary may be padded to more rows than there are tokens, but not the other way round.
    guard tokenizer.vocabularySize <= configuration.model.vocabularySize else {
      throw KitError.otherTokenizer(
        folder: path, tokens: tokenizer.vocabularySize,
        vocabulary: configuration.model.vocabularySize)
    }
  }

  /// SHA-256 of the folder's own weights; of several files it is that of their digests.
  public func digest() throws -> String {
    SHA256Sum.joining(try collection.files.map { try FileDigest.of(path: $0.path).sha256 })
  }

  /// Gives back the memory of mapped weights, of which there are copies by now.
  func releaseMappedMemory() {
    for file in mappedFiles { file.releaseMemory() }
  }

  /// How many of the lowest blocks are those of the base, unchanged.
  var frozenBlockCount: Int {
    (0..<configuration.model.blockCount).first {
      ownTensors.contains("transformer.h.\($0).ln_1.weight")
    }
      ?? configuration.model.blockCount
  }

  /// The transformer with the folder's weights, in place where they are float32.
  public func model() throws -> GPT2Model {
    try GPT2Model(configuration: configuration.model, parameter: tensors.parameter)
  }

  /// The classifier that the folder holds.
  ///
  /// - Throws: `ModelError.noHead` for a base model, `.noLabels`.
  public func classifier() throws -> SequenceClassifier { try classifier(with: model()) }

  /// - Parameter model: The folder's own.
  func classifier(with model: GPT2Model) throws -> SequenceClassifier {
    guard let shape = tensors.shape(of: ClassificationHead.weightName), shape.count == 2 else {
      throw ModelError.noHead(file: path)
    }
    guard shape[0] > 1, configuration.labels == nil || configuration.labels?.count == shape[0]
    else { throw ModelError.noLabels(file: path + "/config.json", classes: shape[0]) }
    let width = configuration.model.embeddingWidth
    let bias =
      tensors.contains(ClassificationHead.biasName)
      ? try tensors.parameter(ClassificationHead.biasName, shape: [shape[0]]) : nil
    return SequenceClassifier(
      model: model,
      head: ClassificationHead(
        weight: try tensors.parameter(ClassificationHead.weightName, shape: [shape[0], width]),
        bias: bias),
      pooling: configuration.classifier?.pooling ?? .last)
  }
}
