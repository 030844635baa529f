/// Puts tokens and merges together, and checks that they make a whole: ids without gaps, a token
/// for every byte, and only merges whose pieces exist.
struct VocabularyBuilder {
  /// What is wrong, as a clause; whoever builds knows the file and line.
  struct Problem: Error {
    let text: String

    init(_ text: String) { self.text = text }
  }

  /// The bytes of all tokens; the index is the id.
  private(set) var tokens = ByteStringTable()
  private(set) var rules: MergeRules
  private(set) var addedTokens: [AddedToken] = []
  /// How many of the ids the model knows; added tokens may have the ids after them.
  let modelTokenCount: Int
  /// Whether a byte or an earlier merge makes the token.
  private var isMade: [Bool]

  /// - Parameters:
  ///   - tokens: all tokens but the added ones whose ids follow.
  ///   - mergeCount: how many merges to make room for.
  init(tokens: ByteStringTable, mergeCount: Int) throws(Problem) {
    guard mergeCount <= MergeRules.maximumCount else {
      throw Problem("\(mergeCount) merges, more than \(MergeRules.maximumCount)")
    }
    self.tokens = tokens
    modelTokenCount = tokens.count
    isMade = Array(repeating: false, count: tokens.count)
    var byteTokens: [Int32] = []
    for byte in UInt8.min...UInt8.max {
      guard let id = tokens.index(of: [byte]) else {
        var spelling: [UInt8] = []
        ByteMap.append(spellingOf: [byte], to: &spelling)
        throw Problem(
          "no token for the byte \(byte), spelled \(quoted(spelling)); GPT-2 has one for each of "
            + "the 256 bytes")
      }
      isMade[id] = true
      byteTokens.append(Int32(id))
    }
    rules = MergeRules(byteTokens: byteTokens, capacity: mergeCount)
  }

  /// Appends the merge of two pieces that lie side by side.
  mutating func appendMerge(
    of pieces: ArraySlice<UInt8>, splitAt middle: Int
  ) throws(Problem) {
    guard let left = tokens.index(of: pieces[..<middle]) else {
      throw Problem("the piece \(quoted(pieces[..<middle])) is not in the vocabulary")
    }
    guard let right = tokens.index(of: pieces[middle...]) else {
      throw Problem("the piece \(quoted(pieces[middle...])) is not in the vocabulary")
    }
    for piece in [left, right] where !isMade[piece] {
      throw Problem("no earlier merge makes the piece \(quoted(tokens[piece]))")
    }
    guard let product = tokens.index(of: pieces) else {
      throw Problem("the merged token \(quoted(pieces)) is not in the vocabulary")
    }
    isMade[product] = true
    let rule = MergeRule(left: Int32(left), right: Int32(right))
    guard rules.append(rule, product: Int32(product)) else {
      throw Problem(
        "an earlier merge joins \(quoted(pieces[..<middle])) and \(quoted(pieces[middle...]))")
    }
  }

  /// Adds tokens that are found as a whole: some of the model's, and those with the ids after it.
  ///
  /// `<|endoftext|>` is one of them whether it is listed or not.
  mutating func add(_ added: [AddedToken]) throws(Problem) {
    for token in added.sorted(by: { $0.id < $1.id }) {
      guard !token.content.isEmpty else { throw Problem("the added token \(token.id) is empty") }
      guard String(validating: token.content, as: UTF8.self) != nil else {
        throw Problem("the added token \(token.id) is not valid UTF-8")
      }
      if addedTokens.contains(where: { $0.content == token.content }) {
        throw Problem("the added token \(quoted(token.content)) is listed twice")
      }
      if Int(token.id) < modelTokenCount, token.id >= 0 {
        guard tokens[Int(token.id)].elementsEqual(token.content) else {
          throw Problem(
            "the added token \(quoted(token.content)) has the id \(token.id) of "
              + quoted(tokens[Int(token.id)]))
        }
      } else {
        guard Int(token.id) == tokens.count else {
          throw Problem(
            "the added token \(quoted(token.content)) has the id \(token.id), expected "
              + "\(tokens.count), the next one")
        }
        tokens.appendUnindexed(token.content)
      }
      addedTokens.append(token)
    }
    let endOfText = Array("<|endoftext|>".utf8)
    if let id = tokens.index(of: endOfText[...]),
      !addedTokens.contains(where: { $0.content == endOfText })
    {
      addedTokens.append(AddedToken(id: Int32(id), content: endOfText, isSpecial: true))
    }
  }
}

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
