/// The votes of the k training rows that are most similar to a row of dense features, by the cosine of
/// the angle between them.
///
/// k is the one of 1, 3, 5, 7, 9 and 15 that classifies most training rows rightly, each by all others;
/// of equally good ones the smallest. Of equally similar rows the one with the lower index is nearer. A
/// row of zeros is similar to nothing: its cosines are 0. A class without votes has the probability 0.
///
/// Source: Cover and Hart, "Nearest Neighbor Pattern Classification", IEEE Transactions on Information
/// Theory 13 (1967).
public struct NearestNeighbours: Sendable {
  /// k, less than the number of training rows.
  public let neighbourCount: Int
  /// Numbers kept: training rows times features.
  public let parameterCount: Int
  private let tiles: [UnitTile]
  private let labels: [Int]
  private let classCount: Int
  private let featureCount: Int

  /// - Parameters:
  ///   - rows: n ≥ 2 training rows of equally many features.
  ///   - labels: their classes in 0..<classCount, at least two different ones.
  public init(rows: [[Float]], labels: [Int], classCount: Int) throws(BaselineError) {
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

  /// (n, K): each class's share of the k votes. Of classes with equally many votes the one that has the
  /// nearest row gets 1e-9 more, taken from the others: the largest probability is the answer.
  ///
  /// - Parameter rows: (n, C), as many features as the training rows have.
  /// - Throws: `BaselineError.notFinite`.
  public func probabilities(of rows: [[Float]]) throws(BaselineError) -> [[Double]] {
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
