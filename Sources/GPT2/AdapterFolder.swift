import GPT2Kernels
import ModelFiles

/// A folder with an adapter in PEFT's format: `adapter_config.json` and `adapter_model.safetensors`.
///
/// What the tensors' names say counts: PEFT's targets are patterns that the names are the outcome of.
public struct AdapterFolder: Sendable {
  public static let weightsName = "adapter_model.safetensors"

  public let path: String
  public let configuration: AdapterConfiguration
  /// The file of weights.
  public let collection: TensorCollection
  /// By the names that a checkpoint of the whole model would have, with `.lora_A.weight` and
  /// `.lora_B.weight` for the factors.
  private let tensors: [String: StoredTensor]

  /// - Throws: `ModelError`, `ModelFileError`.
  public init(path: String) throws {
    self.path = path
    configuration = try AdapterConfiguration(path: path + "/" + AdapterConfiguration.fileName)
    collection = try TensorCollection(path: path + "/" + Self.weightsName)
    var tensors: [String: StoredTensor] = [:]
    for tensor in collection.tensors {
      let name = Self.canonicalName(of: tensor.name)
      guard tensors.updateValue(tensor, forKey: name) == nil else {
        throw ModelError.badAdapter(file: tensor.file, reason: "two tensors for '\(name)'")
      }
    }
    self.tensors = tensors
  }

  /// Without the wrappers that PEFT puts around a model, in memory and in files.
  static func canonicalName(of stored: String) -> String {
    var name = Substring(stored)
    for prefix in ["base_model.", "model."] where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).filter {
      $0 != "default" && $0 != "modules_to_save"
    }
    let plain = parts.joined(separator: ".")
    return plain.hasPrefix("score.") || plain.hasPrefix("transformer.")
      ? plain : "transformer." + plain
  }

  /// The name that a parameter of ours has in PEFT's files.
  public static func storedName(of parameter: Parameter) -> String {
    let wrapper = "base_model.model."
    return parameter.name.hasPrefix(wrapper) ? parameter.name : wrapper + parameter.name
  }

  private var file: String { collection.path }

  private func refusal(_ reason: String) -> ModelError { .badAdapter(file: file, reason: reason) }

  /// The classes of the head that came with the adapter; nil when none did.
  public var classCount: Int? { tensors[ClassificationHead.weightName]?.shape.first }

  /// Whether there is an adapter for any map of a block.
  public func adaptsBlock(_ block: Int) -> Bool {
    tensors.keys.contains { $0.hasPrefix("transformer.h.\(block).") }
  }

  /// The head that came with the adapter.
  ///
  /// - Throws: `ModelError.badAdapter` for another width.
  public func head(width: Int) throws -> ClassificationHead? {
    guard let weight = tensors[ClassificationHead.weightName] else { return nil }
    guard weight.shape.count == 2, weight.shape[0] > 1, weight.shape[1] == width else {
      throw refusal(
        "'\(weight.name)' has shape \(weight.shape); expected two classes or more, and the base's width "
          + "of \(width)")
    }
    return ClassificationHead(
      weight: try parameter(ClassificationHead.weightName, weight, weight.shape), bias: nil)
  }

  /// Adds the adapters to a model, and puts in place what was saved whole.
  ///
  /// - Throws: `ModelError.badAdapter` when it was made for another model.
  public func attach(to model: inout GPT2Model) throws {
    var left = Set(tensors.keys)
    left.remove(ClassificationHead.weightName)
    for block in model.blocks.indices {
      for target in AdapterTarget.allCases {
        let name = "transformer.h.\(block).\(target.rawValue)"
        let names = (a: name + ".lora_A.weight", b: name + ".lora_B.weight")
        guard left.contains(names.a) || left.contains(names.b) else { continue }
        guard let a = tensors[names.a], let b = tensors[names.b] else {
          throw refusal("one factor of '\(name)' is missing")
        }
        let map = model.blocks[block][keyPath: target.map]
        model.blocks[block][keyPath: target.map].adapter = try adapter(
          name, a, b, shape: map.weight.shape)
        left.subtract([names.a, names.b])
      }
    }
    try replace(\.finalNorm.gain, in: &model, &left)
    try replace(\.finalNorm.bias, in: &model, &left)
    if let other = left.min() {
      throw refusal(
        "'\(other)' is none of what is read here: adapters of the maps of the base's \(model.blocks.count) "
          + "blocks, a head and ln_f")
    }
  }

  private func adapter(
    _ name: String, _ a: StoredTensor, _ b: StoredTensor, shape: [Int]
  ) throws -> LowRankAdapter {
    guard a.shape.count == 2, a.shape[0] > 0, a.shape == [a.shape[0], shape[0]],
      b.shape == [shape[1], a.shape[0]]
    else {
      throw refusal(
        "the factors of '\(name)' have shapes \(a.shape) and \(b.shape), but the base has "
          + "\(shape[0]) inputs and \(shape[1]) outputs there")
    }
    let prefix = "base_model.model." + name
    return LowRankAdapter(
      a: try parameter(prefix + ".lora_A.weight", a, a.shape),
      b: try parameter(prefix + ".lora_B.weight", b, b.shape),
      scale: try configuration.scale(
        of: name, rank: a.shape[0], file: path + "/" + AdapterConfiguration.fileName))
  }

  private func replace(
    _ place: WritableKeyPath<GPT2Model, Parameter>, in model: inout GPT2Model,
    _ left: inout Set<String>
  ) throws {
    let own = model[keyPath: place]
    guard let tensor = tensors[own.name] else { return }
    guard tensor.shape == own.shape else {
      throw refusal("'\(own.name)' has shape \(tensor.shape), but the base has \(own.shape)")
    }
    model[keyPath: place] = try parameter(own.name, tensor, own.shape)
    left.remove(own.name)
  }

  private func parameter(
    _ name: String, _ tensor: StoredTensor, _ shape: [Int]
  ) throws -> Parameter {
    let value = try tensor.matrix(
      rows: shape.dropLast().reduce(1, *), columns: shape.last ?? 1)
    guard value.sumOfSquares().isFinite else {
      throw ModelError.badAdapter(file: file, reason: "'\(tensor.name)' holds a NaN or an infinity")
    }
    return Parameter(name: name, shape: shape, value: value)
  }
}
