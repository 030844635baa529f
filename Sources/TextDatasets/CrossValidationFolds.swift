/// A data set divided into K parts, each of which is once held out from training.
public struct CrossValidationFolds: Sendable, Equatable {
  /// The held-out examples of each fold; every example is in one of them.
  public let heldOut: [[Int]]
  /// The repeated messages that had to be kept together.
  public let duplicates: DuplicateCounts

  /// Divides stratified and without leaks, as `DataSplit` does. Without repeated messages the
  /// counts of a class in any two folds, and the sizes of any two folds, differ by at most 1.
  ///
  /// - Parameters:
  ///   - labels: One index into `classes` per example.
  ///   - classes: The labels' names, for errors.
  ///   - groups: Which examples must not be separated.
  ///   - count: K, at least 2.
  ///   - shuffles: Whether chance divides, and each fold is in random order; otherwise folds follow
  ///     the order of the file.
  /// - Throws: `SplitError.foldCount`; `.tooFewForFolds` about the class that allows the fewest folds;
  ///   `.tiedClass`.
  public init(
    labels: [Int], classes: [String], groups: MessageGroups, count: Int, shuffles: Bool = true,
    using generator: inout some RandomNumberGenerator
  ) throws(SplitError) {
    precondition(
      labels.count == groups.groupOf.count,
      "\(labels.count) labels but \(groups.groupOf.count) examples in groups")
    guard count >= 2 else { throw .foldCount(count) }
    // Before making room for the folds, of which there may be more than memory holds.
    let distinct = Self.groupsPerClass(labels, classes, groups)
    let rarest = distinct.indices.filter { distinct[$0] > 0 }.min { distinct[$0] < distinct[$1] }
    if let rarest, distinct[rarest] < count {
      throw .tooFewForFolds(
        label: classes[rarest], messages: distinct[rarest], folds: count)
    }
    var dealer = GroupDealer(
      labels: labels, classes: classes, members: groups.members,
      targets: Apportionment.folds(
        totals: DataSplit.classTotals(labels, classes), folds: count),
      partsPerClass: count)
    heldOut = try shuffles ? dealer.deal(using: &generator) : dealer.dealInOrder()
    duplicates = DuplicateCounts(groups: groups, labels: labels)
  }

  /// In how many groups each class has a message: the most folds that can all have one.
  private static func groupsPerClass(
    _ labels: [Int], _ classes: [String], _ groups: MessageGroups
  ) -> [Int] {
    var seen = Array(repeating: Set<Int>(), count: classes.count)
    for (label, group) in zip(labels, groups.groupOf) { seen[label].insert(group) }
    return seen.map(\.count)
  }

  /// The examples that a fold trains on: all but its held-out ones, ascending.
  ///
  /// - Parameter fold: In 0..<heldOut.count.
  public func training(fold: Int) -> [Int] {
    heldOut.indices.filter { $0 != fold }.flatMap { heldOut[$0] }.sorted()
  }

  /// SHA-256 over the folds, order included, in lower-case hexadecimal: of the lines `fold0 4 0 7`,
  /// `fold1 …` and so on, each ended by LF.
  public var digest: String {
    IndexListDigest.of(heldOut.enumerated().map { ("fold\($0)", $1) })
  }
}
