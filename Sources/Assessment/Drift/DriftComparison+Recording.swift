import ClassificationMetrics
import Drift
import Experiments
import Foundation
import RunDatabase

extension DriftComparison {
  /// Keeps the comparison beside the model's runs.
  ///
  /// - Parameters:
  ///   - database: Nil for the database of the model's run, else the home's.
  ///   - count: How many earlier comparisons are asked for at most.
  /// - Returns: Earlier comparisons of the same model, the newest first.
  /// - Throws: `RunDatabaseError`.
  public func record(
    in database: String? = nil, home: Home = .standard, earlier count: Int = 10
  ) throws -> [DriftRecord] {
    let runs = try RunDatabase(
      path: ModelEvaluation.database(database, model: model, home: home))
    let earlier = try runs.driftChecks(ofModel: modelFile.sha256, limit: count)
    try runs.append(
      drift: DriftRecord(
        run: try runs.run(inFolder: model)?.id, model: modelFile,
        reference: DriftRecord.Side(
          name: report.reference.name, data: referenceFile, examples: report.reference.examples),
        current: DriftRecord.Side(
          name: report.current.name, data: currentFile, examples: report.current.examples),
        verdict: DriftRecord.Verdict(report.verdict), sentences: report.sentences,
        metrics: metrics, features: report.features.map(DriftRecord.Feature.init),
        seconds: seconds))
    return earlier
  }

  private var metrics: [MetricRecord] {
    var metrics = [MetricRecord("domain_auc", report.domainAUC)]
    for (side, quality) in [
      ("reference", report.estimatedReference), ("current", report.estimatedCurrent),
    ] {
      guard let quality else { continue }
      metrics += [
        MetricRecord("estimated_\(side)_accuracy", quality.accuracy),
        MetricRecord("estimated_\(side)_precision", quality.precision),
        MetricRecord("estimated_\(side)_recall", quality.recall),
      ]
    }
    return metrics
  }
}

extension DriftRecord.Feature {
  init(_ feature: DriftReport.Feature) {
    self.init(
      name: feature.name, psi: feature.psi.value, psiLow: feature.psi.low,
      psiHigh: feature.psi.high, ks: feature.ks, ksPValue: feature.ksPValue,
      jensenShannon: feature.jensenShannon, verdict: DriftRecord.Verdict(feature.verdict))
  }
}

extension DriftComparison: Encodable {
  enum CodingKeys: String, CodingKey {
    case model, seconds
    case skippedRows = "skipped_rows"
    case truncatedMessages = "truncated_messages"
  }

  /// The report's keys, and those of the comparison beside them.
  public func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model, forKey: .model)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(skippedRows, forKey: .skippedRows)
    try container.encode(truncatedMessages, forKey: .truncatedMessages)
  }
}
