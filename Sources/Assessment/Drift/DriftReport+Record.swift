import ClassificationMetrics
import Drift
import Foundation
import RunDatabase

extension DriftReport {
  /// The comparison with a model that was recorded last, if there is one.
  ///
  /// - Parameter sha256: Of the model.
  package static func newest(
    ofModel sha256: String, in database: RunDatabase
  ) throws(RunDatabaseError) -> DriftReport? {
    try database.driftChecks(ofModel: sha256, limit: 1).first.map { DriftReport($0) }
  }

  /// The same from a file, which may be missing, or too old to have any.
  package static func newest(
    ofModel sha256: String, inFile path: String
  ) throws(RunDatabaseError) -> DriftReport? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let database: RunDatabase
    do {
      database = try RunDatabase.openReadOnly(path: path)
    } catch {
      if case .olderSchema = error { return nil }
      throw error
    }
    return try newest(ofModel: sha256, in: database)
  }

  /// A comparison as it was recorded.
  init(_ record: DriftRecord) {
    func estimate(_ name: String) -> Estimate? {
      record.metrics.first { $0.name == name }.map {
        Estimate(recorded: $0.value, low: $0.low, high: $0.high)
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
      domainAUC: estimate("domain_auc") ?? Estimate(recorded: nil),
      estimatedReference: quality("reference"), estimatedCurrent: quality("current"),
      verdict: record.verdict.found, sentences: record.sentences)
  }
}

extension DriftReport.Feature {
  fileprivate init(_ feature: DriftRecord.Feature) {
    self.init(
      name: feature.name,
      psi: Estimate(recorded: feature.psi, low: feature.psiLow, high: feature.psiHigh),
      ks: feature.ks, ksPValue: feature.ksPValue, jensenShannon: feature.jensenShannon,
      verdict: feature.verdict.found)
  }
}
