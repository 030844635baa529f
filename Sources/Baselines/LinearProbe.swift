/// Logistic regression on dense features, such as those of a model that is left as it is: what its
/// features alone are worth.
///
/// Features are standardised by the training rows. The strength C of the penalty is the one of 0.001,
/// 0.01, … 100 with the smallest cross-entropy in a stratified cross-validation of the training rows;
/// equal ones go to the stronger penalty. There are five folds, or as many as the rarest class has
/// examples; if that is one, C is 1.
///
/// Source: Alain and Bengio, "Understanding intermediate layers using linear classifier probes" (2016).
package struct LinearProbe: BaselineModel {
  /// C: the larger, the weaker the penalty.
  package let strength: Double
  /// Whether the minimum was found within 1,000 iterations.
  package let hasConverged: Bool
  private let model: LogisticModel  // of features that are not standardised

  package init(_ rows: [[Float]], labels: [Int], classCount: Int) throws(BaselineError) {
    let training = try TrainingLabels(labels, exampleCount: rows.count, classCount: classCount)
    let features = try DenseFeatures(rows: rows)
    let strength = Self.bestStrength(features, training)
    let everyRow = [Bool](repeating: true, count: rows.count)
    let scale = Standardization(features, isTraining: everyRow)
    let loss = LogisticLoss(
      features: StandardizedFeatures(base: features, scale: scale),
      labels: training.placesInPresent, classCount: training.present.count,
      isTraining: everyRow, strength: strength)
    let minimum = LimitedMemoryBFGS().minimize(
      from: [Double](repeating: 0, count: loss.parameterCount), loss.value)
    let (weights, intercepts) = loss.split(minimum.point)
    let folded = zip(weights, intercepts).map { scale.folded($0, $1) }
    model = LogisticModel(
      classCount: classCount, present: training.present, weights: folded.map(\.weights),
      intercepts: folded.map(\.intercept))
    self.strength = strength
    hasConverged = minimum.hasConverged
  }

  package func probabilities(of rows: [[Float]]) throws(BaselineError) -> [[Double]] {
    try DenseFeatures.check(rows, width: model.weights.first?.count ?? 0)
    return rows.map { row in
      let products = model.weights.map { weights in
        row.indices.reduce(0) { $0 + weights[$1] * Double(row[$1]) }
      }
      return model.probabilities(products: products)
    }
  }

  /// Weights and intercepts; the standardisation is part of them.
  package var parameterCount: Int { model.parameterCount }

  package func choice(classes: [String]) -> String? { "a penalty of C = \(strength)" }

  static let strengths = [0.001, 0.01, 0.1, 1, 10, 100]

  /// Rough minima, of scikit-learn's tolerance, tell one strength from another. Each fold's search goes
  /// from the strongest penalty to the weakest and begins where the last one ended.
  private static func bestStrength(_ features: DenseFeatures, _ training: TrainingLabels) -> Double
  {
    let rarest = training.present.reduce(Int.max) { min($0, training.counts[$1]) }
    guard rarest > 1 else { return 1 }
    let labels = training.placesInPresent
    let folds = StratifiedFolds(
      labels: labels, classCount: training.present.count, count: min(5, rarest))
    var losses = strengths.map { _ in 0.0 }
    for fold in 0..<folds.count {
      let isTraining = folds.foldOf.map { $0 != fold }
      let scaled = StandardizedFeatures(
        base: features, scale: Standardization(features, isTraining: isTraining))
      var point: [Double] = []
      for (index, strength) in strengths.enumerated() {
        let loss = LogisticLoss(
          features: scaled, labels: labels, classCount: training.present.count,
          isTraining: isTraining, strength: strength)
        if point.isEmpty { point = [Double](repeating: 0, count: loss.parameterCount) }
        point = LimitedMemoryBFGS(tolerance: 1e-4).minimize(from: point, loss.value).point
        losses[index] += loss.heldOutLoss(at: point)
      }
    }
    let best = losses.indices.reduce(0) { losses[$1] < losses[$0] ? $1 : $0 }
    return strengths[best]
  }
}
