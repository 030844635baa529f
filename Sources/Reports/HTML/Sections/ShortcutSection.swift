import Audits
import ClassificationMetrics

/// Whether something too simple explains the score.
struct ShortcutSection: PageSection {
  static let anchor = "shortcuts"
  let heading = "Shortcuts"

  let sentence: String
  let tables: [PageTable]
  /// The other rules, folded up.
  let further: PageTable?

  private static let shown = 6

  init(_ audit: ShortcutAudit) {
    let axis = WhiskerAxis([audit.accuracy] + audit.rules.map(\.accuracy))
    sentence =
      audit.rules.first.map { best in
        "The best rule of a single feature, “\(best.name)”, is right on "
          + "\(PageNumber.Style.percent.text(best.accuracy)) of these messages; the model on "
          + "\(PageNumber.Style.percent.text(audit.accuracy))."
      } ?? "No rule of a single feature was tried."
    let model: [PageTable.Cell] = [
      .heading("The model itself"), .estimate(audit.accuracy, as: .percent, on: axis),
      .number(PageNumber.decimal(audit.mcc)),
    ]
    let rules = audit.rules.map { rule -> [PageTable.Cell] in
      [
        .heading(rule.name, detail: rule.isReversed ? "speaks against the positive class" : nil),
        .estimate(rule.accuracy, as: .percent, on: axis),
        .number(PageNumber.decimal(rule.mcc)),
      ]
    }
    let columns: [PageTable.Column] = [
      .text("Rule"), .number("Accuracy", note: axis.label(.percent)), .number("MCC"),
    ]
    further =
      rules.count > Self.shown
      ? PageTable(
        "Further rules", columns: columns, rows: Array(rules.dropFirst(Self.shown))) : nil
    tables =
      [
        PageTable(
          "Rules of one feature beside the model",
          columns: columns, rows: [model] + rules.prefix(Self.shown))
      ] + (audit.masked.isEmpty ? [] : [Self.masked(audit.masked)])
  }

  private static func masked(_ masked: [ShortcutAudit.Masked]) -> PageTable {
    PageTable(
      "The model with such features masked",
      columns: [
        .text("Masked"), .number("Messages changed"), .number("Answers changed"),
        .number("Accuracy"),
        .number("Recall"), .number("False positive rate"),
      ],
      rows: masked.map {
        [
          .heading($0.name), .count($0.changed), .count($0.flipped),
          .estimate($0.accuracy, as: .percent), .estimate($0.recall, as: .percent),
          .estimate($0.falsePositiveRate, as: .percent),
        ]
      })
  }
}
