import Digests
import Foundation
import GPT2
import GPT2Tokenizer
import RunDatabase
import WholeFiles

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

  /// What the user named, and the SHA-256 of the files there that matter: configuration, tokenizer and,
  /// of a base, the weights.
  func reference() throws -> FileReference {
    switch self {
    case .scratch(let configuration, let tokenizer):
      return FileReference(
        path: "\(configuration); \(tokenizer)",
        sha256: try Self.digest([configuration] + Self.tokenizerFiles(in: tokenizer)))
    case .base(let path):
      let weights = try ModelFolder(path: path).collection.files.map(\.path)
      return FileReference(
        path: path,
        sha256: try Self.digest([path + "/config.json"] + Self.tokenizerFiles(in: path) + weights))
    }
  }

  /// A base and the digest of its weights; nil for random weights.
  func baseReference() throws -> FileReference? {
    guard case .base(let path) = self else { return nil }
    return FileReference(path: path, sha256: try ModelFolder(path: path).digest())
  }

  private static func tokenizerFiles(in folder: String) -> [String] {
    BytePairTokenizer.fileNames.map { folder + "/" + $0 }.filter {
      FileManager.default.fileExists(atPath: $0)
    }
  }

  private static func digest(_ paths: [String]) throws -> String {
    SHA256Sum.joining(try paths.map { try FileDigest.of(path: $0).sha256 })
  }
}
