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
