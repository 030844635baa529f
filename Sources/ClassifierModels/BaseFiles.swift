import Files
import Foundation
import GPT2Tokenizer

/// The small files that decide, beside the weights, what a base does with a text.
package enum BaseFiles {
  /// How the base wants to be fine-tuned, written by whoever measured it.
  package static let recommendation = "fine-tuning.json"

  /// SHA-256 of a configuration and of the tokenizer's files in a folder.
  package static func digest(configuration: String, tokenizer folder: String) throws -> String {
    let tokenizer = BytePairTokenizer.fileNames.map { folder + "/" + $0 }.filter {
      FileManager.default.fileExists(atPath: $0)
    }
    return SHA256Sum.joining(
      try ([configuration] + tokenizer).map { try FileDigest.of(path: $0).sha256 })
  }

  /// SHA-256 of the configuration and tokenizer in a base's own folder.
  package static func digest(ofBase folder: String) throws -> String {
    try digest(configuration: folder + "/config.json", tokenizer: folder)
  }
}
