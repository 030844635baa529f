import StrictJSON

extension TokenizerSource {
  /// Reads a vocabulary in two files, as OpenAI published GPT-2's and as Hugging Face writes it.
  ///
  /// Of Hugging Face's neighbouring files, `added_tokens.json` is read too, and of
  /// `tokenizer_config.json` the field `add_prefix_space`, because both change the ids.
  ///
  /// - Parameters:
  ///   - vocabulary: an object of tokens and ids (`vocab.json`, `encoder.json`).
  ///   - merges: a merge on each line (`merges.txt`, `vocab.bpe`).
  init(vocabulary: String, merges: String, directory: String) throws(TokenizerError) {
    vocabularyFile = try SourceFile(path: vocabulary)
    mergesFile = try SourceFile(path: merges)
    self.vocabulary = try vocabularyFile.json { (scanner) throws(JSONError) in
      try scanner.vocabulary()
    }
    try readMerges()

    let addedTokensPath = "\(directory)/added_tokens.json"
    if SourceFile.exists(addedTokensPath) {
      let added = try SourceFile(path: addedTokensPath).json { (scanner) throws(JSONError) in
        try scanner.vocabulary()
      }
      addedTokens = added.ids.indices.map {
        AddedToken(id: added.ids[$0], content: Array(added.keys[$0]), isSpecial: true)
      }
    }
    let configurationPath = "\(directory)/tokenizer_config.json"
    if SourceFile.exists(configurationPath) {
      let settings = try SourceFile(path: configurationPath).json { (scanner) throws(JSONError) in
        try scanner.value()
      }
      addsPrefixSpace = settings["add_prefix_space"] == .bool(true)
    }
  }

  private mutating func readMerges() throws(TokenizerError) {
    let bytes = mergesFile.bytes
    var start = 0
    if bytes.starts(with: "#version".utf8) {
      start = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count - 1) + 1
    }
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var line = bytes[start..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty, bytes[end...].allSatisfy({ $0 == 0x0A || $0 == 0x0D }) { return }
      try appendMerge(line: line, at: start)
      start = end + 1
    }
  }
}
