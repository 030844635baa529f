import Foundation
import Testing

@testable import Reports

/// Texts from outside end as text.
@Suite struct ReportPageEscapingTests {
  static let texts = [
    "<script>hostile()</script>", "</title></style></script><script>hostile()</script>",
    "\" onmouseover=\"hostile()", "' onfocus='hostile()' autofocus='",
    // To Swift the quotation mark and the accent are one character.
    "\"\u{301} onmouseover=\"hostile()\"\u{301}", "<\u{338}img src=x onerror=hostile()>",
    "{{title}}{{{style}}}{{> page}}", "&lt;img src=x onerror=hostile()&gt;", "<!--", "]]>",
    "javascript:hostile()",
    "a\u{0}b\u{8}c\u{1B}d", "abc\u{202E}fed", String(repeating: "long", count: 400),
  ]

  @Test(arguments: texts)
  func aHostileTextDoesNothingWhereverItStands(text: String) throws {
    var sample = SampleReport()
    sample.hostile = text
    let plain = try PageElement(page: Written.html([SampleReport().report()]))
    let html = try Written.html([sample.report()])
    let page = try PageElement(page: html)
    #expect(html.components(separatedBy: "<script>").count == 2)
    #expect(page.elements("script").count == 1)
    #expect(page.elements("img").isEmpty)
    let attributes = Set(page.all.flatMap(\.attributes.keys))
    #expect(attributes == Set(plain.all.flatMap(\.attributes.keys)))
    // Control characters are replaced; everything else stands there as it was given.
    let expected = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map {
          $0.value < 32 || $0.value == 0x202E ? "\u{FFFD}" : $0
        }))
    #expect(page.elements("h1").first?.text == expected)
    #expect(page.elements("p", "lead").first?.text == expected)
    #expect(page.elements("code").first?.text == expected)
  }

  @Test(arguments: texts)
  func norDoesItInAPageOfSeveralReports(text: String) throws {
    var sample = SampleReport()
    sample.hostile = text
    let page = try PageElement(page: Written.html([sample.report(), SampleReport().report()]))
    #expect(page.elements("script").count == 1)
    #expect(page.all.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
  }

  @Test func escapingGoesByScalars() {
    #expect(MarkupText.escaped("<\u{338}a>") == "&lt;\u{338}a&gt;")
    #expect(
      MarkupText.escaped("\"\u{301}'\u{200D}&\u{301}") == "&quot;\u{301}&#39;\u{200D}&amp;\u{301}")
    #expect(MarkupText.escaped("a\tb\r\nc") == "a\tb\r\nc")
    #expect(
      MarkupText.escaped("\u{0}\u{B}\u{7F}\u{85}\u{FFFF}")
        == String(repeating: "\u{FFFD}", count: 5))
    #expect(MarkupText.escaped("Grüße ☕️ 你好") == "Grüße ☕️ 你好")
  }
}
