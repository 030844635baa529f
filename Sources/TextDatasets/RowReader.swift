/// Reads the rows of a file one by one, in constant memory, in any of the formats.
struct RowReader {
  enum Row {
    /// `label` is empty, and there are no further values, when labels are not wanted.
    case message(text: String, label: String, line: Int, furtherValues: [String])
    case problem(RowProblem)
  }

  /// Rows longer than this many bytes are bad: a message is short, and an unclosed quote must not
  /// draw a whole file into memory.
  private static let longestRow = 16 << 20

  let format: TextFileFormat
  private let options: ReadingOptions
  private let wantsLabels: Bool
  private var window: ByteWindow
  /// The number of the line that comes next, from 1.
  private var lineNumber = 1
  /// Nil for formats without named columns, and for JSON Lines before the first object.
  private(set) var columns: Columns?
  /// The fields of the row at hand (CSV and TSV).
  private var fields: [DelimitedField] = []
  private var scanner = CSVScanner()

  /// Reads as far as the header.
  ///
  /// - Parameter isStream: The file has no name that could tell its format.
  init(
    _ file: InputFile, options: ReadingOptions, wantsLabels: Bool, isStream: Bool = false
  ) throws(DatasetError) {
    window = ByteWindow(file)
    try window.skipByteOrderMark(encoding: options.encoding)
    if let format = options.format {
      self.format = format
    } else {
      let guess = FormatGuess(options: options, wantsLabels: wantsLabels, isStream: isStream)
      format = try guess.format(of: &window)
    }
    self.options = options
    self.wantsLabels = wantsLabels
    switch format {
    case .csv, .tsv: try readHeader()
    case .jsonLines: break
    case .uci, .lines:
      guard options.textColumn == nil,
        !wantsLabels || options.labelColumn == nil && options.furtherColumns.isEmpty
      else {
        throw .noColumns(path: file.name, format: format)
      }
      if wantsLabels, format == .lines { throw .noLabels(path: file.name) }
    }
  }

  /// What `InputFile.digest` is now.
  var digest: String { window.digest }

  /// - Returns: Nil at the end of the file.
  /// - Throws: What ends the reading; a row that can be skipped is returned as a problem.
  mutating func next() throws(DatasetError) -> Row? {
    switch format {
    case .csv, .tsv: try nextFieldsRow()
    case .jsonLines: try nextObjectRow()
    case .uci, .lines: try nextLineRow()
    }
  }

  /// The next line and its number.
  private mutating func takeLine() throws(DatasetError) -> (line: ByteWindow.Line, number: Int)? {
    guard let line = try window.takeLine(limit: Self.longestRow) else { return nil }
    defer { lineNumber += 1 }
    return (line, lineNumber)
  }

  /// The text of `window.bytes[range]`.
  private func decode(_ range: Range<Int>) throws(RowProblem.Reason) -> String {
    try options.encoding.decode(window.bytes, range, offset: window.fileOffset(of: 0))
  }

  /// A row, once text and label are found good. Labelled data may have neither an empty label nor a
  /// text of blanks alone, which exemplifies nothing; unlabelled messages may be empty.
  private func message(
    text: String, label: String, line: Int, furtherValues: [String] = []
  ) throws(RowProblem.Reason) -> Row {
    if wantsLabels {
      guard !label.isEmpty else { throw .emptyLabel }
      guard !text.utf8.allSatisfy(ASCII.isBlank) else { throw .emptyText }
    }
    return .message(text: text, label: label, line: line, furtherValues: furtherValues)
  }
}

// MARK: Lines as rows: the UCI format, and plain lines

extension RowReader {
  private mutating func nextLineRow() throws(DatasetError) -> Row? {
    while let (line, number) = try takeLine() {
      if line.range.isEmpty, !line.isTooLong, format == .uci { continue }
      do throws(RowProblem.Reason) {
        guard !line.isTooLong else { throw .tooLong(limit: Self.longestRow) }
        guard format == .uci else {
          return try message(text: decode(line.range), label: "", line: number)
        }
        return try labelledLine(line.range, number: number)
      } catch {
        return .problem(RowProblem(line: number, reason: error))
      }
    }
    return nil
  }

  /// `label<TAB>text`: the first tab separates, any other belongs to the text.
  private func labelledLine(
    _ range: Range<Int>, number: Int
  ) throws(RowProblem.Reason) -> Row {
    guard let tab = window.bytes[range].firstIndex(of: ASCII.tab) else { throw .noTab }
    let labelRange = window.bytes.trimmingBlanks(range.lowerBound..<tab)
    return try message(
      text: decode((tab + 1)..<range.upperBound),
      label: wantsLabels ? decode(labelRange) : "", line: number)
  }
}

// MARK: Fields under a header: CSV and TSV

extension RowReader {
  private mutating func readHeader() throws(DatasetError) {
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

  private mutating func nextFieldsRow() throws(DatasetError) -> Row? {
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

// MARK: JSON Lines

extension RowReader {
  /// The first object stands for the header that other formats have.
  private mutating func columns(firstObject: JSONObject) throws(DatasetError) -> Columns {
    if let columns { return columns }
    let found = try ColumnNames.find(
      in: firstObject.keys, options: options, wantsLabels: wantsLabels, path: window.path)
    columns = found
    return found
  }

  private mutating func nextObjectRow() throws(DatasetError) -> Row? {
    while let (line, number) = try takeLine() {
      let range = window.bytes.trimmingBlanks(line.range)
      if range.isEmpty, !line.isTooLong { continue }
      let object: JSONObject
      do throws(RowProblem.Reason) {
        guard !line.isTooLong else { throw .tooLong(limit: Self.longestRow) }
        if options.encoding == .utf8 {
          try TextEncoding.validateUTF8(
            window.bytes, range, offset: window.fileOffset(of: 0))
        }
        object = try JSONObject(window.bytes, range, encoding: options.encoding)
      } catch {
        return .problem(RowProblem(line: number, reason: error))
      }
      let columns = try columns(firstObject: object)
      do throws(RowProblem.Reason) {
        var furtherValues: [String] = []
        let text = try object.string(columns.names[columns.text])
        var label = ""
        if let index = columns.label { label = try object.label(columns.names[index]) }
        for index in columns.further {
          furtherValues.append(try object.scalar(columns.names[index]))
        }
        return try message(text: text, label: label, line: number, furtherValues: furtherValues)
      } catch {
        return .problem(RowProblem(line: number, reason: error))
      }
    }
    return nil
  }
}
