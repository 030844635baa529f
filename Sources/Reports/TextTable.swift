/// A table for the terminal: columns aligned by spaces, a rule under the header.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  private var header: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// - Parameter alignments: One per column; the last one serves for columns beyond.
  public init(_ header: [String], _ alignments: Alignment...) {
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
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    var lines = all.map { row in
      row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return alignments[column] == .left ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ").trimmingTrailingSpaces
    }
    lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    return lines.joined(separator: "\n")
  }

  /// The same as a table of Markdown.
  public var markdown: String {
    let all = [header, alignments.map { $0 == .left ? ":--" : "--:" }] + rows
    return all.map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
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
