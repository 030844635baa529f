import Files
import Foundation
import GPT2
import ModelFiles

/// What a model's folder, or a single safetensors file, holds.
public struct ModelInspection: Sendable, Encodable {
  public struct Tensor: Sendable, Encodable {
    public let name: String
    public let dtype: String
    public let shape: [Int]
    public let file: String
  }

  /// The shape of the network, in the words of `config.json`.
  public struct Configuration: Sendable, Encodable {
    public let blocks: Int
    public let heads: Int
    public let width: Int
    public let context: Int
    public let vocabulary: Int
    public let labels: [String]?
    public let pooling: String?
    /// How logits become answers, where the model has been told.
    public let decision: ModelDecision?
  }

  public let path: String
  /// Nil for a lone file.
  public let configuration: Configuration?
  public let tensors: [Tensor]
  /// Weights in the tensors listed, masks not counted.
  public let storedParameters: Int
  /// Weights of the whole model, those of its base, its head and its adapters included; nil for a lone
  /// file.
  public let totalParameters: Int?
  /// Weights that `train` would change with its default, `--trainable last-1`, and a biased head for
  /// the model's classes, or two; nil for a lone file.
  public let trainableParameters: Int?
  /// SHA-256 of each file.
  public let digests: [String: String]
  /// The base that a trained model refers to.
  public let base: String?

  /// - Throws: `ModelFileError`, `ModelError`, `ModelFolderError`.
  public init(path: String, base override: String? = nil) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ModelError.unreadable(file: path)
    }
    self.path = path
    let collection: TensorCollection
    if isFolder.boolValue {
      let folder = try ModelFolder(path: path, base: override)
      let file = folder.configuration
      collection = folder.collection
      base = folder.base?.path
      let model = try folder.model()
      let classes = file.labels?.count ?? 2
      let head = ClassificationHead(
        classCount: max(2, classes), width: file.model.embeddingWidth, hasBias: true,
        initialization: .zeros, deviation: 0, seed: 0)
      let trainable =
        (model.blocks.last?.parameters ?? [])
        + [model.finalNorm.gain, model.finalNorm.bias, head.weight] + (head.bias.map { [$0] } ?? [])
      totalParameters = folder.parameterCount
      trainableParameters = trainable.reduce(0) { $0 + $1.value.count }
      configuration = Configuration(
        blocks: file.model.blockCount, heads: file.model.headCount,
        width: file.model.embeddingWidth, context: file.model.contextLength,
        vocabulary: file.model.vocabularySize, labels: file.labels,
        pooling: file.classifier?.pooling.rawValue,
        decision: try folder.decision())
    } else {
      collection = try TensorCollection(path: path)
      configuration = nil
      totalParameters = nil
      trainableParameters = nil
      base = nil
    }
    tensors = collection.tensors.map { tensor in
      Tensor(
        name: tensor.name, dtype: tensor.type.rawValue, shape: tensor.shape,
        file: URL(fileURLWithPath: tensor.file).lastPathComponent)
    }
    storedParameters = collection.tensors
      .filter { ModelTensors.isWeight($0) }.reduce(0) { $0 + $1.elementCount }
    digests = try Dictionary(
      uniqueKeysWithValues: collection.files.map { file in
        (
          URL(fileURLWithPath: file.path).lastPathComponent,
          try FileDigest.of(path: file.path).sha256
        )
      })
  }
}

extension ModelFolder {
  /// Weights of the whole model, those of its base, its head and its adapters included.
  package var parameterCount: Int {
    guard adapter == nil else {
      // The folder holds the adapters' matrices and the head.
      return configuration.model.parameterCount
        + collection.tensors.reduce(0) { $0 + $1.elementCount }
    }
    let head = [ClassificationHead.weightName, ClassificationHead.biasName]
      .compactMap { tensors.shape(of: $0)?.reduce(1, *) }.reduce(0, +)
    return configuration.model.parameterCount + head
  }
}
