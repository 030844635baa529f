import Audits
import ClassificationMetrics
import Foundation
import SpamTuneKit
import Testing

@testable import Reports

@Suite struct AuditDocumentTests {
  /// The JSON form of an audit, as far as a test chooses it.
  private struct Form: Encodable {
    var model = "/models/tour"
    var data = "test part of run tour"
    let examples = 1_100
    let accuracy = Estimate(value: 0.97)
    var slices: [Slice] = []
    var shortcuts: ShortcutAudit?
    var labelIssues: [LabelIssue] = []
    let nearDuplicates: [NearDuplicate] = []
    var notes: [String] = []

    enum CodingKeys: String, CodingKey {
      case model, data, examples, accuracy, slices, shortcuts, notes
      case labelIssues = "label_suspects"
      case nearDuplicates = "near_duplicates"
    }

    func audit() throws -> ModelAudit {
      try JSONDecoder().decode(ModelAudit.self, from: JSONEncoder().encode(self))
    }
  }

  private func slice(_ group: String, _ name: String) -> Slice {
    let none = Estimate.undefined("there is no positive class")
    return Slice(
      group: group, name: name, examples: 20, positives: nil, accuracy: Estimate(value: 0.5),
      precision: none, recall: none, falsePositiveRate: none)
  }

  private func suspect(label: String) -> LabelIssue {
    LabelIssue(
      row: 7, label: label, suggested: "ham", probabilityOfLabel: 0.1, probabilityOfSuggested: 0.9)
  }

  @Test func markdownTakesNoMarksFromNamesAndPaths() throws {
    var form = Form(model: "/models/a*b*", data: "<b>new</b>_x_.tsv")
    form.slices = [slice("kind|of", "a|b <script> `c`")]
    form.labelIssues = [suspect(label: "[x](y)")]
    form.notes = ["about *this*", "and #that"]
    let text = Written.markdown(Document(try form.audit()))
    #expect(
      text.hasPrefix(
        "# Audit of /models/a\\*b\\* on \\<b\\>new\\</b\\>\\_x\\_.tsv\n\n1,100 messages, accuracy 97.0 %."
      ))
    #expect(text.contains("| kind\\|of | a\\|b \\<script\\> \\`c\\` | 20 |"))
    #expect(text.contains("| 7 | \\[x\\](y) |"))
    #expect(text.hasSuffix("## Notes\n\n- about \\*this\\*\n- and \\#that"))
  }

  @Test func textStaysInItsLinesAndSteersNothing() throws {
    var form = Form(model: "/models/a\u{1B}[2J", data: "new\n.tsv")
    let plain = try form.audit()
    let lines = Written.text(Document(plain)).split(
      separator: "\n", omittingEmptySubsequences: false)
    form.slices = [slice("ki\nnd", "a\tb\u{202E}\r\nc" + String(repeating: "x", count: 100))]
    form.labelIssues = [suspect(label: "sp\u{2028}am\u{7}")]
    let text = Written.text(Document(try form.audit()))
    #expect(
      !text.unicodeScalars.contains {
        "\u{1B}\u{7}\u{202E}\u{2028}\t\r".unicodeScalars.contains($0)
      })
    #expect(text.hasPrefix("Audit of /models/a\u{FFFD}[2J on new .tsv\n\n1,100 messages"))
    #expect(text.contains("ki nd  a b\u{FFFD} c" + String(repeating: "x", count: 33) + "…  "))
    #expect(text.contains("7  sp am\u{FFFD}  "))
    // The section of slices has a title, a rule, a caption, a header, a rule, a row and two empty lines; a sentence
    // gives way to a caption, a header, a rule and a row.
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == lines.count + 11)
  }

  @Test func bothAccuraciesAreInPercent() {
    let audit = ShortcutAudit(
      rules: [
        ShortcutAudit.Rule(
          name: "a digit", isReversed: true, accuracy: Estimate(value: 0.9), mcc: 0.5)
      ], accuracy: Estimate(value: 0.98, low: 0.97, high: 0.99), mcc: 0.875, masked: [])
    #expect(
      Section.sentence(audit)
        == "The best rule of a single feature, “a digit” reversed, is right on 90.0 % of these messages (MCC "
        + "0.5000); the model on 98.0 % (97.0–99.0 %) of these messages (MCC 0.8750).")
  }
}
