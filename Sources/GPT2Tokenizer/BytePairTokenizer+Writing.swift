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
    try AtomicFile.createDirectory(directory)
    var writer = TokenizerWriter(self)
    try AtomicFile.write(writer.vocabularyJSON(), to: "\(directory)/vocab.json")
    try AtomicFile.write(writer.mergesText(), to: "\(directory)/merges.txt")
    try AtomicFile.write(writer.tokenizerJSON(), to: "\(directory)/tokenizer.json")
    if vocabularySize > modelTokenCount {
      try AtomicFile.write(writer.addedTokensJSON(), to: "\(directory)/added_tokens.json")
    }
    try AtomicFile.write(
      writer.configurationJSON(maximumLength: maximumLength),
      to: "\(directory)/tokenizer_config.json")
    try AtomicFile.synchronizeDirectory(directory)
  }
}
