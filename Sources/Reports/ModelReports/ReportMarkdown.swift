import SpamTuneKit

/// Reports as Markdown with tables, as GitHub and many others read it.
package enum ReportMarkdown {
  /// All of a report: the verdict, then tables and plots.
  package static func markdown(_ report: ModelReport) -> String {
    let sections = ReportSections(report, characters: .unicode).all
    return
      (["# " + ReportSections.title(report).inMarkdown] + sections.flatMap { text($0, level: 2) })
      .joined(separator: "\n\n").steeringNothing + "\n"
  }

  /// One report whole; several behind a table of all.
  package static func markdown(_ reports: [ModelReport]) -> String {
    if let only = reports.first, reports.count == 1 { return markdown(only) }
    let parts = reports.flatMap { report in
      ["## " + ReportSections.title(report).inMarkdown]
        + ReportSections(report, characters: .unicode).all.flatMap { text($0, level: 3) }
    }
    return
      ([
        "# \(reports.count) reports",
        ReportSections.overview(reports).mapped(\.inMarkdown).markdown,
      ] + parts)
      .joined(separator: "\n\n").steeringNothing + "\n"
  }

  private static func text(_ section: ReportSection, level: Int) -> [String] {
    [String(repeating: "#", count: level) + " " + section.title.inMarkdown]
      + section.blocks.map(text)
  }

  private static func text(_ block: ReportSection.Block) -> String {
    switch block {
    case .sentences(let sentences):
      return sentences.map { "- " + $0.inMarkdown }.joined(separator: "\n")
    case .table(let table): return table.mapped(\.inMarkdown).markdown
    case .plot(let plot): return "```text\n" + plot.text + "\n```"
    case .facts(let facts):
      var table = TextTable(["fact", "value"], .left)
      for (name, value) in facts { table.append([name, value]) }
      return table.mapped(\.inMarkdown).markdown
    }
  }
}

extension String {
  /// With a backslash before what Markdown would take for a sign of its own.
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
