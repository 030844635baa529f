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
}
