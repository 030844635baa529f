import ClassificationMetrics

/// Documents as text for a terminal or a file: lines under titles, tables of aligned columns, plots of
/// characters.
package struct TextRenderer {
  /// Room for a line in characters; nil where lines may have any length.
  private let width: Int?
  /// Room for a line of sentences, which nobody likes to read in very long lines.
  private let proseWidth: Int?
  private let plotSize: (width: Int, height: Int)
  private let characters: PlotCharacters

  /// - Parameters:
  ///   - width: Characters of a line; nil where what is written is no terminal.
  ///   - proseWidth: Characters of a line of sentences; nil for 80, or less if a line is narrower, on a terminal,
  ///     and any number elsewhere.
  ///   - plotSize: Of plots; nil for 64 by 12, or as much as a line has room for.
  ///   - characters: Of plots; by the locale of the process where none are given.
  package init(
    width: Int? = nil, proseWidth: Int? = nil, plotSize: (width: Int, height: Int)? = nil,
    characters: PlotCharacters = .ofLocale
  ) {
    self.width = width
    self.proseWidth = proseWidth ?? width.map { min($0, 80) }
    self.plotSize = plotSize ?? (min(width ?? 64, 64), 12)
    self.characters = characters
  }

  /// Lines without a newline at the end. What could steer a terminal is replaced.
  package func text(_ document: Document) -> String {
    let title = document.title.map { [prose($0.inOneLine)] } ?? []
    let parts = document.parts.map { part in
      ([part.title.map { prose($0.inOneLine) } ?? ""]
        + part.gist.map { prose($0, first: "  ", rest: "  ") }).joined(separator: "\n")
    }
    return (title + texts(document.blocks) + parts).joined(separator: "\n\n")
  }

  /// One text per block, and the reasons for what their tables leave undefined.
  private func texts(_ blocks: [Block], depth: Int = 0) -> [String] {
    let reasons = UndefinedCells(blocks).sentences.map { prose($0) }
    return blocks.flatMap { texts($0, depth: depth) }
      + (reasons.isEmpty ? [] : [reasons.joined(separator: "\n")])
  }

  private func texts(_ block: Block, depth: Int) -> [String] {
    switch block {
    case .section(let section):
      [heading(section.title, depth: depth)] + texts(section.blocks, depth: depth + 1)
    case .folded(let title, let blocks):
      [heading(title, depth: depth)] + blocks.flatMap { texts($0, depth: depth + 1) }
    case .verdict(let sentences): [heading("Verdict", depth: depth), list(sentences)]
    case .paragraph(let text), .finding(let text): [prose(text)]
    case .list(let items): [list(items)]
    case .figures(let figures):
      [
        facts(
          figures.map {
            Fact($0.name, NumberFormat.text($0.share, .percent) + ", " + $0.meaning)
          })
      ]
    case .facts(let facts): [self.facts(facts)]
    case .table(let table): [text(table)]
    case .plot(let plot): [text(plot)]
    case .reliability(let diagram): diagram.plot.map { [text($0)] } ?? []
    case .slider(let slider): [text(slider.instead)]
    case .heats(let heats): [heats.map(text).joined(separator: "\n")]
    case .command(let line): ["    " + line.inOneLine]
    }
  }

  private func heading(_ title: String, depth: Int) -> String {
    let title = title.inOneLine
    return title + "\n" + String(repeating: depth == 0 ? "═" : "─", count: title.count)
  }

  private func prose(_ text: String, first: String = "", rest: String = "") -> String {
    Words.lines(text.inOneLine, width: proseWidth, first: first, rest: rest)
      .joined(separator: "\n")
  }

  private func list(_ items: [String]) -> String {
    items.map { prose($0, first: "- ", rest: "  ") }.joined(separator: "\n")
  }

  /// Names in one column and what they stand for in the next.
  private func facts(_ facts: [Fact]) -> String {
    let indentation = (facts.map(\.name.count).max() ?? 0) + 2
    return facts.map { fact in
      let name = fact.name.inOneLine
      let padded = name + String(repeating: " ", count: max(1, indentation - name.count))
      // What is to be copied stays whole.
      return Words.lines(
        fact.value.inOneLine, width: fact.isCode ? nil : width, first: padded,
        rest: String(repeating: " ", count: indentation)
      ).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func text(_ table: Table) -> String {
    let whole = TextTable(table, characters: characters)
    let plain = whole.width <= width ?? .max ? whole : TextTable(table, characters: nil)
    let caption = table.caption.map { [prose($0)] } ?? []
    return (caption + [plain.text(width: width)] + table.remainder).joined(separator: "\n")
  }

  private func text(_ plot: Plot) -> String {
    let drawing = TextPlot(
      plot, width: plotSize.width, height: plotSize.height, characters: characters)
    return
      ((plot.title.map { [$0] } ?? []) + [drawing.text] + (plot.remark.map { [prose($0)] } ?? []))
      .joined(separator: "\n")
  }

  /// A message, its answer, and what spoke for it.
  private func text(_ heat: TokenHeat) -> String {
    let head = prose("\(heat.name) (\(heat.remark)): \(heat.answer)", first: "- ", rest: "  ")
    let message = heat.pieces.map { pieces in
      [prose(pieces.map(\.text).joined(), first: "  ", rest: "  ")]
    }
    return ([head] + (message ?? []) + [prose(heat.summary, first: "  ", rest: "  ")])
      .joined(separator: "\n")
  }
}
