package typealias Vector = ContiguousArray<Double>

/// The features of n examples, (n, C), as far as a linear model needs them.
package protocol FeatureMatrix {
  /// n
  var rowCount: Int { get }
  /// C
  var columnCount: Int { get }

  /// Every row times each of the weight vectors: (V, C) to (V, n).
  func products(with weights: [Vector]) -> [Vector]

  /// Every column times each of the vectors of row weights: (V, n) to (V, C).
  func transposedProducts(with rowWeights: [Vector]) -> [Vector]
}
