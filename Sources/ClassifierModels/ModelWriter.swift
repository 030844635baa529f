import Files
import Foundation
import GPT2
import GPT2Kernels
import GPT2Tokenizer
import ModelFiles

/// Writes model folders. Every file appears whole or not at all, and `config.json`, without which a
/// folder is no model, comes last.
package enum ModelWriter {
  package static let weightsName = "model.safetensors"

  /// Saves a trained classifier: its trained tensors, and a reference to the base for the others.
  ///
  /// - Parameter base: Nil to write every tensor.
  /// - Returns: The digest of the weights file.
  @discardableResult
  package static func save(
    _ classifier: SequenceClassifier, configuration: ModelConfigurationFile,
    tokenizer: BytePairTokenizer, base: BaseReference?, alsoWriting others: [Parameter] = [],
    to folder: String
  ) throws -> FileDigest {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let parameters = base == nil ? classifier.parameters : classifier.trainableParameters + others
    let digest = try write(parameters, to: folder)
    if let base {
      try AtomicFile.write(json: base.seen(from: folder), to: folder + "/" + BaseReference.fileName)
    }
    try finish(
      folder, configuration: configuration, architecture: "GPT2ForSequenceClassification",
      tokenizer: tokenizer)
    return digest
  }

  /// Saves what adapters learned, in PEFT's format, and a reference to the base that they belong to.
  ///
  /// - Returns: The digest of the weights file.
  package static func save(
    adaptersOf classifier: SequenceClassifier, _ settings: AdapterSettings,
    configuration: ModelConfigurationFile, tokenizer: BytePairTokenizer, base: BaseReference,
    to folder: String
  ) throws -> FileDigest {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let digest = try SafetensorsWriter.write(
      classifier.trainableParameters.map { parameter in
        TensorToWrite(name: AdapterFolder.storedName(of: parameter), shape: parameter.shape) {
          try parameter.value.withUnsafeBufferPointer($0)
        }
      }, to: folder + "/" + AdapterFolder.weightsName)
    let blocks = classifier.adaptedBlocks
    let description = AdapterConfiguration(
      base: base.path, settings: settings,
      blocks: blocks.count == classifier.blockCount ? nil : blocks)
    try AtomicFile.write(
      Array(
        try description.json(isQuantised: classifier.model.blocks.contains(where: \.isQuantised))),
      to: folder + "/" + AdapterConfiguration.fileName)
    try AtomicFile.write(json: base.seen(from: folder), to: folder + "/" + BaseReference.fileName)
    try finish(
      folder, configuration: configuration, architecture: "GPT2ForSequenceClassification",
      tokenizer: tokenizer)
    return digest
  }

  /// Saves a language model: every tensor, the tied output layer left out as Hugging Face does.
  ///
  /// - Parameter type: How the weights are stored, `.float32` or `.float16`.
  package static func save(
    _ model: GPT2Model, tokenizer: BytePairTokenizer, type: ElementType = .float32,
    to folder: String
  ) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(model.parameters, as: type, to: folder)
    try finish(
      folder, configuration: ModelConfigurationFile(model: model.configuration),
      architecture: "GPT2LMHeadModel", weights: type, tokenizer: tokenizer)
  }

  /// Saves a base with the weights of its blocks as codes, in the layout of bitsandbytes.
  ///
  /// - Parameters:
  ///   - parameters: All that the base holds.
  ///   - codes: By the name of the parameter whose place they take.
  package static func save(
    _ parameters: [Parameter], codes: [String: QuantisedWeights],
    quantisation: BitsAndBytesConfiguration, configuration: ModelConfigurationFile,
    architecture: String, tokenizer: BytePairTokenizer, to folder: String
  ) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let tensors = parameters.flatMap { parameter in
      codes[parameter.name]?.tensorsToWrite(named: parameter.name)
        ?? [
          TensorToWrite(name: parameter.name, shape: parameter.shape) {
            try parameter.value.withUnsafeBufferPointer($0)
          }
        ]
    }
    try SafetensorsWriter.write(tensors, to: folder + "/" + weightsName)
    try finish(
      folder, configuration: configuration, architecture: architecture, quantisation: quantisation,
      tokenizer: tokenizer)
  }

  /// Size of the file of weights in a folder, of a whole model, a part of one or an adapter.
  package static func weightsBytes(in folder: String) -> Int64 {
    [weightsName, AdapterFolder.weightsName].reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      return sum + (attributes?[.size] as? Int64 ?? 0)
    }
  }

  @discardableResult
  private static func write(
    _ parameters: [Parameter], as type: ElementType = .float32, to folder: String
  ) throws -> FileDigest {
    try SafetensorsWriter.write(
      parameters.map { parameter in
        TensorToWrite(name: parameter.name, shape: parameter.shape, type: type) { consume in
          try parameter.value.withUnsafeBufferPointer(consume)
        }
      }, to: folder + "/" + weightsName)
  }

  private static func finish(
    _ folder: String, configuration: ModelConfigurationFile, architecture: String,
    weights: ElementType = .float32, quantisation: BitsAndBytesConfiguration? = nil,
    tokenizer: BytePairTokenizer
  ) throws {
    try tokenizer.write(
      toDirectory: folder, maximumLength: configuration.model.contextLength)
    let json = try configuration.json(
      architecture: architecture, weights: weights, quantisation: quantisation)
    try AtomicFile.write(Array(json), to: folder + "/config.json")
  }

  /// Makes sure that a new folder would not mix with what is there.
  ///
  /// - Parameter names: Files that may be there already.
  /// - Throws: `ModelFolderError.outputExists`.
  package static func requireFree(
    _ folder: String, except names: Set<String> = []
  ) throws(ModelFolderError) {
    let contents = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.isSuperset(of: contents), !isOrdinaryFile(folder) else {
      throw .outputExists(folder)
    }
  }

  private static func isOrdinaryFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }
}
