import Audits
import ClassificationMetrics
import Foundation
import SpamTuneKit
import Testing

@testable import Reports

/// The same document in every format.
@Suite struct DocumentTests {
  /// A table as a reader finds it: what its columns are called, and its rows without brackets and spaces.
  private struct Found: Equatable {
    var columns: [String]
    var rows: [[String]]
  }

  /// What a cell says, whatever stands around its interval.
  private static func bare(_ cell: String) -> String {
    String(
      cell.replacing("−", with: "-").replacing("\\", with: "").filter {
        !"() \u{202F}\n".contains($0)
      })
  }

  private static func tables(inMarkdown text: String) -> [Found] {
    var tables: [Found] = []
    var lines = text.components(separatedBy: "\n")[...]
    func cells(_ line: String) -> [String] {
      line.split(separator: "|").map { bare(String($0)) }
    }
    while let line = lines.popFirst() {
      guard line.hasPrefix("| "),
        lines.first.map({ $0.hasPrefix("| :--") || $0.hasPrefix("| --:") }) ?? false
      else { continue }
      lines.removeFirst()
      var table = Found(columns: cells(line), rows: [])
      while let row = lines.first, row.hasPrefix("| ") {
        table.rows.append(cells(row))
        lines.removeFirst()
      }
      tables.append(table)
    }
    return tables
  }

  private static func tables(inText text: String) -> [Found] {
    var tables: [Found] = []
    let lines = text.components(separatedBy: "\n")
    for (index, line) in lines.enumerated() where line.hasPrefix("─") && line.contains("  ─") {
      // The rule says where the columns stand.
      let widths = line.split(separator: " ").map(\.count)
      func cells(_ line: String) -> [String] {
        var rest = Array(line)[...]
        return widths.map { width in
          defer { rest = rest.dropFirst(width + 2) }
          return bare(String(rest.prefix(width)))
        }
      }
      tables.append(
        Found(
          columns: cells(lines[index - 1]),
          rows: lines[(index + 1)...].prefix { !$0.isEmpty }.map(cells)))
    }
    return tables
  }

  private static func tables(inPage page: PageElement) -> [Found] {
    page.elements("table").map { table in
      let rows = table.elements("tr").map { row in
        row.children.filter { ["th", "td"].contains($0.name) }
      }
      let columns = rows[0].map { cell in
        let note = cell.elements("span", "note").first?.text ?? ""
        return bare(String(cell.text.dropLast(note.count)))
      }
      return Found(columns: columns, rows: rows.dropFirst().map { $0.map { bare($0.text) } })
    }
  }

