extension VocabularyBuilder {
  /// Builds the vocabulary that files describe; every error names the place in them.
  init(_ source: TokenizerSource) throws(TokenizerError) {
    let tokens = try Self.tokens(source)
    do {
      try self.init(tokens: tokens, mergeCount: source.merges.offsets.count)
    } catch {
      throw .incomplete(file: source.vocabularyFile.path, problem: error.text)
    }
    let pieces = source.merges.pieces
    for (index, offset) in source.merges.offsets.enumerated() {
      let left = pieces.range(2 * index)
      let right = pieces.range(2 * index + 1)
      do {
        try appendMerge(
          of: pieces.bytes[left.lowerBound..<right.upperBound], splitAt: left.upperBound)
      } catch {
        throw source.mergesFile.malformed(at: offset, error.text)
      }
    }
    do {
      try add(source.addedTokens)
    } catch {
      throw .incomplete(file: source.vocabularyFile.path, problem: error.text)
    }
  }

  /// The tokens in order of id.
  private static func tokens(_ source: TokenizerSource) throws(TokenizerError) -> ByteStringTable {
    let entries = source.vocabulary
    var tokens = ByteStringTable()
    let added = Dictionary(
      source.addedTokens.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
    var bytes: [UInt8] = []
    for entry in try entriesByID(source) {
      let key = entries.keys[entry]
      let offset = entries.offsets[entry]
      bytes.removeAll(keepingCapacity: true)
      let isSpelled = ByteMap.append(bytesOf: key, to: &bytes)
      // An added token stands in the vocabulary as its plain text.
      if let content = added[entries.ids[entry]], key.elementsEqual(content),
        !isSpelled || bytes != content
      {
        tokens.appendUnindexed(content)
        continue
      }
      guard isSpelled else {
        throw source.vocabularyFile.malformed(
          at: offset, "the token \(quoted(key)) is not in the spelling of GPT-2's byte map")
      }
      guard !bytes.isEmpty else {
        throw source.vocabularyFile.malformed(at: offset, "an empty token")
      }
      guard tokens.insert(bytes[...]).isNew else {
        throw source.vocabularyFile.malformed(
          at: offset, "the token \(quoted(key)) stands here for the second time")
      }
    }
    return tokens
  }

  /// Which entry has each id.
  private static func entriesByID(_ source: TokenizerSource) throws(TokenizerError) -> [Int] {
    let entries = source.vocabulary
    var entryOfID = [Int](repeating: -1, count: entries.ids.count)
    for (entry, id) in entries.ids.enumerated() {
      let problem: String
      if id < 0 || Int(id) >= entries.ids.count {
        problem =
          "the id \(id) of \(quoted(entries.keys[entry])) is outside 0..<\(entries.ids.count); "
          + "ids count up from 0 without gaps"
      } else if entryOfID[Int(id)] >= 0 {
        problem =
          "the id \(id) belongs to both \(quoted(entries.keys[entryOfID[Int(id)]])) and "
          + quoted(entries.keys[entry])
      } else {
        entryOfID[Int(id)] = entry
        continue
      }
      throw source.vocabularyFile.malformed(at: entries.offsets[entry], problem)
    }
    return entryOfID
  }
}
