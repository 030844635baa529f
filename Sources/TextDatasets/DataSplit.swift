import Files

/// A data set divided into training, validation and test part, as indices of its examples.
public struct DataSplit: Sendable, Equatable {
  public let train: [Int]
  public let validation: [Int]
  public let test: [Int]
  /// The repeated messages that had to be kept together.
  public let duplicates: DuplicateCounts

  /// A split that was decided elsewhere.
  public init(train: [Int], validation: [Int], test: [Int], duplicates: DuplicateCounts) {
    self.train = train
    self.validation = validation
    self.test = test
    self.duplicates = duplicates
  }

  /// Divides stratified and without leaks: each part gets its share of each class, by largest
  /// remainder, and a group lies in one part whole. Where single messages do not
  /// make up for it, large groups move a count from its share by about their size. Every class is in
  /// every part.
  ///
  /// - Parameters:
  ///   - labels: One index into `classes` per example.
  ///   - classes: The labels' names, for errors.
  ///   - groups: Which examples must not be separated.
  ///   - shuffles: Whether chance divides, and each part is in random order. Otherwise the first
  ///     examples of each class are for training, the last for the test, and each part is in the
  ///     order of the file.
  /// - Throws: `SplitError.tooFewMessages`, `.tiedClass`.
  public init(
    labels: [Int], classes: [String], groups: MessageGroups,
    fractions: SplitFractions = .standard, shuffles: Bool = true,
    using generator: inout some RandomNumberGenerator
  ) throws(SplitError) {
    precondition(
      labels.count == groups.groupOf.count,
      "\(labels.count) labels but \(groups.groupOf.count) examples in groups")
    let shares = [fractions.train, fractions.validation, fractions.test]
    let byClass = Self.classTotals(labels, classes).map {
      Apportionment.counts(total: $0, shares: shares)
    }
    var dealer = GroupDealer(
      labels: labels, classes: classes, members: groups.members,
      targets: shares.indices.map { part in byClass.map { $0[part] } },
      partsPerClass: shares.count { $0 > 0 })
    let parts = try shuffles ? dealer.deal(using: &generator) : dealer.dealInOrder()
    self.init(
      train: parts[0], validation: parts[1], test: parts[2],
      duplicates: DuplicateCounts(groups: groups, labels: labels))
  }

  /// SHA-256 over the three lists, order included, in lower-case hexadecimal: of the lines
  /// `train 4 0 7`, `validation …` and `test …`, each ended by LF.
  public var digest: String {
    IndexListDigest.of([("train", train), ("validation", validation), ("test", test)])
  }

  static func classTotals(_ labels: [Int], _ classes: [String]) -> [Int] {
    labels.reduce(into: Array(repeating: 0, count: classes.count)) { $0[$1] += 1 }
  }
}

/// One fingerprint for named lists of indices.
enum IndexListDigest {
  static func of(_ lists: [(name: String, indices: [Int])]) -> String {
    var sum = SHA256Sum()
    for (name, indices) in lists {
      let line = indices.reduce(into: name) { $0 += " \($1)" } + "\n"
      sum.update(Array(line.utf8)[...])
    }
    return sum.hexadecimal
  }
}
