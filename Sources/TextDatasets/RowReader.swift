/// Reads the rows of a file one by one, in constant memory, in any of the formats.
struct RowReader {
  enum Row {
    /// `label` is empty, and there are no further values, when labels are not wanted.
    case message(text: String, label: String, line: Int, furtherValues: [String])
    case problem(RowProblem)
  }

  /// Rows longer than this many bytes are bad: a message is short, and an unclosed quote must not
  /// draw a whole file into memory.
  static let longestRow = 16 << 20

  let format: TextFileFormat
  let options: ReadingOptions
  let wantsLabels: Bool
  var window: ByteWindow
  /// The number of the line that comes next, from 1.
  var lineNumber = 1
  /// Nil for formats without named columns, and for JSON Lines before the first object.
  var columns: Columns?
  /// The fields of the row at hand (CSV and TSV).
  var fields: [DelimitedField] = []
  var scanner = CSVScanner()

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
  mutating func takeLine() throws(DatasetError) -> (line: ByteWindow.Line, number: Int)? {
    guard let line = try window.takeLine(limit: Self.longestRow) else { return nil }
    defer { lineNumber += 1 }
    return (line, lineNumber)
  }

  /// The text of `window.bytes[range]`.
  func decode(_ range: Range<Int>) throws(RowProblem.Reason) -> String {
    try options.encoding.decode(window.bytes, range, offset: window.fileOffset(of: 0))
  }

  /// A row, once text and label are found good. Labelled data may have neither an empty label nor a
  /// text of blanks alone, which exemplifies nothing; unlabelled messages may be empty.
  func message(
    text: String, label: String, line: Int, furtherValues: [String] = []
  ) throws(RowProblem.Reason) -> Row {
    if wantsLabels {
      guard !label.isEmpty else { throw .emptyLabel }
      guard !text.utf8.allSatisfy(ASCII.isBlank) else { throw .emptyText }
    }
    return .message(text: text, label: label, line: line, furtherValues: furtherValues)
  }
}
