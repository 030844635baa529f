import Testing
import TextDatasets

/// Rows as `line|label|text`, to compare in one go.
func rows(_ dataset: TextDataset) -> [String] {
  dataset.messages.map { "\($0.line)|\($0.label)|\($0.text)" }
}

/// All messages of a reader as `line|text`.
func rows(_ reader: consuming MessageReader) throws -> [String] {
  var rows: [String] = []
  while let message = try reader.next() { rows.append("\(message.line)|\(message.text)") }
  return rows
}

/// The reason for which reading stops at a row of the file.
func firstProblem(_ path: String, _ options: ReadingOptions = ReadingOptions()) -> RowProblem? {
  do throws(DatasetError) {
    _ = try TextDataset(path: path, options: options)
    return nil
  } catch .badRow(_, let problem) {
    return problem
  } catch {
    Issue.record("\(error)")
    return nil
  }
}
