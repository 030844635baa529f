import Foundation

/// Unlabelled texts of a file, for language modelling.
public struct TextDocuments: Sendable {
  /// How a file is divided into documents.
  public enum Layout: String, Sendable, CaseIterable, Codable {
    /// A document per line.
    case lines
    /// Documents separated by blank lines.
    case paragraphs
    /// A JSON object per line, with the text under `text`.
    case jsonLines = "jsonl"
  }

  public let path: String
  public let layout: Layout
  /// Never empty texts, in the file's order.
  public let texts: [String]

  /// Reads a whole file. Of a file of messages in columns (CSV, TSV, UCI) only the texts are taken,
  /// a document each.
  ///
  /// - Parameter layout: Nil to tell by the name (`.jsonl`), by columns, and else by whether there
  ///   are blank lines.
  /// - Throws: `DatasetError`: a file that cannot be read, is no UTF-8, or holds no text.
  public init(path: String, layout: Layout? = nil) throws(DatasetError) {
    self.path = path
    let format: TextFileFormat? =
      switch layout {
      case nil: nil
      case .jsonLines: .jsonLines
      case .lines, .paragraphs: .lines
      }
    var reader = try MessageReader(path: path, options: ReadingOptions(format: format))
    let isJSON = reader.format == .jsonLines
    let isPlain = reader.format == .lines
    var lines: [String] = []
    while let message = try reader.next() { lines.append(message.text) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    self.layout =
      layout
      ?? (isJSON
        ? .jsonLines : isPlain && lines.contains(where: \.isEmpty) ? .paragraphs : .lines)
    texts =
      self.layout == .paragraphs
      ? lines.split(whereSeparator: \.isEmpty).map { $0.joined(separator: "\n") }
      : lines.filter { !$0.isEmpty }
    guard !texts.isEmpty else { throw .noRows(path: path, skipped: 0) }
  }
}
