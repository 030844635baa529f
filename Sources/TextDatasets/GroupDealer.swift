import SeededRandom

/// Deals whole groups of examples to the parts of a split, so that each part gets its share of each
/// class, and at least one group of it.
struct GroupDealer {
  /// One class index per example.
  let labels: [Int]
  let classes: [String]
  /// The examples of each group.
  let members: [[Int]]
  /// How many examples of each class each part should get: `[part][class]`.
  let targets: [[Int]]
  /// In how many parts each class must be.
  let partsPerClass: Int

  private var dealt: [[Int]]
  private var groupsLeft: [Int]

  init(labels: [Int], classes: [String], members: [[Int]], targets: [[Int]], partsPerClass: Int) {
    self.labels = labels
    self.classes = classes
    self.members = members
    self.targets = targets
    self.partsPerClass = partsPerClass
    dealt = targets.map { $0.map { _ in 0 } }
    groupsLeft = Array(repeating: 0, count: classes.count)
    for group in members {
      for (label, _) in Self.classCounts(group, labels) { groupsLeft[label] += 1 }
    }
  }

  /// Deals at random. Large groups go first, while there is room for them; a part is drawn in
  /// proportion to what it still lacks of the group's classes, so that after the last group each
  /// part has what it should, and single messages are divided as by a shuffle.
  ///
  /// - Returns: The examples of each part, in random order.
  /// - Throws: `SplitError.tooFewMessages`, `.tiedClass`.
  mutating func deal(
    using generator: inout some RandomNumberGenerator
  ) throws(SplitError) -> [[Int]] {
    let order = members.indices.sorted {
      (members[$1].count, $0) < (members[$0].count, $1)
    }
    var parts = try deal(order) { dealer, counts, candidates in
      dealer.draw(counts, candidates, using: &generator)
    }
    for part in parts.indices { generator.shuffle(&parts[part]) }
    return parts
  }

  /// Deals in the order of the examples: of each class the first go to the first part. A group
  /// stays with its first example.
  ///
  /// - Returns: The examples of each part, ascending.
  /// - Throws: `SplitError.tooFewMessages`, `.tiedClass`.
  mutating func dealInOrder() throws(SplitError) -> [[Int]] {
    try deal(Array(members.indices)) { dealer, counts, candidates in
      let label = counts[0].label
      let place = dealer.dealt.reduce(0) { $0 + $1[label] }
      var end = 0
      for part in dealer.targets.indices {
        end += dealer.targets[part][label]
        if place < end, candidates.contains(part) { return part }
      }
      return candidates[candidates.count - 1]
    }
  }

  private typealias Counts = [(label: Int, count: Int)]

  private mutating func deal(
    _ order: [Int], choose: (GroupDealer, Counts, [Int]) -> Int
  ) throws(SplitError) -> [[Int]] {
    for label in classes.indices where groupsLeft[label] > 0 {
      guard groupsLeft[label] >= partsPerClass else {
        throw .tooFewMessages(
          label: classes[label], messages: groupsLeft[label], parts: partsPerClass)
      }
    }
    var parts = targets.map { _ in [Int]() }
    for group in order {
      let counts = Self.classCounts(members[group], labels)
      let part = choose(self, counts, candidates(counts))
      parts[part] += members[group]
      for (label, count) in counts {
        dealt[part][label] += count
        groupsLeft[label] -= 1
      }
    }
    for label in classes.indices where !lacking(label).isEmpty {
      throw .tiedClass(label: classes[label], parts: partsPerClass)
    }
    for part in parts.indices { parts[part].sort() }
    return parts
  }

  /// The parts that may take a group. When a class has only as many groups left as there are parts
  /// without it, the group must go to one of those.
  private func candidates(_ counts: Counts) -> [Int] {
    var candidates = targets.indices.filter { part in
      counts.contains { targets[part][$0.label] > 0 }
    }
    for (label, _) in counts where groupsLeft[label] <= targets.count {
      let lacking = lacking(label)
      guard groupsLeft[label] <= lacking.count else { continue }
      let both = candidates.filter(lacking.contains)
      if !both.isEmpty { candidates = both }
    }
    return candidates
  }

  /// The parts that should have a class and have none of it yet.
  private func lacking(_ label: Int) -> [Int] {
    targets.indices.filter { targets[$0][label] > 0 && dealt[$0][label] == 0 }
  }

  private func draw(
    _ counts: Counts, _ candidates: [Int], using generator: inout some RandomNumberGenerator
  ) -> Int {
    func deficit(_ part: Int, _ label: Int) -> Int { targets[part][label] - dealt[part][label] }
    func room(_ part: Int) -> Int { counts.reduce(0) { $0 + deficit(part, $1.label) } }
    let fitting = candidates.filter { part in
      counts.allSatisfy { deficit(part, $0.label) >= $0.count }
    }
    let total = fitting.reduce(0) { $0 + room($1) }
    guard total > 0 else {
      return candidates.max { room($0) < room($1) } ?? 0
    }
    var ticket = generator.uniform(below: total)
    for part in fitting {
      ticket -= room(part)
      if ticket < 0 { return part }
    }
    return fitting[0]
  }

  /// How many of a group's examples are of which class; the first example's class comes first.
  private static func classCounts(_ group: [Int], _ labels: [Int]) -> Counts {
    var counts: Counts = []
    for example in group {
      if let known = counts.firstIndex(where: { $0.label == labels[example] }) {
        counts[known].count += 1
      } else {
        counts.append((labels[example], 1))
      }
    }
    return counts
  }
}

/// Whole numbers in place of exact shares.
enum Apportionment {
  /// How many of `total` examples of a class each part gets: its share by largest remainder, which
  /// is less than 1 from exact. A part with a share above 0 gets at least one example if there are
  /// enough, taken from the part that is most above its share.
  static func counts(total: Int, shares: [Double]) -> [Int] {
    let exact = shares.map { Double(total) * $0 }
    var counts = exact.map { Int($0.rounded(.down)) }
    let byRemainder = shares.indices.sorted {
      let remainders = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return remainders.0 == remainders.1 ? $0 < $1 : remainders.0 > remainders.1
    }
    for part in byRemainder.prefix(total - counts.reduce(0, +)) { counts[part] += 1 }
    for part in shares.indices where shares[part] > 0 && counts[part] == 0 {
      let donors = shares.indices.filter { counts[$0] > 1 }
      guard
        let donor = donors.max(by: {
          Double(counts[$0]) - exact[$0] < Double(counts[$1]) - exact[$1]
        })
      else { break }
      counts[donor] -= 1
      counts[part] = 1
    }
    return counts
  }

  /// How many of each class each of `folds` folds gets, `[fold][class]`: counts of a class differ by
  /// at most 1, and so do the sizes of the folds, since each class's extra examples begin where the
  /// class before left off.
  static func folds(totals: [Int], folds: Int) -> [[Int]] {
    var counts = Array(repeating: totals.map { $0 / folds }, count: folds)
    var next = 0
    for (label, total) in totals.enumerated() {
      for _ in 0..<(total % folds) {
        counts[next][label] += 1
        next = (next + 1) % folds
      }
    }
    return counts
  }
}
