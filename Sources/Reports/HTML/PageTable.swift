import ClassificationMetrics

/// A table of the page, in a frame of its own that scrolls where the screen is narrow.
struct PageTable {
  struct Column {
    var label: String
    var note: String?
    var style = ""

    static func text(_ label: String, note: String? = nil) -> Column {
      Column(label: label, note: note)
    }

    static func number(_ label: String, note: String? = nil) -> Column {
      Column(label: label, note: note, style: "number")
    }
  }

  struct Cell {
    var text = ""
    /// Smaller, below the text.
    var detail: String?
    /// SVG.
    var drawing: String?
    var style = ""
    var isHeading = false
    /// Identifier in the page that the text leads to.
    var link: String?

    static func heading(_ text: String, detail: String? = nil) -> Cell {
      Cell(text: text, detail: detail, isHeading: true)
    }

    static func text(_ text: String, detail: String? = nil) -> Cell {
      Cell(text: text, detail: detail)
    }

    static func number(_ text: String, detail: String? = nil) -> Cell {
      Cell(text: text, detail: detail, style: "number")
    }

    static func count(_ value: Int) -> Cell { .number(PageNumber.count(value)) }

    /// The value and under it its interval or why there is none.
    ///
    /// - Parameter axis: For a whisker below.
    static func estimate(
      _ estimate: Estimate, as style: PageNumber.Style, on axis: WhiskerAxis? = nil
    ) -> Cell {
      Cell(
        text: style.text(estimate),
        detail: estimate.undefinedReason ?? PageNumber.interval(estimate, as: style),
        drawing: axis?.svg(estimate), style: "number")
    }

    static func whisker(_ estimate: Estimate, on axis: WhiskerAxis) -> Cell {
      Cell(drawing: axis.svg(estimate), style: "drawing")
    }
  }

  struct Row {
    var cells: [Cell]
  }

  struct Group {
    var groupName: String?
    var rows: [Row]
  }

  let caption: String
  let columns: [Column]
  let groups: [Group]
  /// Columns; stored, as templates see nothing else.
  let span: Int

  init(_ caption: String, columns: [Column], groups: [Group]) {
    self.caption = caption
    self.columns = columns
    self.groups = groups
    span = columns.count
  }

  init(_ caption: String, columns: [Column], rows: [[Cell]]) {
    self.init(caption, columns: columns, groups: [Group(rows: rows.map { Row(cells: $0) })])
  }
}