  /// Slices are left out here: a page shows their groups as rows, a text as a column.
  private func documents() throws -> [Document] {
    var report = try SampleReport().report()
    report.slices = []
    return [
      Document(report),
      Document(blocks: [
        .section(.shortcuts(try #require(report.shortcuts))),
        .section(.disguises(try #require(report.obfuscation))),
        .section(.labels(report.labelIssues ?? [], notLookedFor: nil)),
        .section(.nearDuplicates(report.nearDuplicates ?? [], notLookedFor: nil)),
      ]),
    ]
  }

  /// Tables that every format shows with the same columns and the same digits.
  private static let compared = [
    "rule", "masked", "disguise", "row", "class", "feature", "measure", "statedprobability",
    "choice", "threshold", "epoch",
  ]

  @Test func aFindingHasTheSameTitleColumnsAndDigitsInEveryFormat() throws {
    for document in try documents() {
      let (text, markdown) = (Written.text(document), Written.markdown(document))
      let page = try PageElement(page: HTMLRenderer().page(document))
      func shown(_ tables: [Found]) -> [Found] {
        tables.filter { Self.compared.contains($0.columns[0]) }
      }
      let inText = shown(Self.tables(inText: text))
      let inMarkdown = shown(Self.tables(inMarkdown: markdown))
      var inPage = shown(Self.tables(inPage: page))
      // The page's slider has a table of its own, and undefined cells their reasons.
      inPage = inPage.map { table in
        var table = table
        table.rows = table.rows.map { $0.map { $0.hasPrefix("undefined") ? "undefined" : $0 } }
        return table
      }
      #expect(inText.count >= 5)
      #expect(inText == inMarkdown)
      #expect(inText.map(\.columns) == inPage.map(\.columns))
      #expect(inText == inPage)
      for block in document.blocks {
        guard case .section(let section) = block else { continue }
        #expect(text.contains("\n\(section.title)\n") || text.hasPrefix(section.title + "\n"))
        #expect(markdown.contains("# " + section.title.inMarkdown + "\n"))
        #expect(page.elements("h2").contains { $0.text == section.title })
      }
    }
  }

  @Test func reportAndAuditSayTheSame() throws {
    let report = try SampleReport().report()
    let text = Written.text(report)
    for section in [
      Section.slices(report.slices), report.shortcuts.map(Section.shortcuts),
      report.obfuscation.map(Section.disguises),
      Section.labels(report.labelIssues ?? [], notLookedFor: nil),
    ] {
      let section = try #require(section)
      #expect(text.contains(Written.text(Document(blocks: [.section(section)]))))
    }
  }

  @Test(arguments: [60, 72, 80, 100, 120, 140])
  func noWordAndNoNumberIsBrokenInATerminal(width: Int) throws {
    let report = try SampleReport().report()
    let document = Document(report)
    let narrow = TextRenderer(width: width, plotSize: (60, 12), characters: .unicode)
      .text(document)
    let code = Set([
      report.subject.command ?? "", report.subject.reportCommand, report.subject.sha256,
    ])
    for line in narrow.components(separatedBy: "\n") {
      // Commands, paths and digests are to be copied.
      let isCode = code.union([report.data.sha256]).contains { line.hasSuffix($0) }
      #expect(line.count <= width || isCode, "\(line)")
    }
    // Every word of the wide form is there as a whole.
    let wide = TextRenderer(plotSize: (60, 12), characters: .unicode).text(document)
    func words(_ text: String) -> Set<Substring> {
      Set(text.split { " \n".contains($0) }.filter { $0.contains { $0.isLetter || $0.isNumber } })
    }
    // But for the ranges of bars, which are drawn where there is room.
    let missing = words(wide).subtracting(words(narrow)).filter {
      $0.wholeMatch(of: /−?[0-9.]+–[0-9.]+/) == nil
    }
    #expect(missing.isEmpty, "\(missing)")
  }

  @Test func columnsThatDoNotFitFollowBelowBesideTheFirst() {
    var table = TextTable(["name", "first", "second", "third"], .left, .right)
    table.append(["alpha", "0.9918 (0.9845–0.9957)", "0.5000 (0.4000–0.6000)", "12"])
    #expect(
      table.text(width: 40) == """
        name             first           second
        ─────  ───────────────  ───────────────
        alpha           0.9918           0.5000
               (0.9845–0.9957)  (0.4000–0.6000)

        name   third
        ─────  ─────
        alpha     12
        """)
  }

  static let hostile = [
    "\u{1B}[2J\u{1B}]0;x\u{7}", "a\nb\r\nc", "\u{202E}fed", "<script>alert(1)</script>",
    "| a | b |", "# x", "```\n# y\n```", "*b* _i_ [l](javascript:x) ![i](y) `c` ~~s~~", "&lt;b&gt;",
    "\u{9B}31m", "\u{2028}x",
  ]

  @Test(arguments: hostile) func whateverATextHoldsStaysText(text: String) throws {
    var sample = SampleReport()
    sample.hostile = text
    let report = try sample.report()
    let audit = Document(blocks: [
      .section(try #require(.slices(report.slices))),
      .section(.shortcuts(try #require(report.shortcuts))), .command(text),
      .list([text]), .facts([Fact(text, text)]), .folded(text, [.finding(text)]),
    ])
    for document in [Document(report), audit] {
      for written in [Written.text(document), Written.markdown(document)] {
        for scalar in written.unicodeScalars where scalar != "\n" {
          #expect(
            scalar.properties.generalCategory != .control && !scalar.properties.isBidiControl
              && scalar != "\u{2028}")
        }
      }
      // Within a fence nothing is a mark but its end.
      let markdown = Written.markdown(document).replacing(/`{3,}sh\n.*\n`{3,}/, with: "")
      #expect(!markdown.contains("<script>"))
      #expect(
        !markdown.components(separatedBy: "\n").contains {
          $0.hasPrefix("# x") || $0.hasPrefix("# y")
        })
      let page = try PageElement(page: HTMLRenderer().page(document))
      #expect(page.elements("script").count == 1)
      #expect(page.all.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    }
  }
}
