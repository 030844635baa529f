/// A line is a row: the UCI format, and plain lines.
extension RowReader {
  mutating func nextLineRow() throws(DatasetError) -> Row? {
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
