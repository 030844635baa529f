/// Finds the fields of a CSV record, byte by byte.
///
/// Source: RFC 4180, section 2, with LF alone also taken as a line end.
struct CSVScanner {
  private enum State {
    case fieldStart, unquoted, quoted, quoteInQuoted, returnAfterQuote
    /// Passing over the rest of the line on which a problem was met.
    case skipping
  }

  /// Ranges count from the record's first byte.
  var fields: [DelimitedField] = []
  private(set) var problem: RowProblem.Reason?
  private var state = State.fieldStart
  private var fieldStart = 0
  private var hasDoubledQuotes = false
  private var previousByte: UInt8 = 0

  /// Whether the bytes so far end inside a quoted field.
  var isInQuotes: Bool { state == .quoted }
  var isSkipping: Bool { state == .skipping }

  mutating func reset() {
    fields.removeAll(keepingCapacity: true)
    problem = nil
    state = .fieldStart
    fieldStart = 0
    hasDoubledQuotes = false
  }

  /// - Parameter index: The byte's place in the record.
  /// - Returns: Whether the record ends with this byte.
  mutating func take(_ byte: UInt8, at index: Int) -> Bool {
    defer { previousByte = byte }
    switch state {
    case .fieldStart where byte == ASCII.quote:
      fieldStart = index + 1
      state = .quoted
    case .fieldStart, .unquoted:
      if state == .fieldStart { fieldStart = index }
      state = .unquoted
      switch byte {
      case ASCII.comma:
        closeField(at: index)
      case ASCII.lineFeed:
        endUnquoted(at: index)
        return true
      case ASCII.quote:
        fail(.quoteInUnquotedField(fields.count + 1))
      default: break
      }
    case .quoted:
      if byte == ASCII.quote { state = .quoteInQuoted }
    case .quoteInQuoted where byte == ASCII.quote:
      hasDoubledQuotes = true
      state = .quoted
    case .quoteInQuoted where byte == ASCII.comma:
      closeField(at: index - 1, isQuoted: true)
    case .quoteInQuoted where byte == ASCII.carriageReturn:
      state = .returnAfterQuote
    case .quoteInQuoted, .returnAfterQuote:
      guard byte == ASCII.lineFeed else {
        fail(.textAfterClosingQuote(field: fields.count + 1))
        break
      }
      closeField(at: state == .quoteInQuoted ? index - 1 : index - 2, isQuoted: true)
      return true
    case .skipping:
      return byte == ASCII.lineFeed
    }
    return false
  }

  /// Ends the record where the file ends, before the byte at `index`.
  mutating func finish(at index: Int) {
    switch state {
    case .fieldStart: closeField(at: fieldStart)
    case .unquoted: endUnquoted(at: index)
    case .quoted: fail(.unclosedQuote(field: fields.count + 1))
    case .quoteInQuoted: closeField(at: index - 1, isQuoted: true)
    case .returnAfterQuote: closeField(at: index - 2, isQuoted: true)
    case .skipping: break
    }
  }

  /// Gives the record up; what follows is passed over to the end of the line.
  mutating func fail(_ reason: RowProblem.Reason) {
    problem = reason
    state = .skipping
  }

  private mutating func endUnquoted(at index: Int) {
    let hasReturn = index > fieldStart && previousByte == ASCII.carriageReturn
    closeField(at: hasReturn ? index - 1 : index)
  }

  private mutating func closeField(at end: Int, isQuoted: Bool = false) {
    fields.append(
      DelimitedField(
        range: fieldStart..<end, isQuoted: isQuoted, hasDoubledQuotes: hasDoubledQuotes))
    hasDoubledQuotes = false
    fieldStart = end + (isQuoted ? 2 : 1)
    state = .fieldStart
  }
}

/// One field of a CSV or TSV row, as a range of `ByteWindow.bytes`; the quotes around a quoted
/// field are not in it.
struct DelimitedField {
  var range: Range<Int>
  var isQuoted = false
  var hasDoubledQuotes = false
}

extension ByteWindow {
  /// Scans the next CSV record and consumes it. The fields' ranges are ranges of `bytes`.
  ///
  /// After a misplaced quote the next record begins at the next line. After a quote that is never
  /// closed, or not within `limit` bytes, it begins at the line after the record's first: only that
  /// line is lost, and not the rest of the file.
  ///
  /// - Returns: How many lines the record took; nil at the end of the file.
  mutating func takeRecord(
    _ scanner: inout CSVScanner, limit: Int
  ) throws(DatasetError) -> Int? {
    scanner.reset()
    var index = 0
    var lineFeeds = 0
    var firstLineLength: Int?
    var isEmpty = true
    while true {
      if index == count {
        if scanner.isSkipping {
          consume(index)
          index = 0
        }
        guard try fill() else {
          if isEmpty { return nil }
          let wasInQuotes = scanner.isInQuotes
          scanner.finish(at: index)
          return end(
            at: index, lines: lineFeeds + 1, resumingAt: wasInQuotes ? firstLineLength : nil,
            &scanner)
        }
      }
      if index >= limit, !scanner.isSkipping {
        let wasInQuotes = scanner.isInQuotes
        scanner.fail(.tooLong(limit: limit))
        if wasInQuotes, let firstLineLength {
          return end(at: index, lines: 1, resumingAt: firstLineLength, &scanner)
        }
      }
      isEmpty = false
      let byte = self[index]
      let isLast = scanner.take(byte, at: index)
      index += 1
      if byte == ASCII.lineFeed {
        lineFeeds += 1
        firstLineLength = firstLineLength ?? index
      }
      if isLast { return end(at: index, lines: lineFeeds, resumingAt: nil, &scanner) }
    }
  }

  private mutating func end(
    at index: Int, lines: Int, resumingAt firstLineLength: Int?, _ scanner: inout CSVScanner
  ) -> Int {
    for field in scanner.fields.indices {
      let range = scanner.fields[field].range
      scanner.fields[field].range = (range.lowerBound + start)..<(range.upperBound + start)
    }
    consume(firstLineLength ?? index)
    return firstLineLength == nil ? lines : 1
  }
}
