import SeededRandom

/// Two ways to keep a frequent class from drowning a rare one.
public enum Balancing {
  /// Keeps as many examples of every class as the rarest class has, chosen at random.
  ///
  /// - Parameter labels: Class indices, from 0; classes without an example do not count.
  /// - Returns: The indices of the examples kept, ascending.
  public static func undersample(
    labels: [Int], using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    var examples: [[Int]] = []
    for (example, label) in labels.enumerated() {
      while examples.count <= label { examples.append([]) }
      examples[label].append(example)
    }
    examples.removeAll(where: \.isEmpty)
    let size = examples.map(\.count).min() ?? 0
    return examples.flatMap { candidates in
      var candidates = candidates
      generator.shuffle(&candidates)
      return candidates.prefix(size)
    }.sorted()
  }

  /// The weight of each class in the loss, n / (K · n_k): the same total weight for every class, and
  /// a mean weight of 1 over all examples.
  ///
  /// - Parameter counts: n_k, the number of training examples of each class. A class without any has
  ///   weight 0 and does not count in K.
  ///
  /// Source: G. King, L. Zeng, "Logistic Regression in Rare Events Data", Political Analysis 9(2),
  /// 2001; scikit-learn's class_weight="balanced".
  public static func classWeights(counts: [Int]) -> [Double] {
    let present = counts.count { $0 > 0 }
    let total = counts.reduce(0, +)
    return counts.map { $0 > 0 ? Double(total) / (Double(present) * Double($0)) : 0 }
  }
}
