import ClassifierModels
import Files
import Foundation
import GPT2
import GPT2Tokenizer
import RunDatabase

extension PretrainingOptions.Start {
  /// The weights and the tokenizer to begin with.
  ///
  /// - Parameter seed: Of random weights.
  /// - Throws: `ModelError`, `ModelFileError`, `TokenizerError`, `KitError`.
  func open(seed: UInt64) throws -> (GPT2Model, BytePairTokenizer) {
    switch self {
    case .scratch(let configuration, let tokenizer):
      return try BaseInitialization.model(
        configuration: configuration, tokenizer: tokenizer, seed: seed)
    case .base(let path):
      let folder = try ModelFolder(path: path)
      guard folder.base == nil else { throw ModelError.notGenerative(file: path) }
      guard try folder.storedQuantisation() == nil else { throw KitError.quantisedBase(path) }
      // A token that is to be predicted must not be seen.
      return (try folder.model(quantisedAs: nil, isCausal: true), folder.tokenizer)
    }
  }

  /// The base's folder, with the digest of its weights; nil for random weights.
  func base() throws -> FileReference? {
    guard case .base(let path) = self else { return nil }
    return FileReference(path: path, sha256: try ModelFolder(path: path).digest())
  }

  /// One digest of everything that is read at the start: configuration, tokenizer and weights.
  ///
  /// - Parameter weights: Digest of the base's; nil for random weights.
  func digest(weights: String?) throws -> String {
    switch self {
    case .scratch(let configuration, let tokenizer):
      try BaseFiles.digest(configuration: configuration, tokenizer: tokenizer)
    case .base(let path):
      SHA256Sum.joining([try BaseFiles.digest(ofBase: path), weights ?? ""])
    }
  }

  /// What the user named.
  var places: String {
    switch self {
    case .scratch(let configuration, let tokenizer): "\(configuration); \(tokenizer)"
    case .base(let path): path
    }
  }
}
