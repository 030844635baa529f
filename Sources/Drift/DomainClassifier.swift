import Baselines
import ClassificationMetrics
import SeededRandom

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether a classifier can tell two sets of messages apart by their features. It sees what no single
/// feature shows: a change of how features go together.
///
/// Logistic regression on standardised features, C = 0.01, cross-validated: no message is scored by a
/// regression that has seen it, or another of the same group.
///
/// Source: Lopez-Paz and Oquab, "Revisiting Classifier Two-Sample Tests" (2017).
public struct DomainClassifier: Sendable {
  /// How well the scores rank current messages above those of the reference, ROC-AUC: 0.5 for a guess. Its
  /// interval is from resampling the scored messages of either side.
  public let auc: Estimate
  /// Probability of being a current message: those of the reference, then the current ones.
  public let scores: [Double]

  /// - Parameters:
  ///   - reference: (n, C), n ≥ 2.
  ///   - current: (m, C), m ≥ 2.
  ///   - groups: The group of each message of the reference, then of each current one: messages that must
  ///     not score each other, such as equal texts. Nil for none.
  ///   - folds: At least 2.
  /// - Throws: `BaselineError.notFinite`.
  public init(
    reference: [[Float]], current: [[Float]], groups: [Int]? = nil, folds: Int = 5, seed: UInt64,
    resamples: Int = 1_000
  ) throws(BaselineError) {
    let labels =
      [Int](repeating: 0, count: reference.count) + [Int](repeating: 1, count: current.count)
    precondition(
      reference.count > 1 && current.count > 1, "\(reference.count), \(current.count) rows")
    precondition(groups.map { $0.count == labels.count } ?? true, "a group for every message")
    let features = try DenseFeatures(rows: reference + current)
    var generator = SplitMix64(seed: seed)
    let foldOf = Self.folds(
      labels: labels, groups: groups ?? Array(labels.indices), count: folds, using: &generator)
    var scores = [Double](repeating: 0, count: labels.count)
    for fold in 0..<folds {
      let isTraining = foldOf.map { $0 != fold }
      let predicted = Self.probabilities(features, labels: labels, isTraining: isTraining)
      for row in labels.indices where !isTraining[row] { scores[row] = predicted[row] }
    }
    self.scores = scores
    let ranked = RankedScores(isPositive: labels.map { $0 == 1 }, scores: scores)
    auc =
      StratifiedBootstrap(labels: labels, seed: seed, resamples: resamples).estimates {
        [ranked.areas(draws: $0).rocAUC]
      }[0]
  }

  /// A fold per message: groups are dealt in random order, those of one side and those of both apart.
  private static func folds(
    labels: [Int], groups: [Int], count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Int] {
    var sides: [Int: Set<Int>] = [:]
    for (label, group) in zip(labels, groups) { sides[group, default: []].insert(label) }
    var order = sides.keys.sorted()
    generator.shuffle(&order)
    let kinds = order.map { group -> Int in
      let found = sides[group] ?? []
      return found.count == 2 ? 2 : found.contains(1) ? 1 : 0
    }
    let dealt = StratifiedFolds(labels: kinds, classCount: 3, count: count)
    var foldOf: [Int: Int] = [:]
    for (place, group) in order.enumerated() { foldOf[group] = dealt.foldOf[place] }
    return groups.map { foldOf[$0] ?? 0 }
  }

  /// Probability of being a current message, for every row, by a regression that has learned from the training
  /// rows; 0.5 where those are of one side.
  private static func probabilities(
    _ features: DenseFeatures, labels: [Int], isTraining: [Bool]
  ) -> [Double] {
    guard Set(zip(labels, isTraining).filter(\.1).map(\.0)).count == 2 else {
      return labels.map { _ in 0.5 }
    }
    let scaled = StandardizedFeatures(
      base: features, scale: Standardization(features, isTraining: isTraining))
    let loss = LogisticLoss(
      features: scaled, labels: labels, classCount: 2, isTraining: isTraining, strength: 0.01)
    let point = LimitedMemoryBFGS(tolerance: 1e-4).minimize(
      from: [Double](repeating: 0, count: loss.parameterCount), loss.value
    ).point
    let weights = Vector(point.prefix(features.columnCount))
    let intercept = point.last ?? 0
    return scaled.products(with: [weights]).flatMap { products in
      products.map { 1 / (1 + exp(-($0 + intercept))) }
    }
  }
}
