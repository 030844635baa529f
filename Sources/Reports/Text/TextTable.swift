/// A table for the terminal: columns aligned by spaces, a rule under the header.
package struct TextTable: Sendable {
  package enum Alignment: Sendable { case left, right }

  private(set) var header: [String]
  let alignments: [Alignment]
  private(set) var rows: [[String]] = []
  /// Columns that say what a row is about; they come again where a wide table is cut.
  private let leading: Int

  /// - Parameter alignments: One per column; the last one serves for columns beyond.
  package init(_ header: [String], _ alignments: Alignment...) {
    self.init(header, alignments: alignments)
  }

  package init(_ header: [String], alignments: [Alignment], leading: Int = 1) {
    self.header = header
    self.leading = leading
    self.alignments = header.indices.map {
      alignments.isEmpty ? .left : alignments[min($0, alignments.count - 1)]
    }
  }

  package mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells for \(header.count) columns")
    rows.append(row)
  }

  /// Lines without a newline at the end. Cells may hold anything: each stays on its line.
  package var text: String { text(width: nil) }

  /// The same in lines of at most `width` characters: cells are broken between words, and columns that do
  /// not fit even then follow below, beside the leading ones again. Nothing is broken within a word.
  func text(width: Int?) -> String {
    let plain = mapped(\.inOneLine)
    guard let width, plain.layout.width > width else {
      let layout = plain.layout
      let lines = [layout.line(plain.header), layout.rule] + plain.rows.map(layout.line)
      return lines.joined(separator: "\n")
    }
    return plain.parts(width: width).map { plain.choosing($0).wrapped(width: width) }
      .joined(separator: "\n\n")
  }

  private func mapped(_ rewrite: (String) -> String) -> TextTable {
    var table = self
    table.header = header.map(rewrite)
    table.rows = rows.map { $0.map(rewrite) }
    return table
  }

  private func choosing(_ columns: [Int]) -> TextTable {
    var table = TextTable(
      columns.map { header[$0] }, alignments: columns.map { alignments[$0] }, leading: leading)
    table.rows = rows.map { row in columns.map { row[$0] } }
    return table
  }

  /// Columns that fit beside each other, the leading ones among each of them.
  private func parts(width: Int) -> [[Int]] {
    let least = leastWidths
    let leading = Array(header.indices.prefix(leading))
    let start = leading.reduce(-2) { $0 + least[$1] + 2 }
    var parts = [leading]
    var used = start
    for column in header.indices.dropFirst(self.leading) {
      if used + 2 + least[column] > width, parts[parts.count - 1].count > leading.count {
        parts.append(leading)
        used = start
      }
      parts[parts.count - 1].append(column)
      used += 2 + least[column]
    }
    return parts
  }

  /// The longest word of each column.
  private var leastWidths: [Int] {
    let all = [header] + rows
    return header.indices.map { column in
      all.flatMap { Words.of($0[column]) }.map(\.count).max() ?? 0
    }
  }

  /// The table with cells that take several lines.
  private func wrapped(width: Int) -> String {
    let least = leastWidths
    let natural = layout.widths
    var widths = least
    var room = width - least.reduce(-2) { $0 + $1 + 2 }
    // Those that lack least first, so that as many as possible stay on one line.
    for column in widths.indices.sorted(by: {
      (natural[$0] - least[$0], $0) < (natural[$1] - least[$1], $1)
    }) where room > 0 {
      let lack = natural[column] - least[column]
      // A value and its interval are on one line or on two; a sentence uses any room.
      let more = alignments[column] == .left || lack <= room ? min(room, lack) : 0
      widths[column] += more
      room -= more
    }
    let layout = Layout(widths: widths, alignments: alignments)
    func lines(_ row: [String]) -> [String] {
      let cells = row.enumerated().map { Words.lines($1, width: widths[$0]) }
      return (0..<(cells.map(\.count).max() ?? 0)).map { line in
        layout.line(cells.map { line < $0.count ? $0[line] : "" })
      }
    }
    return (lines(header) + [layout.rule] + rows.flatMap(lines)).joined(separator: "\n")
  }

  /// Of a line, when no cell is broken.
  var width: Int { mapped(\.inOneLine).layout.width }

  /// The widths that the rows so far need.
  var layout: Layout {
    let all = [header] + rows
    return Layout(
      widths: header.indices.map { column in all.map { $0[column].count }.max() ?? 0 },
      alignments: alignments)
  }

  /// Where columns stand.
  struct Layout: Sendable {
    fileprivate let widths: [Int]
    fileprivate let alignments: [Alignment]

    /// Of a whole line.
    var width: Int { widths.reduce(-2) { $0 + $1 + 2 } }

    /// A row; a cell that is wider than its column moves those behind it.
    func line(_ row: [String]) -> String {
      row.indices.map { column in
        let missing = max(0, widths[column] - row[column].count)
        let padding = String(repeating: " ", count: missing)
        return alignments[column] == .left ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ").trimmingTrailingSpaces
    }

    var rule: String {
      widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    }
  }
}

extension TextTable {
  /// - Parameter characters: What intervals are drawn with; nil to leave them out.
  init(_ table: Table, characters: PlotCharacters?) {
    let isBar = table.columns.indices.map { column in
      table.rows.contains { if case .bar = $0[column] { true } else { false } }
    }
    let columns = table.columns.indices.filter { characters != nil || !isBar[$0] }
    let group = table.groupColumn.map { [$0] } ?? []
    self.init(
      group
        + columns.map { isBar[$0] ? table.columns[$0].axis?.label ?? "" : table.columns[$0].label },
      alignments: group.map { _ in .left } + columns.map { table.isNumeric($0) ? .right : .left },
      leading: group.count + 1)
    let rows = table.groups.flatMap { group in group.rows.map { (group.name ?? "", $0) } }
    for (name, row) in rows.prefix(table.shownRows ?? .max) {
      append(
        group.map { _ in name }
          + columns.map { column in
            if case .bar(let estimate) = row[column], let axis = table.columns[column].axis {
              return IntervalBar(estimate, on: axis, characters: characters ?? .ascii).text
            }
            return row[column].inBrackets
          })
    }
  }
}

extension Cell {
  /// The value and what belongs to it on one line.
  fileprivate var inBrackets: String { value + (detail.map { " (\($0))" } ?? "") }
}

extension String {
  var trimmingTrailingSpaces: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
