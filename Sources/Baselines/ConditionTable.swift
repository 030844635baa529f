#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the training texts of each class fall to the two sides of a condition.
struct ConditionTable {
  /// (K) texts that meet the condition.
  let matching: [Int]
  /// (K) texts that do not.
  let others: [Int]

  /// (K) on each side (n + 1) / (N + K), n of the side's N texts being of the class.
  var matchingShares: [Double] { Self.shares(matching) }
  var otherShares: [Double] { Self.shares(others) }

  /// The most frequent class of each side, the lowest of several.
  var matchingClass: Int { Self.mostFrequent(matching) }
  var otherClass: Int { Self.mostFrequent(others) }

  /// How well the sides' most frequent classes predict the texts': Matthews correlation, of more than
  /// two classes the mean of each against the rest. 0 where both sides say the same.
  var correlation: Double {
    let (matchingClass, otherClass) = (matchingClass, otherClass)
    let sum = matching.indices.reduce(0) { sum, k in
      var (truePositives, predicted) = (0, 0)
      for (side, answer) in [(matching, matchingClass), (others, otherClass)] where answer == k {
        truePositives += side[k]
        predicted += side.reduce(0, +)
      }
      return sum + correlation(truePositives, predicted, actual: matching[k] + others[k])
    }
    return sum / Double(matching.count)
  }

  /// (n·TP − predicted·actual) / √(predicted·(n − predicted)·actual·(n − actual)).
  private func correlation(_ truePositives: Int, _ predicted: Int, actual: Int) -> Double {
    let n = Double(matching.reduce(0, +) + others.reduce(0, +))
    let (predicted, actual) = (Double(predicted), Double(actual))
    let spread = predicted * (n - predicted) * actual * (n - actual)
    return spread > 0 ? (n * Double(truePositives) - predicted * actual) / spread.squareRoot() : 0
  }

  /// −Σ ln(share of the text's class) over the training texts.
  var crossEntropy: Double {
    [(matching, matchingShares), (others, otherShares)].reduce(0) { sum, side in
      zip(side.0, side.1).reduce(sum) { $0 - Double($1.0) * log($1.1) }
    }
  }

  private static func shares(_ counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +) + counts.count)
    return counts.map { Double($0 + 1) / total }
  }

  private static func mostFrequent(_ counts: [Int]) -> Int {
    counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
  }
}
