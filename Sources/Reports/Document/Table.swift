import ClassificationMetrics

/// Rows of typed cells under the names of their columns.
struct Table: Sendable {
  /// What the table shows; nil where the text before it says so.
  var caption: String?
  var columns: [Column]
  /// All rows, or those of each group in turn.
  var groups: [Group]
  /// Name of the column in which a text shows the groups' names; a page shows them as rows of their own.
  var groupColumn: String?
  /// Rows that a text shows of a long list; a page, which scrolls, shows all.
  var shownRows: Int?
  var look = Look.plain

  enum Look: Sendable {
    case plain
    /// A row per true class and a column per answer, the cells shaded by their share of the row.
    case matrix
  }

  struct Group: Sendable {
    var name: String?
    var rows: [[Cell]]
  }

  struct Column: Sendable, ExpressibleByStringLiteral {
    var name: String
    /// What its numbers stand with, in brackets behind the name.
    var note: String?
    /// Of the drawings beside its numbers; nil where there are none.
    var axis: Axis?

    init(_ name: String, note: String? = nil, axis: Axis? = nil) {
      self.name = name
      self.note = note
      self.axis = axis
    }

    init(stringLiteral name: String) { self.init(name) }

    /// A column of values with their intervals.
    static func estimate(_ name: String, axis: Axis? = nil) -> Column {
      Column(name, note: "95 %", axis: axis)
    }

    var label: String { note.map { "\(name) (\($0))" } ?? name }
  }

  init(
    _ caption: String? = nil, _ columns: [Column], _ rows: [[Cell]], shownRows: Int? = nil,
    look: Look = .plain
  ) {
    self.init(caption, columns, groups: [Group(rows: rows)], by: nil)
    self.shownRows = shownRows
    self.look = look
  }

  /// - Parameter column: What the groups are told apart by.
  init(_ caption: String?, _ columns: [Column], groups: [Group], by column: String?) {
    let count = columns.count
    for row in groups.flatMap(\.rows) {
      precondition(row.count == count, "\(row.count) cells for \(count) columns")
    }
    self.caption = caption
    self.columns = columns
    self.groups = groups
    groupColumn = column
  }

  var rows: [[Cell]] { groups.flatMap(\.rows) }

  /// What a text says of the rows that it leaves out.
  var remainder: [String] {
    guard let shownRows, rows.count > shownRows else { return [] }
    return ["… and \(NumberFormat.count(rows.count - shownRows)) more, which the JSON form lists."]
  }

  /// Whether a column holds numbers alone, which stand on the right.
  func isNumeric(_ column: Int) -> Bool {
    let cells = rows.map { $0[column] }
    return cells.contains(where: \.isNumber)
      && cells.allSatisfy { $0.isNumber || $0 == .missing }
  }
}

/// A field of a table: what it holds, not how it looks.
enum Cell: Sendable, Equatable {
  case text(String)
  /// What the row is about, what to know of it, and where in the document there is more.
  case name(String, detail: String? = nil, target: String? = nil)
  /// A term of the field that the row is about, and what it means, which a page explains.
  case term(String, meaning: String)
  /// A number that names something, such as a row of a file.
  case ordinal(Int)
  case count(Int)
  /// "1,164/1,165".
  case fraction(Int, of: Int)
  /// "251 (96.2 %)".
  case part(Int, of: Int)
  case estimate(Estimate, NumberFormat.Style)
  case value(Double?, NumberFormat.Style)
  case probability(Double)
  case pValue(Double?)
  /// A number of a unit that the column names.
  case decimals(Double?, Int)
  /// A number as it was written already.
  case number(String)
  /// An interval drawn on the column's axis.
  case bar(Estimate)
  case missing

  static func metric(_ estimate: Estimate) -> Cell { .estimate(estimate, .metric) }
  static func metric(_ value: Double?) -> Cell { .value(value, .metric) }
  static func share(_ estimate: Estimate) -> Cell { .estimate(estimate, .percent) }
  static func share(_ value: Double?) -> Cell { .value(value, .percent) }

  /// What it says; empty for a drawing.
  var value: String {
    switch self {
    case .text(let text), .name(let text, _, _), .term(let text, _), .number(let text): text
    case .ordinal(let number): "\(number)"
    case .count(let count), .part(let count, _): NumberFormat.count(count)
    case .fraction(let part, let whole):
      NumberFormat.count(part) + "/" + NumberFormat.count(whole)
    case .estimate(let estimate, let style): NumberFormat.value(estimate, style)
    case .value(let value, let style):
      value.map(style.text)
        ?? (style == .percent ? NumberFormat.undefined : NumberFormat.missing)
    case .probability(let value): NumberFormat.probability(value)
    case .pValue(let value): value.map(NumberFormat.pValue) ?? NumberFormat.missing
    case .decimals(let value, let places):
      value.map { NumberFormat.decimals($0, places) } ?? NumberFormat.missing
    case .bar: ""
    case .missing: NumberFormat.missing
    }
  }

  /// What belongs to the value: in brackets behind it, or smaller below.
  var detail: String? {
    switch self {
    case .name(_, let detail, _): detail
    case .part(let count, let whole):
      whole == 0 ? nil : NumberFormat.percent(Double(count) / Double(whole))
    case .estimate(let estimate, let style): NumberFormat.interval(estimate, style)
    default: nil
    }
  }

  /// Why the value is undefined, where it is.
  var reason: String? {
    if case .estimate(let estimate, _) = self { estimate.undefinedReason } else { nil }
  }

  var isNumber: Bool {
    switch self {
    case .text, .name, .term, .bar, .missing: false
    default: true
    }
  }
}
