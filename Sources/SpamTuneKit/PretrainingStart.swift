import Digests
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
      return try BaseInitialisation.model(
        configuration: configuration, tokenizer: tokenizer, seed: seed)
    case .base(let path):
      let folder = try ModelFolder(path: path)
      guard folder.base == nil else { throw ModelError.notGenerative(file: path) }
      return (try folder.model(), folder.tokenizer)
    }
  }

  /// What the user named, and one SHA-256 of what is read there: configuration, tokenizer and, of a
  /// base, the weights.
  func reference() throws -> FileReference {
    switch self {
    case .scratch(let configuration, let tokenizer):
      return FileReference(
        path: "\(configuration); \(tokenizer)",
        sha256: try BaseFiles.digest(configuration: configuration, tokenizer: tokenizer))
    case .base(let path):
      return FileReference(
        path: path,
        sha256: SHA256Sum.joining([
          try BaseFiles.digest(ofBase: path), try ModelFolder(path: path).digest(),
        ]))
    }
  }

  /// A base and the digest of its weights; nil for random weights.
  func baseReference() throws -> FileReference? {
    guard case .base(let path) = self else { return nil }
    return FileReference(path: path, sha256: try ModelFolder(path: path).digest())
  }
}
