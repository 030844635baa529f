import GPT2
import GPT2Tokenizer

/// Makes a base model of random weights, for training everything from nothing.
public enum BaseInitialization {
  /// - Parameters:
  ///   - configuration: A `config.json`; `vocab_size` must hold all tokens of the tokenizer.
  ///   - tokenizer: A folder with a tokenizer.
  ///   - seed: The same seed gives the same weights.
  ///   - compatibility: The program whose weights these are to be; nil for GPT-2's own way.
  ///   - output: A folder that does not exist or is empty.
  public static func write(
    configuration path: String, tokenizer folder: String, seed: UInt64,
    compatibility: Compatibility? = nil, output: String
  ) throws {
    try ModelWriter.requireFree(output)
    let (model, tokenizer) = try model(
      configuration: path, tokenizer: folder, seed: seed, compatibility: compatibility)
    try ModelWriter.save(model, tokenizer: tokenizer, to: output)
  }

  /// A base of random weights in memory.
  package static func model(
    configuration path: String, tokenizer folder: String, seed: UInt64,
    compatibility: Compatibility? = nil
  ) throws -> (GPT2Model, BytePairTokenizer) {
    var configuration = try ModelConfigurationFile(path: path).model
    let tokenizer = try BytePairTokenizer(directory: folder)
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw ModelFolderError.otherTokenizer(
        folder: folder, tokens: tokenizer.vocabularySize, vocabulary: configuration.vocabularySize)
    }
    configuration.endOfTextToken = configuration.endOfTextToken ?? tokenizer.endOfText
    switch compatibility {
    case nil: return (GPT2Model(configuration: configuration, seed: seed), tokenizer)
    case .raschka:
      guard GPT2Model.canBeDrawnByTorch(configuration) else {
        throw ClassifierError.badSetting(
          "compat", "raschka needs embeddings of at least 16 numbers: give larger sizes in \(path)."
        )
      }
      return (GPT2Model(configuration: configuration, torchSeed: seed), tokenizer)
    }
  }
}
