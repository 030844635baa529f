import GPT2Kernels
import ModelFiles

/// The tensors of one or more checkpoints under the names of Hugging Face's
/// GPT2ForSequenceClassification, whatever prefix they are stored with.
public struct CheckpointTensors: Sendable {
  /// Where the tensors come from, for error messages.
  public let path: String
  private let tensors: [String: StoredTensor]

  /// - Parameters:
  ///   - collection: The checkpoint.
  ///   - fallback: Where to look for tensors that the checkpoint does not hold.
  public init(_ collection: TensorCollection, fallback: CheckpointTensors? = nil) {
    path = collection.path
    var tensors = fallback?.tensors ?? [:]
    for tensor in collection.tensors {
      guard let name = Self.canonicalName(of: tensor) else { continue }
      tensors[name] = tensor
    }
    self.tensors = tensors
  }

  /// The name that this program knows a tensor by; nil for what is no weight: the causal masks that
  /// old checkpoints carry, and the language-model head, which is the token embedding.
  static func canonicalName(of tensor: StoredTensor) -> String? {
    var name = Substring(tensor.name)
    for prefix in ["module.", "model.", "transformer."] where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
    }
    if name.hasSuffix(".attn.masked_bias") || name == "lm_head.weight" { return nil }
    if name.hasSuffix(".attn.bias"), tensor.shape.count == 4 { return nil }
    return name.hasPrefix("score.") ? String(name) : "transformer." + name
  }

  /// Whether a stored tensor is a weight of the model, rather than a mask or a copy.
  public static func isWeight(_ tensor: StoredTensor) -> Bool {
    canonicalName(of: tensor) != nil
  }

  public func contains(_ name: String) -> Bool { tensors[name] != nil }

  /// The shape of a tensor, nil when there is none of that name.
  public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// Whether a weight is stored as the codes of quantised weights.
  public func isQuantised(_ name: String) -> Bool {
    QuantisedWeights.areStored(named: name) { tensors[$0] }
  }

  /// The codes of an (inputs, outputs) weight, as bitsandbytes stores them.
  ///
  /// - Throws: `ModelFileError` when a part is missing or does not fit, or the format is not read here.
  public func quantisedWeights(
    _ name: String, inputs: Int, outputs: Int
  ) throws(ModelFileError) -> QuantisedWeights {
    try QuantisedWeights(named: name, inputs: inputs, outputs: outputs, file: path) { tensors[$0] }
  }

  /// A parameter of a given shape, in place in the mapped file where possible.
  ///
  /// - Throws: `ModelError` when the tensor is missing or of another shape; `ModelFileError` when it
  ///   holds no floating-point numbers.
  public func parameter(_ name: String, shape: [Int]) throws -> Parameter {
    guard let tensor = tensors[name] else { throw ModelError.missingTensor(name, file: path) }
    guard tensor.shape == shape else {
      throw ModelError.shapeMismatch(
        name, expected: shape, found: tensor.shape, file: tensor.file)
    }
    let columns = shape.last ?? 1
    let matrix = try tensor.matrix(rows: shape.dropLast().reduce(1, *), columns: columns)
    return Parameter(name: name, shape: shape, value: matrix)
  }
}
