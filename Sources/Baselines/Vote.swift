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
