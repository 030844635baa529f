import ClassificationMetrics
import SpamTuneKit

import struct Audits.Slice

/// How the model does on messages that have something in common.
struct SliceSection: PageSection {
  static let anchor = "slices"
  let heading = "Slices"

  let table: PageTable

  /// Nil without slices.
  init?(_ report: ModelReport) {
    let slices = report.slices
    guard !slices.isEmpty else { return nil }
    let hasPositive = report.evaluation.classes.positive != nil
    let metrics: [(String, (Slice) -> Estimate)] =
      [("Accuracy", { $0.accuracy })]
      + (hasPositive
        ? [
          ("Precision", { $0.precision }), ("Recall", { $0.recall }),
          ("False positive rate", { $0.falsePositiveRate }),
        ] : [])
    let axes = metrics.map { metric in
      WhiskerAxis(slices.filter { $0.examples > 0 }.map(metric.1))
    }
    var order: [String] = []
    for slice in slices where !order.contains(slice.group) { order.append(slice.group) }
    table = PageTable(
      "Each slice with counts and 95 % intervals",
      columns: [.text("Slice"), .number("Messages")]
        + zip(metrics, axes).map { metric, axis in
          .number(metric.0, note: axis.label(.percent))
        },
      groups: order.map { group in
        PageTable.Group(
          groupName: group,
          rows: slices.filter { $0.group == group }.map { slice in
            PageTable.Row(
              cells: [
                .heading(slice.name),
                .number(
                  PageNumber.count(slice.examples),
                  detail: slice.positives.map { PageNumber.count($0) + " positive" }),
              ] + zip(metrics, axes).map { .estimate($0.1(slice), as: .percent, on: $1) })
          })
      })
  }
}
