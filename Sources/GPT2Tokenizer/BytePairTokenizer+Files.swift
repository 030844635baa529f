import Files

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension BytePairTokenizer {
  /// The files of a directory that a vocabulary may lie in.
  public static let fileNames = [
    "tokenizer.json", "vocab.json", "merges.txt", "encoder.json", "vocab.bpe",
  ]

  /// Loads a vocabulary from a directory: `tokenizer.json`, or else `vocab.json` with
  /// `merges.txt`, or else `encoder.json` with `vocab.bpe`.
  ///
  /// - Throws: `TokenizerError`, naming the file and the place in it, if nothing of that is there,
  ///   a file is damaged, or it describes a tokenizer that would give other ids than GPT-2's way
  ///   of splitting text.
  public init(directory: String) throws(TokenizerError) {
    let source = try Self.source(directory)
    self.init(try VocabularyBuilder(source), addsPrefixSpace: source.addsPrefixSpace)
  }

  private static func source(_ directory: String) throws(TokenizerError) -> TokenizerSource {
    let tokenizerJSON = "\(directory)/tokenizer.json"
    if SourceFile.exists(tokenizerJSON) {
      return try TokenizerSource(tokenizerJSON: tokenizerJSON)
    }
    for (vocabulary, merges) in [("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe")] {
      let vocabulary = "\(directory)/\(vocabulary)"
      let merges = "\(directory)/\(merges)"
      switch (SourceFile.exists(vocabulary), SourceFile.exists(merges)) {
      case (true, true):
        return try TokenizerSource(vocabulary: vocabulary, merges: merges, directory: directory)
      case (true, false): throw .missingFile(merges, neededBy: vocabulary)
      case (false, true): throw .missingFile(vocabulary, neededBy: merges)
      case (false, false): continue
      }
    }
    throw .missingVocabulary(directory: directory)
  }

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
