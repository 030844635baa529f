/// The votes of the k training rows that are most similar to a row of dense features, by the cosine of
/// the angle between them.
///
/// k is the one of 1, 3, 5, 7, 9 and 15 that classifies most training rows rightly, each by all others;
/// of equally good ones the smallest. Of equally similar rows the one with the lower index is nearer. A
/// row of zeros is similar to nothing: its cosines are 0. A class without votes has the probability 0.
///
/// Source: Cover and Hart, "Nearest Neighbor Pattern Classification", IEEE Transactions on Information
/// Theory 13 (1967).
package struct NearestNeighbours: BaselineModel {
  /// k, less than the number of training rows.
  package let neighbourCount: Int
  /// Numbers kept: training rows times features.
  package let parameterCount: Int
  private let tiles: [UnitTile]
  private let labels: [Int]
  private let classCount: Int
  private let featureCount: Int

  package init(_ rows: [[Float]], labels: [Int], classCount: Int) throws(BaselineError) {
    _ = try TrainingLabels(labels, exampleCount: rows.count, classCount: classCount)
    featureCount = rows.first?.count ?? 0
    try DenseFeatures.check(rows, width: featureCount)
    let unitRows = UnitRows(rows)
    tiles = UnitTile.all(of: unitRows)
    self.labels = labels
    self.classCount = classCount
    parameterCount = rows.count * featureCount

    let candidates = Self.candidates.filter { $0 < rows.count }
    let lists = Self.neighboursOfEach(unitRows, tiles, capacity: candidates.last ?? 1)
    var correct = candidates.map { _ in 0 }
    for (label, list) in zip(labels, lists) {
      for (index, k) in candidates.enumerated() {
        let vote = Vote(list.indices.prefix(k).map { labels[$0] }, classCount: classCount)
        if vote.winner == label { correct[index] += 1 }
      }
    }
    let best = candidates.indices.reduce(0) { correct[$1] > correct[$0] ? $1 : $0 }
    neighbourCount = candidates[best]
  }

  /// Each class's share of the k votes, (n, K). Of classes with equally many votes the one that has the
  /// nearest row gets 1e-9 more, taken from the others: the largest probability is the answer.
  package func probabilities(of rows: [[Float]]) throws(BaselineError) -> [[Double]] {
    try DenseFeatures.check(rows, width: featureCount)
    let queries = UnitRows(rows).rows
    var lists = queries.map { _ in NeighbourList(capacity: neighbourCount) }
    for block in Self.blocks(queries.count) {
      for tile in tiles {
        for (query, cosines) in zip(block, tile.cosines(of: queries[block])) {
          for (index, cosine) in zip(tile.range, cosines) { lists[query].offer(cosine, index) }
        }
      }
    }
    return lists.map { Vote($0.indices.map { labels[$0] }, classCount: classCount).shares }
  }

  package func choice(classes: [String]) -> String? {
    neighbourCount == 1
      ? "the nearest message decides" : "the \(neighbourCount) nearest messages vote"
  }

  private static let candidates = [1, 3, 5, 7, 9, 15]

  /// Every training row's nearest others. A cosine serves both of its rows.
  package static func neighboursOfEach(
    _ rows: UnitRows, _ tiles: [UnitTile], capacity: Int
  ) -> [NeighbourList] {
    var lists = rows.rows.map { _ in NeighbourList(capacity: capacity) }
    for block in blocks(rows.rows.count) {
      for tile in tiles where tile.range.upperBound > block.lowerBound {
        for (query, cosines) in zip(block, tile.cosines(of: rows.rows[block])) {
          for (index, cosine) in zip(tile.range, cosines) where index > query {
            lists[query].offer(cosine, index)
            lists[index].offer(cosine, query)
          }
        }
      }
    }
    return lists
  }

  /// 0..<count, 32 at a time: so many queries share a pass over a tile.
  private static func blocks(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: 32).map { $0..<min($0 + 32, count) }
  }
}

/// The nearest of the rows that were offered, the most similar first, and of equally similar rows the
/// one with the lower index.
package struct NeighbourList {
  private let capacity: Int
  private var similarities: ContiguousArray<Float> = []
  package private(set) var indices: ContiguousArray<Int> = []

  /// - Parameter capacity: rows to remember, at least one.
  package init(capacity: Int) { self.capacity = capacity }

  /// Rows may come in any order, each once.
  package mutating func offer(_ similarity: Float, _ index: Int) {
    var place = indices.count
    while place > 0, isNearer(similarity, index, than: place - 1) { place -= 1 }
    guard place < capacity else { return }
    if indices.count == capacity {
      similarities.removeLast()
      indices.removeLast()
    }
    similarities.insert(similarity, at: place)
    indices.insert(index, at: place)
  }

  private func isNearer(_ similarity: Float, _ index: Int, than place: Int) -> Bool {
    similarity > similarities[place]
      || (similarity == similarities[place] && index < indices[place])
  }
}

/// The votes of some neighbours.
package struct Vote {
  private let counts: [Int]  // (K)
  private let total: Int
  /// The class with the most votes; of several the one that has the nearest neighbour.
  package let winner: Int
  private let isTie: Bool

  /// - Parameter labels: classes in 0..<classCount of at least one neighbour, the nearest first.
  package init(_ labels: [Int], classCount: Int) {
    var counts = [Int](repeating: 0, count: classCount)
    for label in labels { counts[label] += 1 }
    let most = counts.reduce(0, max)
    winner = labels.first { counts[$0] == most } ?? 0
    isTie = counts.count { $0 == most } > 1
    total = labels.count
    self.counts = counts
  }

  /// (K): each class's share of the votes. In a tie the winner gets 1e-9 more, taken in equal parts
  /// from the classes that have as many votes.
  package var shares: [Double] {
    var shares = counts.map { Double($0) / Double(total) }
    guard isTie else { return shares }
    let tied = counts.indices.filter { counts[$0] == counts[winner] }
    for k in tied where k != winner { shares[k] -= 1e-9 / Double(tied.count - 1) }
    shares[winner] += 1e-9
    return shares
  }
}
