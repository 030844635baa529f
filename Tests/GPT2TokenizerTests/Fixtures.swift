import Foundation

/// Reference data outside the package, found through environment variables.
enum Fixtures {
  /// Cases whose ids come from tiktoken, damaged files, and models in several layouts.
  static let directory = ProcessInfo.processInfo.environment["SPAMTUNE_FIXTURES"]
  /// A directory with GPT-2's own vocabulary.
  static let gpt2Vocabulary = ProcessInfo.processInfo.environment["SPAMTUNE_GPT2_VOCAB"]

  static let isAvailable = directory != nil
  static let hasVocabulary = directory != nil && gpt2Vocabulary != nil

  static func contents(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(directory ?? "")/\(path)"))
  }
}
