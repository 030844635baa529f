/// The weights that logistic regression learned.
struct LogisticModel: Sendable {
  let classCount: Int
  /// The K' ≥ 2 classes that had examples. The others get the probability 0.
  let present: [Int]
  /// (V, C), where V is 1 for two classes and else K'.
  let weights: [Vector]
  /// (V)
  let intercepts: [Double]

  /// - Parameter products: V products of the weight vectors and the features of one example.
  /// - Returns: K probabilities.
  func probabilities(products: [Double]) -> [Double] {
    var scores = zip(products, intercepts).map { $0 + $1 }
    // The sigmoid is the softmax of 0 and its score.
    if scores.count == 1 { scores.insert(0, at: 0) }
    var probabilities = [Double](repeating: 0, count: classCount)
    for (label, probability) in zip(present, Softmax.probabilities(of: scores)) {
      probabilities[label] = probability
    }
    return probabilities
  }

  /// Weights and intercepts.
  var parameterCount: Int { weights.reduce(0) { $0 + $1.count } + intercepts.count }
}
