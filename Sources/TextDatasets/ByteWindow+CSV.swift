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
