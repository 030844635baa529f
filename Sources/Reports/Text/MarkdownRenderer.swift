import ClassificationMetrics

/// Documents as Markdown with tables, as GitHub and many others read it.
package struct MarkdownRenderer {
  package init() {}

  /// Lines without a newline at the end. What Markdown would take for a sign of its own is escaped, what could
  /// steer a terminal is replaced.
  package func text(_ document: Document) -> String {
    texts(document, level: 1).joined(separator: "\n\n")
  }

  private func texts(_ document: Document, level: Int) -> [String] {
    let title = document.title.map { [heading($0, level: level)] } ?? []
    let below = document.title == nil ? level : level + 1
    return title + texts(document.blocks, level: below)
      + document.parts.flatMap { texts($0, level: below) }
  }

  /// One text per block, and the reasons for what their tables leave undefined.
  private func texts(_ blocks: [Block], level: Int) -> [String] {
    let reasons = UndefinedCells(blocks).sentences
    return blocks.flatMap { texts($0, level: level) } + (reasons.isEmpty ? [] : [list(reasons)])
  }

  private func texts(_ block: Block, level: Int) -> [String] {
    switch block {
    case .section(let section):
      [heading(section.title, level: level)] + texts(section.blocks, level: level + 1)
    case .folded(let title, let blocks):
      [heading(title, level: level)] + blocks.flatMap { texts($0, level: level + 1) }
    case .verdict(let sentences): [heading("Verdict", level: level), list(sentences)]
    case .paragraph(let text): [text.inMarkdown]
    case .finding(let text): ["**\(text.inMarkdown)**"]
    case .list(let items): [list(items)]
    case .figures(let figures): [self.figures(figures)]
    case .facts(let facts):
      [table(["fact", "value"], [.left, .left], facts.map { [$0.name, $0.value] })]
    case .table(let table): text(table)
    case .plot(let plot): text(plot)
    case .reliability(let diagram): diagram.plot.map(text) ?? []
    case .slider(let slider): text(slider.instead)
    case .heats(let heats): [heats.map(text).joined(separator: "\n")]
    case .command(let line): [Self.fenced(line.inOneLine, "sh")]
    }
  }

  private func heading(_ title: String, level: Int) -> String {
    String(repeating: "#", count: min(level, 6)) + " " + title.inMarkdown
  }

  private func list(_ items: [String]) -> String {
    items.map { "- " + $0.inMarkdown }.joined(separator: "\n")
  }

  private func figures(_ figures: [Figure]) -> String {
    table(
      ["figure", "share (95 %)", "messages"], [.left, .right, .left],
      figures.map { [$0.name, NumberFormat.text($0.share, .percent), $0.meaning] })
  }

  private func text(_ table: Table) -> [String] {
    let text = TextTable(table, characters: nil)
    return (table.caption.map { ["**\($0.inMarkdown)**"] } ?? [])
      + [self.table(text.header, text.alignments, text.rows)] + table.remainder.map(\.inMarkdown)
  }

  private func table(
    _ header: [String], _ alignments: [TextTable.Alignment], _ rows: [[String]]
  ) -> String {
    let rule = alignments.map { $0 == .left ? ":--" : "--:" }
    let lines = [header.map(\.inMarkdown), rule] + rows.map { $0.map(\.inMarkdown) }
    return lines.map { row in
      "| " + row.map { $0.escaped("|") }.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }

  private func text(_ plot: Plot) -> [String] {
    (plot.title.map { ["**\($0.inMarkdown)**"] } ?? [])
      + [Self.fenced(TextPlot(plot, width: 64, height: 12, characters: .unicode).text, "text")]
      + (plot.remark.map { [$0.inMarkdown] } ?? [])
  }

  private func text(_ heat: TokenHeat) -> String {
    let head = "- " + "\(heat.name) (\(heat.remark)): \(heat.answer)".inMarkdown
    let message = heat.pieces.map { ["  - " + $0.map(\.text).joined().inMarkdown] } ?? []
    return ([head] + message + ["  - " + heat.summary.inMarkdown]).joined(separator: "\n")
  }

  /// Lines as they are, within a fence that is longer than any row of backticks among them.
  private static func fenced(_ text: String, _ language: String) -> String {
    let longest = text.matches(of: /`+/).map(\.output.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return fence + language + "\n" + text + "\n" + fence
  }
}

extension String {
  /// On one line, with a backslash before what Markdown would take for a sign of its own.
  var inMarkdown: String { inOneLine.escaped("\\`*_[]<>&#~") }

  /// With a backslash before each of some signs, also where an accent follows that makes it another letter:
  /// readers of Markdown go by code points.
  func escaped(_ signs: String) -> String {
    let signs = Set(signs.unicodeScalars)
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if signs.contains(scalar) { text.append("\\") }
      text.append(scalar)
    }
    return String(text)
  }
}
