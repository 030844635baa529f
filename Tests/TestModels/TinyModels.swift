import ClassifierModels
import Foundation
import GPT2
import GPT2Kernels
import GPT2Tokenizer
import TestFiles

/// A folder of a test's own with a tiny base of random weights, and more models made of it in milliseconds.
public final class TinyModels: Sendable {
  public let folder: TemporaryFolder

  /// - Parameter configuration: Keys of `config.json` that differ from two blocks of 16 channels that read 64
  ///   tokens.
  public init(_ configuration: [String: any Sendable] = [:]) throws {
    folder = try TemporaryFolder()
    try Self.tokenizer.get().write(toDirectory: folder.file("tokenizer"), maximumLength: 64)
    try makeBase("base", configuration)
  }

  /// Folder of the base.
  public var base: String { folder.file("base") }

  public func file(_ name: String) -> String { folder.file(name) }

  /// Writes a base of other random weights or sizes.
  public func makeBase(
    _ name: String, _ configuration: [String: any Sendable] = [:], seed: UInt64 = 1
  ) throws {
    let sizes: [String: any Sendable] = [
      "model_type": "gpt2", "vocab_size": 300, "n_positions": 64, "n_embd": 16, "n_layer": 2,
      "n_head": 2, "initializer_range": 0.2,
    ]
    let json = try JSONSerialization.data(
      withJSONObject: sizes.merging(configuration) { $1 }, options: .sortedKeys)
    try BaseInitialization.write(
      configuration: folder.file(name + "-config.json", Array(json)),
      tokenizer: folder.file("tokenizer"), seed: seed, output: folder.file(name))
  }

  /// Saves a classifier of random weights into the folder `name`: its last block, norm and head, and a
  /// reference to the base for the rest.
  ///
  /// - Parameters:
  ///   - change: Alters the classifier before it is saved.
  ///   - configure: Alters what is saved of its settings.
  /// - Returns: The folder's path.
  @discardableResult
  public func saveClassifier(
    _ name: String, labels: [String] = ["ham", "spam"], pooling: Pooling = .last,
    hasBias: Bool = true, seed: UInt64 = 5, change: (inout SequenceClassifier) -> Void = { _ in },
    configure: (inout ModelConfigurationFile) -> Void = { _ in }
  ) throws -> String {
    let base = try ModelFolder(path: base)
    var classifier = SequenceClassifier(
      model: try base.model(),
      head: ClassificationHead(
        classCount: labels.count, width: base.configuration.model.embeddingWidth,
        hasBias: hasBias, initialization: .normal, deviation: 0.5, seed: seed), pooling: pooling)
    classifier.setTrainable(.lastBlocks(1))
    classifier = classifier.withWeightsOfItsOwn()
    if let bias = classifier.head.bias { bias.value[0, 0] = 0.25 }
    change(&classifier)
    var configuration = ModelConfigurationFile(
      model: base.configuration.model, labels: labels,
      classifier: ClassifierSettings(pooling: pooling))
    configure(&configuration)
    try ModelWriter.save(
      classifier, configuration: configuration, tokenizer: base.tokenizer,
      base: try BaseReference(base.collection, folder: self.base), to: file(name))
    return file(name)
  }

  /// Trained once on words that occur in no test message.
  private static let tokenizer = Result {
    var trainer = try BytePairTrainer(vocabularySize: 285)
    trainer.add("the then there other another mother brother in thin thing sing ring bring")
    return try trainer.train()
  }
}
