/// One merge of byte-pair encoding: two neighbouring tokens, by id, that become one.
public struct MergeRule: Sendable, Hashable {
  public var left: Int32
  public var right: Int32

  public init(left: Int32, right: Int32) {
    self.left = left
    self.right = right
  }
}

/// The merges of a vocabulary, ready to be applied to words.
struct MergeRules: Sendable {
  /// Where a merge stands in the list is its rank; the lowest rank is applied first.
  private(set) var rules: [MergeRule] = []
  /// The id of the token that each rank makes.
  private var products: [Int32] = []
  private var ranks: PairTable
  /// The ids of the 256 single bytes.
  private let byteTokens: [Int32]

  /// Ranks share a word with a position in `mergeLongWord`.
  static let maximumCount = 1 << 24

  /// - Parameters:
  ///   - byteTokens: 256 ids.
  ///   - capacity: how many merges to make room for.
  init(byteTokens: [Int32], capacity: Int) {
    precondition(byteTokens.count == 256, "\(byteTokens.count) byte tokens")
    self.byteTokens = byteTokens
    ranks = PairTable(capacity: capacity)
    rules.reserveCapacity(capacity)
    products.reserveCapacity(capacity)
  }

  /// Appends a merge of the next rank.
  ///
  /// - Returns: false, and nothing is appended, if the pair has a rank already.
  mutating func append(_ rule: MergeRule, product: Int32) -> Bool {
    let pair = PairTable.pair(rule.left, rule.right)
    guard ranks.insert(pair, value: UInt32(rules.count)).isNew else { return false }
    rules.append(rule)
    products.append(product)
    return true
  }

  /// Reads the rules without bounds checks.
  func view(_ body: (View) -> Void) {
    ranks.view { ranks in
      products.withUnsafeBufferPointer { products in
        byteTokens.withUnsafeBufferPointer { byteTokens in
          body(View(ranks: ranks, products: products, byteTokens: byteTokens))
        }
      }
    }
  }

  /// The rules during one call of `view`.
  ///
  /// Safe: `byteTokens` has an entry for every byte, and `products` one for every rank in `ranks`.
  struct View {
    fileprivate let ranks: PairTable.View
    fileprivate let products: UnsafeBufferPointer<Int32>
    fileprivate let byteTokens: UnsafeBufferPointer<Int32>
  }
}

extension MergeRules.View {
  /// Words up to this many bytes are merged by scanning for the lowest rank, longer ones with a
  /// priority queue: scanning is faster while the word fits in a few cache lines, but quadratic.
  static let longestScannedWord = 64

  /// Appends the tokens of `word`: the pair of lowest rank, leftmost among equals, is merged until
  /// no pair has a rank.
  ///
  /// - Parameters:
  ///   - word: not empty.
  ///   - scratch: room for 2 · `longestScannedWord` numbers; what it holds is overwritten.
  ///
  /// Source: Sennrich, Haddow, Birch, *Neural Machine Translation of Rare Words with Subword
  /// Units* (2016), section 3.2.
  func merge(
    _ word: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutableBufferPointer<Int32>,
    into ids: inout [Int32]
  ) {
    if word.count == 1 {
      ids.append(byteTokens[Int(word[0])])
    } else if word.count <= Self.longestScannedWord {
      mergeShortWord(word, scratch: scratch, into: &ids)
    } else {
      mergeLongWord(word, into: &ids)
    }
  }

  /// Safe: `count` only shrinks, and all indices stay below it.
  private func mergeShortWord(
    _ word: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutableBufferPointer<Int32>,
    into ids: inout [Int32]
  ) {
    let tokens = UnsafeMutableBufferPointer(rebasing: scratch[..<Self.longestScannedWord])
    // Rank of the pair that begins at each token. Ranks fit in an Int32 and `none` is above them.
    let pairRanks = UnsafeMutableBufferPointer(rebasing: scratch[Self.longestScannedWord...])
    let none = Int32.max
    var count = word.count
    for index in 0..<count { tokens[index] = byteTokens[Int(word[index])] }
    for index in 0..<count - 1 { pairRanks[index] = rank(tokens[index], tokens[index + 1]) }

    while count > 1 {
      var best = 0
      var lowest = pairRanks[0]
      for index in 1..<count - 1 where pairRanks[index] < lowest {
        lowest = pairRanks[index]
        best = index
      }
      guard lowest != none else { break }
      count -= 1
      tokens[best] = products[Int(lowest)]
      for index in best + 1..<count { tokens[index] = tokens[index + 1] }
      for index in best..<count - 1 { pairRanks[index] = pairRanks[index + 1] }
      if best + 1 < count { pairRanks[best] = rank(tokens[best], tokens[best + 1]) }
      if best > 0 { pairRanks[best - 1] = rank(tokens[best - 1], tokens[best]) }
    }
    for index in 0..<count { ids.append(tokens[index]) }
  }

  @inline(__always)
  private func rank(_ left: Int32, _ right: Int32) -> Int32 {
    Int32(truncatingIfNeeded: min(ranks.value(left, right), UInt32(Int32.max)))
  }

  /// O(n log n) in the length of the word: tokens form a linked list, candidate merges wait in a
  /// queue ordered by rank and position, and those that earlier merges overtook are skipped.
  private func mergeLongWord(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32]) {
    var tokens = word.map { byteTokens[Int($0)] }
    var previous = Array(-1..<tokens.count - 1)
    var next = Array(1...tokens.count)
    var pairRanks = (0..<tokens.count - 1).map { ranks.value(tokens[$0], tokens[$0 + 1]) }
    pairRanks.append(PairTable.absent)
    let positionBits = UInt64(40)
    let positionMask = UInt64(1) << positionBits - 1
    func candidate(_ position: Int) -> UInt64 {
      UInt64(pairRanks[position]) << positionBits | UInt64(position)
    }
    var queue = BinaryHeap(
      pairRanks.indices.filter { pairRanks[$0] != PairTable.absent }.map(candidate))

    while let top = queue.popSmallest() {
      let position = Int(top & positionMask)
      guard UInt64(pairRanks[position]) == top >> positionBits else { continue }
      let right = next[position]
      let end = next[right]
      tokens[position] = products[Int(pairRanks[position])]
      pairRanks[right] = PairTable.absent
      next[position] = end
      pairRanks[position] = PairTable.absent
      if end < tokens.count {
        previous[end] = position
        pairRanks[position] = ranks.value(tokens[position], tokens[end])
        if pairRanks[position] != PairTable.absent { queue.insert(candidate(position)) }
      }
      let left = previous[position]
      if left >= 0 {
        pairRanks[left] = ranks.value(tokens[left], tokens[position])
        if pairRanks[left] != PairTable.absent { queue.insert(candidate(left)) }
      }
    }
    var position = 0
    while position < tokens.count {
      ids.append(tokens[position])
      position = next[position]
    }
  }
}
