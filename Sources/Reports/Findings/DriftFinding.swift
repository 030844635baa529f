import ClassificationMetrics
import Drift
import Foundation
import RunDatabase

/// What has changed between two sets of messages, for reports and for `drift`.
extension Block {
  /// The verdict, what was compared, what the model's own probabilities say, and the rest of the words.
  static func drift(_ report: DriftReport) -> [Block] {
    let rest = Array(report.sentences.dropFirst())
    return report.sentences.prefix(1).map(Block.finding)
      + (report.features.isEmpty ? [] : [.table(features(report))])
      + [.table(sides(report))] + (rest.isEmpty ? [] : [.list(rest)])
  }

  private static func features(_ report: DriftReport) -> Table {
    // Of categories in the same unit, without an interval.
    func index(_ feature: DriftReport.Feature) -> Estimate {
      feature.psi.value == nil ? Estimate(recorded: feature.difference) : feature.psi
    }
    let axis = Axis(of: report.features.map(index), within: 0...Double.infinity)
    return Table(
      "\(report.current.name) (\(NumberFormat.count(report.current.examples, "message"))) against "
        + "\(report.reference.name) (\(NumberFormat.count(report.reference.examples, "message")))",
      [
        "feature", "verdict", "mean before", "mean now", .estimate("PSI", axis: axis),
        Table.Column("by chance", note: "mean of shuffles"),
        Table.Column("p-value", note: "corrected"), "KS", "p of KS", "JS distance",
      ],
      report.features.map { feature in
        [
          .name(feature.name), .text(feature.verdict.rawValue), mean(feature.referenceMean),
          mean(feature.currentMean), .metric(index(feature)), .metric(feature.chance),
          .pValue(feature.pValue), .metric(feature.ks), .pValue(feature.ksPValue),
          .metric(feature.jensenShannon),
        ]
      })
  }

  private static func mean(_ value: Double?) -> Cell {
    .decimals(value, abs(value ?? 0) >= 10 ? 1 : 3)
  }

  private static func sides(_ report: DriftReport) -> Table {
    let qualities: [(String, KeyPath<DriftReport.EstimatedQuality, Estimate>)] = [
      ("estimated accuracy", \.accuracy), ("estimated precision", \.precision),
      ("estimated recall", \.recall),
    ]
    let (before, now) = (report.estimatedReference, report.estimatedCurrent)
    let rows: [[Cell]] =
      before == nil && now == nil
      ? []
      : qualities.map { name, path in
        [
          .name(name), before.map { .metric($0[keyPath: path]) } ?? .missing,
          now.map { .metric($0[keyPath: path]) } ?? .missing,
        ]
      }
    return Table(
      "Both sides, without labels", ["measure", "before", "now"],
      [[.name("ROC-AUC of the sides"), .missing, .metric(report.domainAUC)]] + rows)
  }

  /// Comparisons of the same model before this one; none without any.
  ///
  /// - Parameter earlier: The newest first.
  static func earlierDrift(_ earlier: [DriftRecord]) -> [Block] {
    guard !earlier.isEmpty else { return [] }
    return [
      .table(
        Table(
          "Earlier comparisons of this model:",
          [
            Table.Column("when", note: "UTC"), "verdict", "ROC-AUC of the sides", "PSI of score",
            "messages", "current",
          ],
          earlier.map { check in
            let auc = check.metrics.first { $0.name == "domain_auc" }
            return [
              .text(Moments.minute(check.createdAt)), .text(check.verdict.rawValue),
              auc.map { .metric(Estimate(recorded: $0.value, low: $0.low, high: $0.high)) }
                ?? .missing,
              .metric(check.features.first { $0.name == "score" }?.psi),
              .count(check.current.examples), .text(check.current.name),
            ]
          }))
    ]
  }
}
