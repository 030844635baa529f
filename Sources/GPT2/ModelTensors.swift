import Files
import GPT2Kernels
import ModelFiles

/// The tensors of one or more checkpoints under the names of Hugging Face's
/// GPT2ForSequenceClassification, whatever prefix they are stored with.
public struct ModelTensors: Sendable {
  /// Where the tensors come from, for error messages.
  public let path: String
  private let tensors: [String: StoredTensor]

  /// - Parameters:
  ///   - collection: The checkpoint.
  ///   - fallback: Where to look for tensors that the checkpoint does not hold.
  public init(_ collection: TensorCollection, fallback: ModelTensors? = nil) {
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

/// A model folder that cannot be used. Every message names the file and the next step.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadable(file: String)
  case badConfiguration(file: String, reason: String)
  case missingTensor(String, file: String)
  case shapeMismatch(String, expected: [Int], found: [Int], file: String)
  case noLabels(file: String, classes: Int)
  case noHead(file: String)
  case notGenerative(file: String)
  case badAdapter(file: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let file):
      "\(file): cannot be read. Check the path; a model is a folder with a config.json."
    case .badConfiguration(let file, let reason):
      "\(file): \(reason)."
    case .missingTensor(let name, let file):
      "\(file): no tensor '\(name)'. Is this a GPT-2 checkpoint that fits its config.json?"
    case .shapeMismatch(let name, let expected, let found, let file):
      "\(file): '\(name)' has shape \(found), but config.json asks for \(expected)."
    case .noLabels(let file, let classes):
      "\(file): id2label does not name the \(classes) classes of score.weight."
    case .badAdapter(let file, let reason):
      "\(file): \(reason). Is this an adapter for another base?"
    case .noHead(let file):
      "\(file): no classification head (score.weight). "
        + "This is a base model: train it first, with its folder as `base`."
    case .notGenerative(let file):
      "\(file): a classifier does not hold all weights of its base; name the base itself."
    }
  }
}

extension ModelError: ReportableError {
  package var exitClass: ExitClass { .input }
}
