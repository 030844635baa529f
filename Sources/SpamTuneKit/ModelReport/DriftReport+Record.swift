import ClassificationMetrics
import Drift
import RunDatabase

extension DriftReport {
  /// A comparison as it was recorded.
  init(_ record: DriftRecord) {
    func estimate(_ name: String) -> Estimate? {
      record.metrics.first { $0.name == name }.map {
        Estimate(value: $0.value, low: $0.low, high: $0.high)
      }
    }
    func quality(_ side: String) -> EstimatedQuality? {
      let names = ["accuracy", "precision", "recall"].map { "estimated_\(side)_\($0)" }
      let estimates = names.compactMap(estimate)
      guard estimates.count == names.count else { return nil }
      return EstimatedQuality(
        accuracy: estimates[0], precision: estimates[1], recall: estimates[2])
    }
    self.init(
      reference: Side(name: record.reference.name, examples: record.reference.examples),
      current: Side(name: record.current.name, examples: record.current.examples),
      features: record.features.map(Feature.init),
      domainAUC: estimate("domain_auc") ?? Estimate(value: nil),
      estimatedReference: quality("reference"), estimatedCurrent: quality("current"),
      verdict: Verdict(record.verdict), sentences: record.sentences)
  }
}

extension DriftReport.Feature {
  fileprivate init(_ feature: DriftRecord.Feature) {
    self.init(
      name: feature.name,
      psi: Estimate(value: feature.psi, low: feature.psiLow, high: feature.psiHigh),
      ks: feature.ks, ksPValue: feature.ksPValue, jensenShannon: feature.jensenShannon,
      verdict: DriftReport.Verdict(feature.verdict))
  }
}

extension DriftReport.Verdict {
  fileprivate init(_ verdict: DriftRecord.Verdict) {
    self =
      switch verdict {
      case .none: .none
      case .moderate: .moderate
      case .large: .large
      }
  }
}
