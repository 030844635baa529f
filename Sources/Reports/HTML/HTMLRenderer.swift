import Mustache

/// Documents as one HTML page that needs nothing else: no network, no fonts, no files beside it.
///
/// Everything in a document counts as hostile: it ends as text, never as markup.
package struct HTMLRenderer {
  private let templates: PageTemplates

  /// - Throws: An error of the templates, which no document can cause.
  package init() throws { templates = try PageTemplates() }

  /// A whole page. Parts of the document are folded up below what sums them up.
  ///
  /// - Throws: An error of the templates.
  package func page(_ document: Document) throws -> String {
    let isBatch = !document.parts.isEmpty
    let head = document.masthead ?? Document.Masthead(kind: "", subject: document.title ?? "")
    let bodies = try document.parts.enumerated().map { index, part in
      try Part(part, number: index + 1, by: self)
    }
    let page = Page(
      title: document.title ?? head.subject, style: templates.style, script: templates.script,
      isBatch: isBatch, head: Head(head), body: try Body(document, prefix: "", level: 2, by: self),
      parts: bodies)
    return try templates.render(page, with: "page")
  }

  /// Blocks of one section, in their order.
  ///
  /// - Parameters:
  ///   - prefix: Begins every identifier among them.
  ///   - level: Of the headings among them.
  func html(_ blocks: [Block], prefix: String, level: Int) throws -> String {
    var pieces: [String] = []
    var drawings: [String] = []
    for (index, block) in blocks.enumerated() {
      let identifier = "\(prefix)-\(index + 1)"
      let piece = try html(block, identifier: identifier, level: level)
      switch block {
      case .plot, .reliability: drawings.append(piece)
      // The numbers of a diagram stand beside it.
      case .table where !drawings.isEmpty && index > 0 && blocks[index - 1].isReliability:
        drawings.append(piece)
      default:
        pieces += Self.charts(drawings) + [piece]
        drawings = []
      }
    }
    return (pieces + Self.charts(drawings)).joined(separator: "\n")
  }

  private static func charts(_ drawings: [String]) -> [String] {
    drawings.isEmpty
      ? [] : ["<div class=\"charts\">\n" + drawings.joined(separator: "\n") + "\n</div>"]
  }

  private func html(_ block: Block, identifier: String, level: Int) throws -> String {
    switch block {
    case .section(let section):
      let name = "h\(min(level, 6))"
      return "<\(name)>\(MarkupText.escaped(section.title))</\(name)>\n"
        + (try html(section.blocks, prefix: identifier, level: level + 1))
    case .paragraph(let text): return Self.paragraph(text)
    case .finding(let text): return Self.paragraph(text, style: "finding")
    case .list(let items):
      return "<ul>" + items.map { "<li>\(MarkupText.escaped($0))</li>" }.joined() + "</ul>"
    case .verdict(let sentences):
      let rest = sentences.dropFirst().map { Self.paragraph($0) }.joined(separator: "\n")
      return "<section class=\"verdict\" aria-label=\"Verdict\">\n"
        + (sentences.first.map { Self.paragraph($0, style: "lead") + "\n" } ?? "")
        + rest + "\n</section>"
    case .figures(let figures):
      return try templates.render(PageFigures(figures), with: "figures")
    case .facts(let facts): return try templates.render(PageFacts(facts), with: "facts")
    case .table(let table): return try html(table)
    case .plot(let plot):
      return try templates.render(PageDrawing(plot, identifier: identifier), with: "drawing")
    case .reliability(let diagram):
      return try templates.render(PageDrawing(diagram, identifier: identifier), with: "drawing")
    case .slider(let slider):
      let tuner = try templates.render(
        PageSlider(slider, identifier: identifier + "-slider"), with: "slider")
      return tuner + "\n<details class=\"instead\" open=\"\"><summary>Some thresholds as a table"
        + "</summary>\n\(try html(slider.instead))\n</details>"
    case .heats(let heats):
      return try templates.render(PageHeats(heats, identifier: identifier), with: "heats")
    case .command(let line):
      return "<pre class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Command\"><code>"
        + MarkupText.escaped(line) + "</code></pre>"
    case .folded(let title, let blocks):
      return "<details><summary>\(MarkupText.escaped(title))</summary>\n"
        + (try html(blocks, prefix: identifier, level: level)) + "\n</details>"
    }
  }

  private func html(_ table: Table) throws -> String {
    try table.look == .matrix
      ? templates.render(PageMatrix(table), with: "matrix")
      : templates.render(PageTable(table), with: "table")
  }

  private static func paragraph(_ text: String, style: String? = nil) -> String {
    "<p\(style.map { " class=\"\($0)\"" } ?? "")>\(MarkupText.escaped(text))</p>"
  }
}

extension Block {
  fileprivate var isReliability: Bool {
    if case .reliability = self { true } else { false }
  }
}

// What the templates of a page name.

private struct Page {
  let title: String
  let style: String
  let script: String
  let isBatch: Bool
  let head: Head
  let body: Body
  let parts: [Part]
}

private struct Head {
  let kind: String?
  let subject: String
  let scope: String?
  let remark: String?

  init(_ masthead: Document.Masthead) {
    kind = masthead.kind.isEmpty ? nil : masthead.kind
    subject = masthead.subject
    scope = masthead.scope
    remark = masthead.remark
  }
}

/// What stands below the head: what comes before the first section, the list of sections, and those.
private struct Body {
  struct Link {
    let identifier: String
    let name: String
    let beside: String?
  }

  struct SectionValues {
    let identifier: String
    let heading: String
    let content: String
  }

  let opening: String
  let contentsName: String
  let contentsHeading: String
  let links: [Link]
  let sections: [SectionValues]
  /// "h2" in a page of one document.
  let level: String

  init(_ document: Document, prefix: String, level: Int, by renderer: HTMLRenderer) throws {
    let sections = document.blocks.compactMap { block -> Section? in
      if case .section(let section) = block { section } else { nil }
    }
    let subject = document.masthead?.subject ?? document.title ?? ""
    let parts = document.parts.enumerated().map { index, part in
      Link(
        identifier: "report-\(index + 1)", name: part.masthead?.subject ?? part.title ?? "",
        beside: part.masthead?.scope.map { "on " + $0 })
    }
    let isBatch = !parts.isEmpty
    self.level = "h\(level)"
    contentsName = isBatch ? "Reports" : "Sections of " + subject
    contentsHeading = isBatch ? "Reports" : "Sections"
    links =
      sections.map { Link(identifier: prefix + $0.id, name: $0.title, beside: nil) } + parts
    opening = try renderer.html(
      document.blocks.filter { if case .section = $0 { false } else { true } },
      prefix: prefix + "opening", level: level)
    self.sections = try sections.map { section in
      SectionValues(
        identifier: prefix + section.id, heading: section.title,
        content: try renderer.html(
          section.blocks, prefix: prefix + section.id, level: level + 1))
    }
  }
}

private struct Part {
  let identifier: String
  let head: Head
  let body: Body

  init(_ document: Document, number: Int, by renderer: HTMLRenderer) throws {
    identifier = "report-\(number)"
    head = Head(
      document.masthead ?? Document.Masthead(kind: "", subject: document.title ?? ""))
    body = try Body(document, prefix: "r\(number)-", level: 3, by: renderer)
  }
}
