import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension BytePairTokenizer {
  /// Writes `tokenizer.json`, `vocab.json`, `merges.txt` and `tokenizer_config.json` as Hugging
  /// Face's libraries do, and `added_tokens.json` if there are tokens after the model's own.
  ///
  /// Each file appears whole or not at all. The directory is made if it is missing.
  ///
  /// - Parameter maximumLength: the longest sequence of tokens the model takes, 1024 for GPT-2.
  /// - Throws: `TokenizerError.unwritableFile`.
  public func write(
    toDirectory directory: String, maximumLength: Int
  ) throws(TokenizerError) {
    if mkdir(directory, 0o755) != 0, errno != EEXIST {
      throw .unwritableFile(directory, reason: String(cString: strerror(errno)))
    }
    var writer = TokenizerWriter(self)
    try Self.write(writer.vocabularyJSON(), to: "\(directory)/vocab.json")
    try Self.write(writer.mergesText(), to: "\(directory)/merges.txt")
    try Self.write(writer.tokenizerJSON(), to: "\(directory)/tokenizer.json")
    if vocabularySize > modelTokenCount {
      try Self.write(writer.addedTokensJSON(), to: "\(directory)/added_tokens.json")
    }
    try Self.write(
      writer.configurationJSON(maximumLength: maximumLength),
      to: "\(directory)/tokenizer_config.json")
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(TokenizerError) {
    do {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw .unwritableFile(path, reason: error.reason)
    }
  }
}
