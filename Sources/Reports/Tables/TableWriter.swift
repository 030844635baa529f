public import RunDatabase

/// Writes a table row by row, so that it may be of any length.
public struct TableWriter {
  private let format: TableFormat
  private let columns: [String]
  private let missing: String
  private let digits: Int?
  private let write: (String) throws -> Void
  /// Rows that wait for the widths of their columns.
  private var waiting: [[SettingValue]] = []
  private var layout: TextTable.Layout?
  private var rows = 0

  /// How many rows decide on the widths of the columns; later ones may stick out.
  private static let rowsForWidths = 500

  /// - Parameters:
  ///   - missing: What stands in a text for a value that is missing.
  ///   - digits: Significant digits of numbers in a text; nil for all there are.
  ///   - write: Is given whole lines with their ends.
  public init(
    _ columns: [String], format: TableFormat, missing: String = "–", digits: Int? = nil,
    write: @escaping (String) throws -> Void
  ) throws {
    self.format = format
    self.columns = format == .json ? Self.distinct(columns) : columns
    self.missing = missing
    self.digits = digits
    self.write = write
    if format == .csv { try write(CSVText.line(columns.map(SettingValue.text))) }
  }

  /// - Parameter row: As many values as there are columns.
  public mutating func append(_ row: [SettingValue]) throws {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
    switch format {
    case .csv: try write(CSVText.line(row))
    case .json:
      let pairs = try zip(columns, row).map { name, value in
        try JSONCell.text(.text(name)) + ":" + JSONCell.text(value)
      }
      try write((rows == 0 ? "[\n" : ",\n") + "{" + pairs.joined(separator: ",") + "}")
    case .text:
      if let layout {
        try write(layout.line(row.map(text)) + "\n")
      } else {
        waiting.append(row)
        if waiting.count == Self.rowsForWidths { try writeWaiting() }
      }
    }
    rows += 1
  }

  /// Writes what is left; to be called once, after the last row.
  public mutating func finish() throws {
    switch format {
    case .csv: break
    case .json: try write(rows == 0 ? "[]\n" : "\n]\n")
    case .text: if layout == nil { try writeWaiting() }
    }
  }

  private mutating func writeWaiting() throws {
    let alignments = columns.indices.map { column -> TextTable.Alignment in
      waiting.contains { $0[column].isWord } ? .left : .right
    }
    var table = TextTable(columns.map(\.inOneLineEscaped), alignments: alignments)
    for row in waiting { table.append(row.map(text)) }
    waiting = []
    layout = table.layout
    try write(table.text + "\n")
  }

  private func text(_ value: SettingValue) -> String {
    if let digits, case .number(let number) = value, number.isFinite {
      return NumberFormat.significant(number, digits)
    }
    return value.text?.inOneLineEscaped ?? missing
  }

  /// Names made different, because a JSON object has each only once.
  private static func distinct(_ names: [String]) -> [String] {
    var taken = Set(names)
    var seen: Set<String> = []
    return names.map { name in
      if seen.insert(name).inserted { return name }
      var number = 2
      while !taken.insert("\(name)_\(number)").inserted { number += 1 }
      return "\(name)_\(number)"
    }
  }
}

extension SettingValue {
  /// Whether it is put on the left of a column.
  fileprivate var isWord: Bool {
    switch self {
    case .null, .integer, .number: false
    default: true
    }
  }
}
