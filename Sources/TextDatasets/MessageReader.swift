/// Messages without labels, one by one and in constant memory, from a file or a stream.
///
/// Plain lines, CSV, TSV, JSON Lines; of files with labels (the UCI format too) only the text is
/// taken. Without a format in the options, a file's extension tells it, or else the first line: a
/// JSON object means JSON Lines, words and tabs in front of every line the UCI format, and anything
/// else plain lines. An empty plain line is an empty message, so that the answers stay in step with
/// the input.
public struct MessageReader: ~Copyable {
  /// What errors call the input.
  public let path: String
  /// How many bad rows were passed over because `ReadingOptions.skipsBadRows` was set.
  public private(set) var skippedCount = 0
  private var reader: RowReader
  private let skipsBadRows: Bool
  private var row = 0

  /// - Throws: `DatasetError`, also for a header without a text column.
  public init(path: String, options: ReadingOptions = ReadingOptions()) throws(DatasetError) {
    self.path = path
    skipsBadRows = options.skipsBadRows
    reader = try RowReader(InputFile(path: path), options: options, wantsLabels: false)
  }

  /// Reads a descriptor, which stays open: standard input when nothing else is said. Waits for the
  /// first line when the options name no format.
  ///
  /// - Parameter name: What errors call the input.
  public init(
    fileDescriptor: Int32 = 0, name: String = "standard input",
    options: ReadingOptions = ReadingOptions()
  ) throws(DatasetError) {
    path = name
    skipsBadRows = options.skipsBadRows
    reader = try RowReader(
      InputFile(descriptor: fileDescriptor, name: name), options: options, wantsLabels: false,
      isStream: true)
  }

  public var format: TextFileFormat { reader.format }

  /// The next message, as soon as its line has arrived; nil at the end.
  ///
  /// - Throws: `DatasetError`. After `.badRow` the call that follows goes on with the next row.
  public mutating func next() throws(DatasetError) -> UnlabelledMessage? {
    while let next = try reader.next() {
      switch next {
      case .message(let text, _, let line, _):
        row += 1
        return UnlabelledMessage(text: text, row: row, line: line)
      case .problem(let problem):
        guard skipsBadRows else { throw .badRow(path: path, problem) }
        skippedCount += 1
      }
    }
    return nil
  }
}

/// A message to classify.
public struct UnlabelledMessage: Sendable {
  public let text: String
  /// Its number among the rows that were taken, from 1.
  public let row: Int
  /// The line of the input where its row begins, from 1.
  public let line: Int
}
