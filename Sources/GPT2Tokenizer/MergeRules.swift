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
    let ranks: PairTable.View
    let products: UnsafeBufferPointer<Int32>
    let byteTokens: UnsafeBufferPointer<Int32>
  }
}
