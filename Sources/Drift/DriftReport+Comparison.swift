import ClassificationMetrics
import SeededRandom

extension DriftReport {
  /// Compares two sets of messages by what is known of each.
  ///
  /// A feature has changed where its difference exceeds what chance gives by 0.1 (moderate) or 0.25 (large),
  /// and no more than one comparison in a hundred would show as much in any feature if nothing had changed
  /// (shuffles, corrected by Holm's method). The whole has changed as much as its part that changed most.
  ///
  /// - Parameters:
  ///   - features: At least one; no two of one name.
  ///   - domain: What tells the same messages of the two sides apart.
  ///   - seed: The same seed gives the same shuffles and resamples, and so the same report.
  ///   - remarks: Sentences about how the messages were chosen, which go before what cannot be seen.
  public init(
    reference: Side, current: Side, features: [DriftFeature], domain: DomainClassifier,
    estimatedReference: EstimatedQuality?, estimatedCurrent: EstimatedQuality?, seed: UInt64,
    remarks: [String] = []
  ) {
    precondition(!features.isEmpty, "no features to compare")
    // With fewer, no feature could ever stand out from all of them.
    let shuffles = max(1_000, 100 * features.count) - 1
    let compared = features.enumerated().map { index, feature in
      var generator = SplitMix64(seed: seed, stream: UInt64(index))
      return FeatureComparison(feature, shuffles: shuffles, using: &generator)
    }
    let pValues = HolmCorrection.adjusted(compared.map(\.shuffled.pValue))
    let judged = zip(compared, pValues).map { $0.judged(pValue: $1) }
    let domainVerdict = DriftLimits.verdict(
      domainAUC: domain.auc, reference: reference.examples, current: current.examples)
    let verdict = judged.reduce(domainVerdict) { max($0, $1.verdict) }
    self.init(
      reference: reference, current: current, features: judged, domainAUC: domain.auc,
      estimatedReference: estimatedReference, estimatedCurrent: estimatedCurrent,
      verdict: verdict,
      sentences: DriftSentences(
        reference: reference, current: current, features: judged, domainAUC: domain.auc,
        estimatedReference: estimatedReference, estimatedCurrent: estimatedCurrent,
        verdict: verdict
      ).all(remarks: remarks))
  }
}
