/// Rows of fields under a header: CSV and TSV.
extension RowReader {
  mutating func readHeader() throws(DatasetError) {
    var names: [String] = []
    let line = lineNumber
    if let row = try takeFields() {
      do throws(RowProblem.Reason) {
        if let problem = row.problem { throw problem }
        for field in fields { names.append(try decode(field, trimmed: true)) }
      } catch {
        throw .badRow(path: window.path, RowProblem(line: line, reason: error))
      }
    }
    columns = try ColumnNames.find(
      in: names, options: options, wantsLabels: wantsLabels, path: window.path)
  }

  mutating func nextFieldsRow() throws(DatasetError) -> Row? {
    guard let columns, let row = try takeFields() else { return nil }
    do throws(RowProblem.Reason) {
      if let problem = row.problem { throw problem }
      guard fields.count == columns.names.count else {
        throw .fieldCount(expected: columns.names.count, found: fields.count)
      }
      var label = ""
      if let index = columns.label { label = try decode(fields[index], trimmed: true) }
      var furtherValues: [String] = []
      for index in columns.further {
        furtherValues.append(try decode(fields[index], trimmed: true))
      }
      return try message(
        text: decode(fields[columns.text]), label: label, line: row.line,
        furtherValues: furtherValues)
    } catch {
      return .problem(RowProblem(line: row.line, reason: error))
    }
  }

  /// Puts the next row that is not an empty line into `fields`. Under a header of a single column
  /// an empty line is a row with an empty field.
  private mutating func takeFields() throws(DatasetError) -> (
    line: Int, problem: RowProblem.Reason?
  )? {
    let isSingleColumn = columns?.names.count == 1
    while true {
      let number = lineNumber
      var problem: RowProblem.Reason?
      var isEmptyLine = false
      if format == .csv {
        guard let lines = try window.takeRecord(&scanner, limit: Self.longestRow) else {
          return nil
        }
        lineNumber += lines
        problem = scanner.problem
        swap(&fields, &scanner.fields)
        isEmptyLine = fields.count == 1 && fields[0].range.isEmpty && !fields[0].isQuoted
      } else {
        guard let (line, _) = try takeLine() else { return nil }
        if line.isTooLong { problem = .tooLong(limit: Self.longestRow) }
        splitAtTabs(line.range)
        isEmptyLine = line.range.isEmpty
      }
      if problem != nil || !isEmptyLine || isSingleColumn { return (number, problem) }
    }
  }

  private mutating func splitAtTabs(_ range: Range<Int>) {
    fields.removeAll(keepingCapacity: true)
    var begin = range.lowerBound
    for index in range where window.bytes[index] == ASCII.tab {
      fields.append(DelimitedField(range: begin..<index))
      begin = index + 1
    }
    fields.append(DelimitedField(range: begin..<range.upperBound))
  }

  private func decode(
    _ field: DelimitedField, trimmed: Bool = false
  ) throws(RowProblem.Reason) -> String {
    guard field.hasDoubledQuotes else {
      return try decode(trimmed ? window.bytes.trimmingBlanks(field.range) : field.range)
    }
    // Doubled quotes are ASCII: what is UTF-8 with them is UTF-8 without, so the offset in an error
    // can be the file's own.
    if options.encoding == .utf8 {
      try TextEncoding.validateUTF8(
        window.bytes, field.range, offset: window.fileOffset(of: 0))
    }
    var plain: [UInt8] = []
    var index = field.range.lowerBound
    while index < field.range.upperBound {
      plain.append(window.bytes[index])
      index += window.bytes[index] == ASCII.quote ? 2 : 1
    }
    let range = trimmed ? plain.trimmingBlanks(plain.indices) : plain.indices
    return try options.encoding.decode(plain, range, offset: 0)
  }
}
