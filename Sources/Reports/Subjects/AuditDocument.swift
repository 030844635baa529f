import ClassificationMetrics
import SpamTuneKit

extension Document {
  /// What lies behind one accuracy.
  package init(_ audit: ModelAudit) {
    let positive = audit.positiveClass.map { ", positive class \($0)" } ?? ""
    let notes = audit.notes.isEmpty ? nil : Section("notes", "Notes", [.list(audit.notes)])
    let sections: [Section?] = [
      .slices(audit.slices), audit.shortcuts.map(Section.shortcuts),
      audit.obfuscation.map(Section.disguises), .labels(audit.labelIssues, notLookedFor: nil),
      .nearDuplicates(audit.nearDuplicates, notLookedFor: nil), notes,
    ]
    self.init(
      title: "Audit of \(audit.model) on \(audit.data)",
      masthead: Masthead(kind: "Audit", subject: audit.model, scope: audit.data),
      blocks: [
        .paragraph(
          "\(NumberFormat.count(audit.examples, "message")), accuracy "
            + "\(NumberFormat.text(audit.accuracy, .percent))\(positive).")
      ] + sections.compactMap { $0.map(Block.section) })
  }
}
