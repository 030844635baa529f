import SeededRandom

/// A few random examples to learn from, and all others to measure on: what a method does with few
/// labels.
public struct TrainingSample: Sendable, Equatable {
  /// At least one example of every class, in random order.
  public let train: [Int]
  /// All other examples but those in a group with a training example, ascending.
  public let rest: [Int]

  /// Draws without regard to class. A draw that lacks a class has nothing to teach and is drawn
  /// again.
  ///
  /// - Parameters:
  ///   - labels: One index into `classes` per example.
  ///   - classes: The labels' names, all of which occur.
  ///   - groups: Which examples must not be separated.
  ///   - count: Examples to learn from, at least one per class.
  /// - Throws: `SplitError.noSample` when there are too few examples, or a class is so rare that no
  ///   draw has it.
  public init(
    labels: [Int], classes: [String], groups: MessageGroups, count: Int,
    using generator: inout some RandomNumberGenerator
  ) throws(SplitError) {
    precondition(
      labels.count == groups.groupOf.count,
      "\(labels.count) labels but \(groups.groupOf.count) examples in groups")
    var order = Array(labels.indices)
    if count >= classes.count, count < order.count {
      for _ in 0..<Self.draws {
        generator.shuffle(&order)
        let train = Array(order.prefix(count))
        guard Set(train.map { labels[$0] }).count == classes.count else { continue }
        let known = Set(train.map { groups.groupOf[$0] })
        let rest = order.dropFirst(count).filter { !known.contains(groups.groupOf[$0]) }
        guard !rest.isEmpty else { continue }
        self.train = train
        self.rest = rest.sorted()
        return
      }
    }
    throw .noSample(count: count, messages: labels.count, classes: classes.count)
  }

  /// A class that is one in a hundred is missing from a thousand draws of 20 with a chance of 1e-88.
  private static let draws = 1000
}
