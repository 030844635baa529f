import SpamTuneKit

/// Reports as text for the terminal.
package enum ReportText {
  /// All of a report: the verdict, then tables and plots.
  package static func text(_ report: ModelReport) -> String {
    let sections = ReportSections(report, showsBars: true).all
    return ([ReportSections.title(report)] + sections.flatMap(text))
      .joined(separator: "\n\n").steeringNothing
  }

  /// One report whole; of several a table and what matters most of each.
  package static func text(_ reports: [ModelReport]) -> String {
    if let only = reports.first, reports.count == 1 { return text(only) }
    let headlines = reports.map { report in
      let said = Array(report.verdict.prefix(1)) + ReportVerdict(report).cautions
      return ([ReportSections.title(report)] + said.map { "  " + $0 }).joined(separator: "\n")
    }
    return ([ReportSections.overview(reports).text] + headlines)
      .joined(separator: "\n\n").steeringNothing
  }

  private static func text(_ section: ReportSection) -> [String] {
    [section.title.uppercased()] + section.blocks.map(text)
  }

  private static func text(_ block: ReportSection.Block) -> String {
    switch block {
    case .sentences(let sentences):
      return sentences.map { wrapped("- " + $0) }.joined(separator: "\n")
    case .table(let table): return table.text
    case .plot(let plot): return plot.text
    case .facts(let facts):
      let width = facts.map(\.name.count).max() ?? 0
      return facts.map { name, value in
        name + String(repeating: " ", count: width - name.count + 2) + value.inOneLine
      }.joined(separator: "\n")
    }
  }

  /// In lines of at most 80 characters, the later ones indented.
  private static func wrapped(_ sentence: String) -> String {
    var lines: [String] = []
    for word in sentence.split(separator: " ") {
      if let line = lines.last, line.count + 1 + word.count <= 80 {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append((lines.isEmpty ? "" : "  ") + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}
