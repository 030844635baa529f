import ClassificationMetrics
import SeededRandom

/// One feature on both sides, before many are judged together.
struct FeatureComparison: Sendable {
  let name: String
  let psi: Estimate
  /// Nil for flags and categories.
  let ks: KolmogorovSmirnov?
  let jensenShannon: Double
  /// Mean over messages: of numbers, or the share of flags; nil for categories.
  let referenceMean: Double?
  let currentMean: Double?
  /// As `PooledFeature.difference`: what the verdict goes by.
  let difference: Double
  let shuffled: ShuffleTest

  init(_ feature: DriftFeature, shuffles: Int, using generator: inout some RandomNumberGenerator) {
    let pooled = PooledFeature(feature.samples)
    let (n, m) = feature.samples.counts
    precondition(n > 0 && m > 0, "\(feature.name): \(n) and \(m) messages")
    let isReference = (0..<n + m).map { $0 < n }
    let counts = pooled.counts(isReference: isReference)
    difference = pooled.difference(isReference: isReference)
    shuffled = ShuffleTest(
      value: difference, referenceCount: n, count: n + m, shuffles: shuffles, using: &generator,
      difference: pooled.difference)
    jensenShannon = JensenShannon.distance(counts.reference, counts.current)
    name = feature.name
    switch feature.samples {
    case .numbers(let reference, let current):
      psi = PSIBootstrap.estimate(counts.reference, counts.current, using: &generator)
      ks = KolmogorovSmirnov(reference: reference, current: current)
      referenceMean = reference.reduce(0, +) / Double(n)
      currentMean = current.reduce(0, +) / Double(m)
    case .flags(let reference, let current):
      psi = PSIBootstrap.estimate(counts.reference, counts.current, using: &generator)
      ks = nil
      referenceMean = Double(reference.count { $0 }) / Double(n)
      currentMean = Double(current.count { $0 }) / Double(m)
    case .categories:
      psi = .undefined("many rare categories are compared by Jensen-Shannon distance")
      ks = nil
      referenceMean = nil
      currentMean = nil
    }
  }

  /// - Parameter pValue: Corrected for the number of features.
  func judged(pValue: Double) -> DriftReport.Feature {
    DriftReport.Feature(
      name: name, psi: psi, ks: ks?.statistic, ksPValue: ks?.pValue, jensenShannon: jensenShannon,
      verdict: DriftLimits.verdict(excess: difference - shuffled.chance, pValue: pValue),
      difference: difference, chance: shuffled.chance, pValue: pValue,
      referenceMean: referenceMean, currentMean: currentMean)
  }
}
