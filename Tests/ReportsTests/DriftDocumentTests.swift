import ClassificationMetrics
import Drift
import Foundation
import RunDatabase
import Testing

@testable import Reports

@Suite struct DriftDocumentTests {
  private func report(named name: String) -> DriftReport {
    DriftReport(
      reference: DriftReport.Side(name: "test part of run tour", examples: 300),
      current: DriftReport.Side(name: name, examples: 812),
      features: [
        DriftReport.Feature(
          name: "score", psi: Estimate(value: 0.06), ks: 0.1, ksPValue: 0.5, jensenShannon: 0.1,
          verdict: .none)
      ], domainAUC: Estimate(value: 0.5), estimatedReference: nil, estimatedCurrent: nil,
      verdict: .none, sentences: ["\(name) is as it was.", "Nothing is known of \(name)."])
  }

  private func check(of name: String, minute: Int = 0) -> DriftRecord {
    let file = FileReference(path: "/data/\(name)", sha256: String(repeating: "a", count: 64))
    return DriftRecord(
      run: nil, model: file, reference: DriftRecord.Side(name: "before", data: file, examples: 300),
      current: DriftRecord.Side(name: name, data: file, examples: 812), verdict: .none,
      sentences: [], metrics: [], features: [], seconds: 1,
      createdAt: Date(timeIntervalSince1970: 60 * Double(minute)))
  }

  @Test func markdownTakesNoMarksFromNames() {
    let name = "a|b *c* <i>&amp;#~.tsv"
    let text = Written.markdown(Document(report(named: name), earlier: [check(of: name)]))
    let shown = "a|b \\*c\\* \\<i\\>\\&amp;\\#\\~.tsv"
    #expect(text.hasPrefix("**\(shown) is as it was.**\n\n**\(shown) (812 messages) against"))
    #expect(text.contains("**\n\n| feature | verdict |"))
    #expect(text.contains("\n- Nothing is known of \(shown)."))
    #expect(text.contains(" | 812 | \(shown.replacing("|", with: "\\|")) |"))
  }

  @Test func textStaysInItsLinesAndSteersNothing() {
    let name = "a\u{1B}[2J\u{202E}\nb.tsv"
    let text = Written.text(Document(report(named: name), earlier: [check(of: name)]))
    let shown = "a\u{FFFD}[2J\u{FFFD} b.tsv"
    #expect(text.hasPrefix(shown + " is as it was.\n\n\(shown) (812 messages) against"))
    #expect(text.contains("\n- Nothing is known of \(shown).\n"))
    #expect(text.hasSuffix("  812  " + shown))
  }

  @Test func everyEarlierCheckThatIsGivenIsShown() {
    let checks = (0..<12).map { check(of: "day\($0).tsv", minute: 59 - $0) }
    let lines = Written.text(Document(report(named: "now.tsv"), earlier: checks)).split(
      separator: "\n")
    #expect(
      lines.suffix(12).map { $0.split(separator: " ").last } == checks.map { $0.current.name[...] })
    #expect(lines.suffix(12).first?.hasPrefix("1970-01-01 00:59  none") == true)
  }
}
