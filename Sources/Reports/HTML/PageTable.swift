import ClassificationMetrics

/// What the template of a table names; the frame scrolls where the screen is narrow.
struct PageTable {
  struct Column {
    let label: String
    /// The range that the drawings of the column are on.
    let note: String?
    let style: String
  }

  struct Cell {
    let text: String
    /// Smaller, below the text.
    let detail: String?
    /// SVG.
    let drawing: String?
    let style: String
    let isHeading: Bool
    /// Identifier in the page that the text leads to.
    let link: String?
  }

  struct Row {
    let cells: [Cell]
  }

  struct Group {
    let groupName: String?
    let rows: [Row]
  }

  let caption: String
  let columns: [Column]
  let groups: [Group]
  let span: Int

  init(_ table: Table) {
    caption = table.caption ?? ""
    span = table.columns.count
    columns = table.columns.indices.map { index in
      let column = table.columns[index]
      return Column(
        label: column.label, note: column.axis.map { PageNumber.typeset($0.label) },
        style: table.isNumeric(index) ? "number" : "")
    }
    groups = table.groups.map { group in
      Group(
        groupName: group.name,
        rows: group.rows.map { row in
          Row(cells: zip(row, table.columns).map { Cell($0, in: $1) })
        })
    }
  }
}

extension PageTable.Cell {
  fileprivate init(_ cell: Cell, in column: Table.Column) {
    isHeading =
      switch cell {
      case .name, .term: true
      default: false
      }
    text = cell.isNumber ? PageNumber.typeset(cell.value) : cell.value
    switch cell {
    case .term(_, let meaning): (detail, link) = (meaning, nil)
    case .name(_, let given, let target): (detail, link) = (given, target)
    default: (detail, link) = (cell.reason ?? cell.detail.map(PageNumber.typeset), nil)
    }
    switch cell {
    case .bar(let estimate):
      drawing = column.axis.flatMap { Whiskers(on: $0).svg(estimate) }
      style = "drawing"
    case .estimate(let estimate, _):
      drawing = column.axis.flatMap { Whiskers(on: $0).svg(estimate) }
      style = "number"
    default:
      drawing = nil
      style = cell.isNumber || cell == .missing ? "number" : ""
    }
  }
}

/// What the template of a confusion matrix names.
struct PageMatrix {
  struct Cell {
    let count: String
    let share: String?
    /// 0...4, by the share of the row.
    let shade: Int
    /// "right" on the diagonal.
    let kind: String
  }

  struct Row {
    let name: String
    let cells: [Cell]
  }

  let caption: String
  /// What the rows and the columns are.
  let corner: String
  let answers: [String]
  let rows: [Row]

  init(_ table: Table) {
    caption = table.caption ?? ""
    corner = table.columns.first?.label ?? ""
    answers = table.columns.dropFirst().map(\.label)
    rows = table.rows.enumerated().map { row, cells in
      Row(
        name: cells.first?.value ?? "",
        cells: cells.dropFirst().enumerated().map { column, cell in
          Cell(
            count: cell.value, share: cell.detail.map(PageNumber.typeset), shade: Self.shade(cell),
            kind: row == column ? "right" : "wrong")
        })
    }
  }

  private static func shade(_ cell: Reports.Cell) -> Int {
    guard case .part(let count, let whole) = cell, count > 0, whole > 0 else { return 0 }
    return 1 + min(3, Int(4 * Double(count) / Double(whole)))
  }
}

/// Numbers as a page sets them.
enum PageNumber {
  /// With a narrow space, at which no line is broken, before a sign of percent, and with signs of minus that are as
  /// wide as those of plus.
  static func typeset(_ number: String) -> String {
    number.replacing(" %", with: "\u{202F}%").replacing(/(^|[–(] ?|to )-(?=\d)/) {
      "\($0.output.1)−"
    }
  }
}
