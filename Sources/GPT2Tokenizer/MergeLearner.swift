/// The state of byte-pair training: all distinct words as tokens, how often each pair occurs, and
/// in which words.
///
/// A merge touches only the words in which its pair occurs. Counts in the queue go stale and are
/// corrected when they come to the top.
struct MergeLearner {
  private(set) var tokens = ByteStringTable()
  private(set) var merges: [MergeRule] = []

  /// The tokens of all words, one word after another; merging shortens a word in its place.
  private var symbols: [Int32] = []
  private var starts: [Int] = []
  private var lengths: [Int] = []
  private let counts: [Int]

  /// Numbers the pairs that ever occurred; the arrays after it are indexed by that number.
  private var pairs = PairTable(capacity: 1 << 16)
  private var pairCounts: [Int] = []
  /// The words in which a pair has appeared since `enqueueChangedPairs` last ran.
  private var changedWords: [[Int32]] = []
  private var changedPairs: [(pair: UInt64, number: Int)] = []

  private var queue = BinaryHeap<Candidate>()
  /// The words of each candidate.
  private var wordLists: [[Int32]] = []

  /// A pair that waits to be merged.
  private struct Candidate: Comparable {
    var count: Int
    var pair: UInt64
    /// The pair's number.
    var number: Int
    /// Where its words stand in `wordLists`.
    var wordList: Int

    /// More frequent first, then lower ids.
    static func < (left: Candidate, right: Candidate) -> Bool {
      if left.count != right.count { return left.count > right.count }
      if left.pair != right.pair { return left.pair < right.pair }
      return left.wordList < right.wordList
    }
  }

  init(_ words: WordCounts) {
    counts = words.counts
    var idOfByte = [Int32](repeating: 0, count: 256)
    for byte in ByteMap.alphabet { idOfByte[Int(byte)] = Int32(tokens.insert([byte]).index) }
    symbols = words.words.strings.bytes.map { idOfByte[Int($0)] }
    for word in counts.indices {
      let range = words.words.strings.range(word)
      starts.append(range.lowerBound)
      lengths.append(range.count)
      for index in range.dropLast() {
        countPair(symbols[index], symbols[index + 1], by: counts[word], in: word)
      }
    }
    enqueueChangedPairs()
  }

  /// - Returns: false if no pair occurs often enough.
  mutating func mergeMostFrequentPair(minimumFrequency: Int) -> Bool {
    while var top = queue.popSmallest() {
      guard top.count == pairCounts[top.number] else {
        top.count = pairCounts[top.number]
        queue.insert(top)
        continue
      }
      guard top.count >= max(1, minimumFrequency) else { return false }
      let rule = MergeRule(
        left: Int32(truncatingIfNeeded: top.pair >> 32),
        right: Int32(truncatingIfNeeded: top.pair))
      let token = tokens[Int(rule.left)] + tokens[Int(rule.right)]
      let product = Int32(tokens.insert(token[...]).index)
      merges.append(rule)
      for word in wordLists[top.wordList] { merge(rule, into: product, word: Int(word)) }
      wordLists[top.wordList] = []
      enqueueChangedPairs()
      return true
    }
    return false
  }

  /// Merges every occurrence in one word, from the left.
  private mutating func merge(_ rule: MergeRule, into product: Int32, word: Int) {
    let start = starts[word]
    let end = start + lengths[word]
    let count = counts[word]
    var read = start
    var write = start
    while read < end {
      guard symbols[read] == rule.left, read + 1 < end, symbols[read + 1] == rule.right else {
        symbols[write] = symbols[read]
        read += 1
        write += 1
        continue
      }
      if write > start {
        countPair(symbols[write - 1], rule.left, by: -count, in: word)
        countPair(symbols[write - 1], product, by: count, in: word)
      }
      symbols[write] = product
      read += 2
      write += 1
      if read < end {
        countPair(rule.right, symbols[read], by: -count, in: word)
        countPair(product, symbols[read], by: count, in: word)
      }
    }
    lengths[word] = write - start
  }

  private mutating func countPair(_ left: Int32, _ right: Int32, by change: Int, in word: Int) {
    let pair = PairTable.pair(left, right)
    let (value, isNew) = pairs.insert(pair, value: UInt32(pairCounts.count))
    let number = Int(value)
    if isNew {
      pairCounts.append(0)
      changedWords.append([])
    }
    pairCounts[number] += change
    guard change > 0, changedWords[number].last != Int32(word) else { return }
    if changedWords[number].isEmpty { changedPairs.append((pair, number)) }
    changedWords[number].append(Int32(word))
  }

  private mutating func enqueueChangedPairs() {
    for (pair, number) in changedPairs {
      if pairCounts[number] > 0 {
        queue.insert(
          Candidate(
            count: pairCounts[number], pair: pair, number: number, wordList: wordLists.count))
        wordLists.append(changedWords[number])
      }
      changedWords[number] = []
    }
    changedPairs.removeAll(keepingCapacity: true)
  }
}
