import Audits
import ClassificationMetrics
import Foundation
import Reports
import SpamTuneKit
import Testing

@Suite struct AuditTextTests {
  /// The JSON form of an audit, as far as a test chooses it.
  private struct Form: Encodable {
    var model = "/models/tour"
    var data = "test part of run tour"
    let examples = 1_100
    let accuracy = Estimate(value: 0.97)
    var slices: [Slice] = []
    var shortcuts: ShortcutAudit?
    var label_suspects: [LabelSuspect] = []
    let near_duplicates: [NearDuplicate] = []
    var notes: [String] = []

    func audit() throws -> ModelAudit {
      try JSONDecoder().decode(ModelAudit.self, from: JSONEncoder().encode(self))
    }
  }

  private func slice(_ group: String, _ name: String) -> Slice {
    let none = Estimate(value: nil)
    return Slice(
      group: group, name: name, examples: 20, positives: nil, accuracy: Estimate(value: 0.5),
      precision: none, recall: none, falsePositiveRate: none)
  }

  private func suspect(label: String) -> LabelSuspect {
    LabelSuspect(
      row: 7, label: label, suggested: "ham", probabilityOfLabel: 0.1, probabilityOfSuggested: 0.9)
  }

  @Test func markdownTakesNoMarksFromNamesAndPaths() throws {
    var form = Form(model: "/models/a*b*", data: "<b>new</b>_x_.tsv")
    form.slices = [slice("kind|of", "a|b <script> `c`")]
    form.label_suspects = [suspect(label: "[x](y)")]
    form.notes = ["about *this*", "and #that"]
    let text = AuditText.markdown(try form.audit())
    #expect(text.contains("/models/a\\*b\\* on \\<b\\>new\\</b\\>\\_x\\_.tsv: 1100 messages"))
    #expect(text.contains("| kind\\|of | a\\|b \\<script\\> \\`c\\` | 20 |"))
    #expect(text.contains("| 7 | \\[x\\](y) |"))
    #expect(text.hasSuffix("## Notes\n\nabout \\*this\\*\n\nand \\#that"))
  }
}
