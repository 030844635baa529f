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
