/// The mean and the deviation of each feature over the training rows, (C).
///
/// A feature that is the same in all of them tells nothing: its deviation counts as 1, so that it
/// becomes 0 there and keeps the weight 0.
package struct Standardization {
  let means: Vector
  /// The root of the mean squared distance from the mean, as scikit-learn's `StandardScaler`.
  let deviations: Vector

  /// - Parameter isTraining: of each row whether it counts; at least one does.
  package init(_ features: DenseFeatures, isTraining: [Bool]) {
    let rows = isTraining.indices.filter { isTraining[$0] }
    let count = Double(rows.count)
    var means: Vector = []
    var deviations: Vector = []
    for column in features.columns {
      let mean = rows.reduce(0) { $0 + Double(column[$1]) } / count
      let squares = rows.reduce(0) {
        let distance = Double(column[$1]) - mean
        return $0 + distance * distance
      }
      let first = rows.first.map { column[$0] }
      let isConstant = rows.allSatisfy { column[$0] == first }
      means.append(mean)
      deviations.append(isConstant ? 1 : (squares / count).squareRoot())
    }
    self.means = means
    self.deviations = deviations
  }

  /// The weight vector and intercept that do with plain features what these do with standardised ones.
  func folded(_ weights: Vector, _ intercept: Double) -> (weights: Vector, intercept: Double) {
    var folded = weights
    var shift = 0.0
    for column in folded.indices {
      folded[column] /= deviations[column]
      shift += folded[column] * means[column]
    }
    return (folded, intercept - shift)
  }
}

/// Dense features, standardised as they are read.
package struct StandardizedFeatures: FeatureMatrix {
  let base: DenseFeatures
  let scale: Standardization

  package init(base: DenseFeatures, scale: Standardization) {
    self.base = base
    self.scale = scale
  }

  package var rowCount: Int { base.rowCount }
  package var columnCount: Int { base.columnCount }

  package func products(with weights: [Vector]) -> [Vector] {
    let folded = weights.map { scale.folded($0, 0) }
    var products = base.products(with: folded.map(\.weights))
    for (index, shift) in folded.map(\.intercept).enumerated() {
      for row in 0..<rowCount { products[index][row] += shift }
    }
    return products
  }

  package func transposedProducts(with rowWeights: [Vector]) -> [Vector] {
    var products = base.transposedProducts(with: rowWeights)
    for (index, rowWeights) in rowWeights.enumerated() {
      let sum = rowWeights.reduce(0, +)
      for column in 0..<columnCount {
        let centred = products[index][column] - sum * scale.means[column]
        products[index][column] = centred / scale.deviations[column]
      }
    }
    return products
  }
}
