import Audits
import ClassificationMetrics
import Foundation

/// What is left of recall when a sender disguises the text.
struct ObfuscationSection: PageSection {
  static let anchor = "obfuscation"
  let heading = "Disguised messages"

  let sentence: String
  let table: PageTable

  init(_ audit: ObfuscationAudit) {
    let axis = WhiskerAxis([audit.recall] + audit.disguises.map(\.recall))
    sentence =
      "The threshold is held at \(PageNumber.decimal(audit.threshold)), where "
      + "\(PageNumber.Style.percent.text(audit.falsePositiveRate)) of the other messages are false alarms. "
      + "Each disguise is applied to all \(PageNumber.count(audit.positives, "positive message"))."
    func row(_ name: String, _ changed: String, _ recall: Estimate) -> [PageTable.Cell] {
      let loss =
        recall.value.flatMap { now in audit.recall.value.map { now - $0 } }.map(
          Self.change) ?? "–"
      return [
        .heading(name), .number(changed), .estimate(recall, as: .percent, on: axis),
        .number(loss),
      ]
    }
    table = PageTable(
      "Recall before and after each disguise",
      columns: [
        .text("Disguise"), .number("Messages changed"),
        .number("Recall", note: axis.label(.percent)),
        .number("Difference", note: "in points"),
      ],
      rows: [row("none", "–", audit.recall)]
        + audit.disguises.map { row($0.name, PageNumber.count($0.changed), $0.recall) })
  }

  /// In percentage points.
  private static func change(_ difference: Double) -> String {
    let points = (difference * 1_000).rounded() / 10
    if points == 0 { return "0.0" }
    return (points < 0 ? "−" : "+") + String(format: "%.1f", abs(points))
  }
}
