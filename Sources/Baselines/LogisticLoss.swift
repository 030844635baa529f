#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What logistic regression minimises over its m training rows: cross-entropy, and a penalty on the
/// weights but not on the intercepts.
///
///     loss = mean of −ln p(label | row) + |W|² / (2·C·m)
///
/// Parameters are laid out as V weight vectors, then V intercepts. Of K > 2 classes each has a vector,
/// and p is their softmax; of two classes only the second has one (V = 1), and p is its sigmoid.
package struct LogisticLoss<Features: FeatureMatrix> {
  let features: Features
  let labels: [Int]
  let classCount: Int
  let isTraining: [Bool]
  let strength: Double

  /// - Parameters:
  ///   - labels: a class in 0..<classCount per row.
  ///   - isTraining: the rows to learn from, at least one; the others are held out.
  ///   - strength: C > 0; the larger, the weaker the penalty.
  package init(
    features: Features, labels: [Int], classCount: Int, isTraining: [Bool], strength: Double
  ) {
    self.features = features
    self.labels = labels
    self.classCount = classCount
    self.isTraining = isTraining
    self.strength = strength
  }

  var vectorCount: Int { classCount == 2 ? 1 : classCount }
  package var parameterCount: Int { vectorCount * (features.columnCount + 1) }

  /// - Parameter gradient: overwritten.
  /// - Returns: nats per training row, with the penalty.
  package func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    let width = features.columnCount
    var (losses, residuals) = crossEntropy(at: parameters)
    for row in isTraining.indices where !isTraining[row] {
      losses[row] = 0
      for v in residuals.indices { residuals[v][row] = 0 }
    }
    let m = Double(isTraining.count { $0 })
    var squares = 0.0
    for (v, slopes) in features.transposedProducts(with: residuals).enumerated() {
      for column in 0..<width {
        let weight = parameters[v * width + column]
        squares += weight * weight
        gradient[v * width + column] = (slopes[column] + weight / strength) / m
      }
      gradient[vectorCount * width + v] = residuals[v].reduce(0, +) / m
    }
    return (losses.reduce(0, +) + squares / (2 * strength)) / m
  }

  /// Σ −ln p(label) over the rows that are held out.
  package func heldOutLoss(at parameters: [Double]) -> Double {
    let losses = crossEntropy(at: parameters).losses
    return isTraining.indices.reduce(0) { isTraining[$1] ? $0 : $0 + losses[$1] }
  }

  /// Of every row −ln p(label), and its derivatives with respect to the V scores: p − [class].
  private func crossEntropy(at parameters: [Double]) -> (losses: Vector, residuals: [Vector]) {
    let (weights, intercepts) = split(parameters)
    var scores = features.products(with: weights)  // (V, n), and becomes the residuals
    var losses = Vector(repeating: 0, count: labels.count)
    for (row, label) in labels.enumerated() {
      if classCount == 2 {
        let score = scores[0][row] + intercepts[0]
        let small = exp(-abs(score))
        losses[row] = max(score, 0) + log1p(small) - (label == 1 ? score : 0)
        scores[0][row] = (score > 0 ? 1 : small) / (1 + small) - (label == 1 ? 1 : 0)
        continue
      }
      var top = -Double.infinity
      for k in 0..<classCount {
        scores[k][row] += intercepts[k]
        top = max(top, scores[k][row])
      }
      let own = scores[label][row]
      var sum = 0.0
      for k in 0..<classCount {
        scores[k][row] = exp(scores[k][row] - top)
        sum += scores[k][row]
      }
      losses[row] = log(sum) + top - own
      for k in 0..<classCount { scores[k][row] = scores[k][row] / sum - (k == label ? 1 : 0) }
    }
    return (losses, scores)
  }

  /// The V weight vectors, (V, C), and the V intercepts.
  func split(_ parameters: [Double]) -> (weights: [Vector], intercepts: [Double]) {
    let width = features.columnCount
    return (
      (0..<vectorCount).map { Vector(parameters[$0 * width..<($0 + 1) * width]) },
      Array(parameters[(vectorCount * width)...])
    )
  }
}

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

enum Softmax {
  /// exp(score) / Σ exp(score). A score may be −∞, which is the probability 0, but not all may.
  static func probabilities(of scores: [Double]) -> [Double] {
    let top = scores.reduce(-Double.infinity, max)
    let weights = scores.map { exp($0 - top) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
