/// GPT-2's byte-level byte-pair encoding: text to token ids and back.
///
/// Text is split into words by a fixed pattern, and within each word pairs of tokens are merged,
/// beginning with its bytes, in the order in which training found them. Any text can be encoded,
/// nothing is normalised, and decoding gives every byte back.
///
/// A tokenizer may be used from several threads at once; its copies share their tables.
///
/// Source: Radford and others, *Language Models are Unsupervised Multitask Learners* (2019),
/// section 2.2.
public struct BytePairTokenizer: Sendable {
  /// The bytes of each token; the index is the id.
  let tokens: ByteStrings
  let rules: MergeRules
  /// How many of the ids belong to the model's own vocabulary; added tokens may follow.
  let modelTokenCount: Int
  /// The tokens that are found in the text as a whole, `<|endoftext|>` among them.
  public let addedTokens: [AddedToken]
  /// Whether a space is put before text that does not begin with one. GPT-2 does not.
  public let addsPrefixSpace: Bool
  /// The id of `<|endoftext|>`, 50256 in GPT-2, if the vocabulary has it.
  public let endOfText: Int32?

  let plainMatcher: AddedTokenMatcher
  let specialMatcher: AddedTokenMatcher
  let caches = WordCachePool()

  init(_ builder: VocabularyBuilder, addsPrefixSpace: Bool) {
    tokens = builder.tokens.strings
    rules = builder.rules
    modelTokenCount = builder.modelTokenCount
    addedTokens = builder.addedTokens
    self.addsPrefixSpace = addsPrefixSpace
    endOfText = addedTokens.first { $0.content.elementsEqual("<|endoftext|>".utf8) }?.id
    plainMatcher = AddedTokenMatcher(addedTokens.filter { !$0.isSpecial })
    specialMatcher = AddedTokenMatcher(addedTokens)
  }

  /// Makes a tokenizer from its parts.
  ///
  /// - Parameters:
  ///   - vocabulary: the bytes of each token, at the index that is its id; all 256 single bytes
  ///     must be among them.
  ///   - merges: in order of rank. Both tokens must be single bytes or made by earlier merges,
  ///     and the token they make must be in the vocabulary.
  ///   - addedTokens: tokens that are found as a whole. Their ids are those of the same bytes in
  ///     the vocabulary, or the ones after it without gaps. `<|endoftext|>`, if it is in the
  ///     vocabulary, need not be listed.
  /// - Throws: `TokenizerError.invalidVocabulary`.
  public init(
    vocabulary: [[UInt8]], merges: [MergeRule], addedTokens: [AddedToken] = [],
    addsPrefixSpace: Bool = false
  ) throws(TokenizerError) {
    var table = ByteStringTable()
    for (id, token) in vocabulary.enumerated() {
      guard !token.isEmpty, table.insert(token[...]).isNew else {
        throw .invalidVocabulary("token \(id), \(quoted(token)), is empty or there already")
      }
    }
    do throws(VocabularyBuilder.Problem) {
      var builder = try VocabularyBuilder(tokens: table, mergeCount: merges.count)
      for (rank, merge) in merges.enumerated() {
        guard vocabulary.indices.contains(Int(merge.left)),
          vocabulary.indices.contains(Int(merge.right))
        else {
          throw VocabularyBuilder.Problem("merge \(rank) names an id outside the vocabulary")
        }
        let left = vocabulary[Int(merge.left)]
        try builder.appendMerge(
          of: (left + vocabulary[Int(merge.right)])[...], splitAt: left.count)
      }
      try builder.add(addedTokens)
      self.init(builder, addsPrefixSpace: addsPrefixSpace)
    } catch {
      throw .invalidVocabulary(error.text)
    }
  }

  /// How many token ids there are: 50,257 in GPT-2. Ids run from 0 to one less.
  public var vocabularySize: Int { tokens.count }

  /// The merges in order of rank.
  public var merges: [MergeRule] { rules.rules }

  /// The bytes of a token, which need not be valid UTF-8, or nil if there is no such id.
  public func token(_ id: Int32) -> [UInt8]? {
    guard id >= 0, Int(id) < tokens.count else { return nil }
    return Array(tokens[Int(id)])
  }
}

extension BytePairTokenizer {
  /// The text of token ids. Bytes that are not valid UTF-8 become U+FFFD, one for each maximal
  /// part of an ill-formed sequence (Unicode 16, section 3.9).
  ///
  /// - Throws: `TokenizerError.unknownToken`.
  public func decode(_ ids: some Sequence<Int32>) throws(TokenizerError) -> String {
    String(decoding: try decodeBytes(ids), as: UTF8.self)
  }

  /// The bytes of token ids, exactly those that were encoded.
  ///
  /// - Throws: `TokenizerError.unknownToken`.
  public func decodeBytes(_ ids: some Sequence<Int32>) throws(TokenizerError) -> [UInt8] {
    var bytes: [UInt8] = []
    for id in ids {
      guard id >= 0, Int(id) < tokens.count else {
        throw .unknownToken(id, vocabularySize: tokens.count)
      }
      bytes += tokens[Int(id)]
    }
    return bytes
  }
}
