/// A table for the terminal: columns aligned by spaces, a rule under the header.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  private var header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// - Parameter alignments: One per column; the last one serves for columns beyond.
  public init(_ header: [String], _ alignments: Alignment...) {
    self.init(header, alignments: alignments)
  }

  public init(_ header: [String], alignments: [Alignment]) {
    self.header = header
    self.alignments = header.indices.map {
      alignments.isEmpty ? .left : alignments[min($0, alignments.count - 1)]
    }
  }

  public mutating func append(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells for \(header.count) columns")
    rows.append(row)
  }

  /// The same with every cell rewritten.
  func mapped(_ rewrite: (String) -> String) -> TextTable {
    var table = self
    table.header = header.map(rewrite)
    table.rows = rows.map { $0.map(rewrite) }
    return table
  }

  /// Lines without a newline at the end.
  public var text: String {
    let layout = layout
    var lines = ([header] + rows).map(layout.line)
    lines.insert(layout.rule, at: 1)
    return lines.joined(separator: "\n")
  }

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

  /// The same as a table of Markdown.
  public var markdown: String {
    let all = [header, alignments.map { $0 == .left ? ":--" : "--:" }] + rows
    return all.map { row in
      "| " + row.map { $0.escaped("|") }.joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
