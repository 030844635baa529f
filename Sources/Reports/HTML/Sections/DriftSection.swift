import ClassificationMetrics
import Drift

/// What has changed since.
struct DriftSection: PageSection {
  static let anchor = "drift"
  let heading = "Drift"

  let verdict: String
  let sentences: [String]
  let tables: [PageTable]

  init(_ drift: DriftReport) {
    verdict = "Drift: " + drift.verdict.rawValue
    sentences = drift.sentences
    let axis = WhiskerAxis(drift.features.map(\.psi), within: 0...Double.infinity)
    let features = PageTable(
      "Distributions of \(drift.current.name) (\(PageNumber.count(drift.current.examples, "message")))"
        + " against \(drift.reference.name) (\(PageNumber.count(drift.reference.examples, "message")))",
      columns: [
        .text("Distribution"), .number("PSI", note: axis.label(.decimal)),
        .number("By chance", note: "mean of shuffles"), .number("p-value", note: "corrected"),
        .number("KS"), .number("Jensen-Shannon"), .text("Verdict"),
      ],
      rows: drift.features.map {
        [
          .heading($0.name, detail: Self.means($0)), .estimate($0.psi, as: .decimal, on: axis),
          .number($0.chance.map(PageNumber.decimal) ?? "–"),
          .number($0.pValue.map(PageNumber.decimal) ?? "–"),
          .number($0.ks.map(PageNumber.decimal) ?? "–"),
          .number(PageNumber.decimal($0.jensenShannon)), .text($0.verdict.rawValue),
        ]
      })
    tables =
      [features, Self.sides(drift)].filter { table in table.groups.contains { !$0.rows.isEmpty } }
  }

  /// "mean 61.2, was 80.1".
  private static func means(_ feature: DriftReport.Feature) -> String? {
    guard let current = feature.currentMean, let reference = feature.referenceMean else {
      return nil
    }
    return "mean \(PageNumber.decimal(current)), was \(PageNumber.decimal(reference))"
  }

  private static func sides(_ drift: DriftReport) -> PageTable {
    let qualities: [(String, KeyPath<DriftReport.EstimatedQuality, Estimate>)] = [
      ("Estimated accuracy", \.accuracy), ("Estimated precision", \.precision),
      ("Estimated recall", \.recall),
    ]
    let domain: [PageTable.Cell] = [
      .heading(
        "Domain classifier’s AUC", detail: "tells the two sides apart: 0.5 for no difference"),
      .text(""), .estimate(drift.domainAUC, as: .decimal),
    ]
    func cell(
      _ quality: DriftReport.EstimatedQuality?,
      _ path: KeyPath<DriftReport.EstimatedQuality, Estimate>
    )
      -> PageTable.Cell
    { quality.map { .estimate($0[keyPath: path], as: .percent) } ?? .number("–") }
    let hasQuality = drift.estimatedReference != nil || drift.estimatedCurrent != nil
    return PageTable(
      "Both sides, without labels",
      columns: [.text("Measure"), .number("Reference"), .number("Current")],
      rows: [domain]
        + (hasQuality
          ? qualities.map { name, path in
            [
              .heading(name), cell(drift.estimatedReference, path),
              cell(drift.estimatedCurrent, path),
            ]
          } : []))
  }
}
