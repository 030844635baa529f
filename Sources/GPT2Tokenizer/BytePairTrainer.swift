/// Trains a byte-level byte-pair vocabulary: beginning with the 256 bytes, the pair of tokens that
/// occurs most often is merged into a new token until the vocabulary is full.
///
/// The merges are those of `BpeTrainer` in Hugging Face's `tokenizers` with its ByteLevel
/// pre-tokenizer and initial alphabet. Of pairs with equal counts the one with the lower ids wins,
/// left first.
///
/// Ids are laid out as GPT-2's: 0...255 the bytes in the order of its byte map, then the merges,
/// and `<|endoftext|>` last.
public struct BytePairTrainer: Sendable {
  /// How many tokens the vocabulary is to have, bytes and `<|endoftext|>` included.
  public let vocabularySize: Int
  /// Pairs that occur less often are not merged; 0 and 1 mean the same.
  public let minimumFrequency: Int
  private var words = WordCounts()

  /// - Throws: `TokenizerError.vocabularySizeTooSmall` below 257.
  public init(vocabularySize: Int, minimumFrequency: Int = 0) throws(TokenizerError) {
    guard vocabularySize >= 257 else {
      throw .vocabularySizeTooSmall(vocabularySize, minimum: 257)
    }
    self.vocabularySize = vocabularySize
    self.minimumFrequency = minimumFrequency
  }

  /// Counts the words of a text. Words never reach from one document into the next.
  public mutating func add(_ document: String) {
    var document = document
    document.withUTF8 { add(utf8: $0) }
  }

  /// Counts the words of a text in UTF-8.
  public mutating func add(utf8 document: UnsafeBufferPointer<UInt8>) { words.add(document) }

  /// Trains on the documents added so far. The vocabulary stays smaller than asked for if the
  /// pairs run out.
  ///
  /// - Throws: `TokenizerError.invalidVocabulary` for more than 2^24 merges.
  public func train() throws(TokenizerError) -> BytePairTokenizer {
    var learner = MergeLearner(words)
    while learner.tokens.count < vocabularySize - 1,
      learner.mergeMostFrequentPair(minimumFrequency: minimumFrequency)
    {}
    var vocabulary = (0..<learner.tokens.count).map { Array(learner.tokens[$0]) }
    vocabulary.append(Array("<|endoftext|>".utf8))
    return try BytePairTokenizer(vocabulary: vocabulary, merges: learner.merges)
  }
}

/// The distinct words of a training text, in order of first occurrence, and how often each occurs.
struct WordCounts: Sendable {
  private(set) var words = ByteStringTable()
  private(set) var counts: [Int] = []

  mutating func add(_ document: UnsafeBufferPointer<UInt8>) {
    var splitter = WordSplitter(document)
    while let word = splitter.next() {
      let (index, isNew) = words.insert(UnsafeBufferPointer(rebasing: document[word]))
      if isNew {
        counts.append(1)
      } else {
        counts[index] += 1
      }
    }
  }
}
