import StrictJSON

/// What the files of a tokenizer say, before it is checked for sense.
struct TokenizerSource {
  let vocabularyFile: SourceFile
  let mergesFile: SourceFile
  var vocabulary = VocabularyEntries()
  var merges = MergeEntries()
  var addedTokens: [AddedToken] = []
  var addsPrefixSpace = false

  /// Tokens as they are spelled in the file, with their ids.
  struct VocabularyEntries {
    /// UTF-8; the spelling of `ByteMap`, except in added tokens.
    var keys = ByteStrings()
    var ids: [Int32] = []
    /// Where each key stands in the file.
    var offsets: [Int] = []
  }

  /// Pairs of pieces in order of rank.
  struct MergeEntries {
    /// Bytes, no longer spelled: left and right piece of the first merge, of the second, ...
    var pieces = ByteStrings()
    /// Where each merge stands in the file.
    var offsets: [Int] = []
  }

  /// Appends the merge of two pieces as they are spelled in `mergesFile` at `offset`.
  mutating func appendMerge(
    _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, at offset: Int
  ) throws(TokenizerError) {
    for piece in [left, right] {
      guard ByteMap.append(bytesOf: piece, to: &merges.pieces.bytes) else {
        throw mergesFile.malformed(
          at: offset, "the piece \(quoted(piece)) is not in the spelling of GPT-2's byte map")
      }
      merges.pieces.close()
    }
    merges.offsets.append(offset)
  }

  /// Appends a merge written as "left right", with one space.
  mutating func appendMerge(line: ArraySlice<UInt8>, at offset: Int) throws(TokenizerError) {
    guard let space = line.firstIndex(of: 0x20), space > line.startIndex,
      space + 1 < line.endIndex, !line[(space + 1)...].contains(0x20)
    else {
      throw mergesFile.malformed(
        at: offset, "expected two pieces with one space between them, found \(quoted(line))")
    }
    try appendMerge(line[..<space], line[(space + 1)...], at: offset)
  }
}

extension JSONScanner {
  /// Reads an object of tokens and their ids.
  mutating func vocabulary() throws(JSONError) -> TokenizerSource.VocabularyEntries {
    var entries = TokenizerSource.VocabularyEntries()
    guard try enter(.object) else { return entries }
    repeat {
      _ = peek()
      entries.offsets.append(position)
      try key(into: &entries.keys.bytes)
      entries.keys.close()
      entries.ids.append(Int32(try integer(upTo: Int(Int32.max))))
    } while try next(in: .object)
    return entries
  }
}

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
