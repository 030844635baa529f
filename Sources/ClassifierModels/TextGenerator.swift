import GPT2
import GPT2Kernels
import GPT2Tokenizer

/// Continues a text with a language model.
public struct TextGenerator {
  private let tokenizer: BytePairTokenizer
  private let language: LanguageModel

  /// - Parameter directory: A base model's folder.
  /// - Throws: `ModelError.notGenerative` for a classifier, and what `ModelFolder` throws.
  public init(directory: String) throws {
    let folder = try ModelFolder(path: directory)
    guard folder.base == nil, !folder.tensors.contains(ClassificationHead.weightName) else {
      throw ModelError.notGenerative(file: directory)
    }
    tokenizer = folder.tokenizer
    language = LanguageModel(model: try folder.model())
  }

  /// Writes on.
  ///
  /// - Parameters:
  ///   - prompt: Text to continue; empty begins a new text.
  ///   - count: New tokens at most; generation also ends at the end-of-text token, or when the
  ///     context is full.
  ///   - seed: The same seed gives the same text.
  ///   - emit: Given each piece of new text when it is complete.
  /// - Throws: `ClassifierError.promptTooLong` when the prompt fills the context.
  public mutating func generate(
    from prompt: String, count: Int, sampling: Sampling, seed: UInt64, emit: (String) throws -> Void
  ) throws {
    let limit = language.model.configuration.contextLength
    var ids = tokenizer.encode(prompt)
    if ids.isEmpty { ids = [tokenizer.endOfText ?? 0] }
    guard ids.count < limit else {
      throw ClassifierError.promptTooLong(tokens: ids.count, limit: limit - 1)
    }
    var generator = Philox(seed: seed, for: .sampling)
    var pending: [UInt8] = []
    language.reset()
    var logits = language.read(ids)
    for _ in 0..<count {
      let token = sampling.token(
        from: logits.rows(logits.rows - 1..<logits.rows), using: &generator)
      if token == tokenizer.endOfText { break }
      // Rows of a padded vocabulary that no token has are never likely; they are passed over.
      pending += tokenizer.token(token) ?? []
      let complete = pending.count - Self.unfinishedBytes(at: pending)
      try emit(String(decoding: pending.prefix(complete), as: UTF8.self))
      pending.removeFirst(complete)
      guard language.position < limit else { break }
      logits = language.read([token])
    }
    if !pending.isEmpty { try emit(String(decoding: pending, as: UTF8.self)) }
  }

  /// Bytes at the end that begin a character whose other bytes are in tokens to come.
  private static func unfinishedBytes(at bytes: [UInt8]) -> Int {
    for (distance, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > distance + 1 ? distance + 1 : 0
    }
    return 0
  }
}
