/// Tells a file's format from its name, then from its first line.
struct FormatGuess {
  let options: ReadingOptions
  let wantsLabels: Bool
  /// The input may be typed by a person, and its name says nothing.
  let isStream: Bool

  private var namesColumns: Bool {
    options.textColumn != nil || (wantsLabels && options.labelColumn != nil)
  }

  /// - Throws: `DatasetError.unknownFormat`, `.jsonArray`, and what reading the first line throws.
  func format(of window: inout ByteWindow) throws(DatasetError) -> TextFileFormat {
    let line = try window.peekLine(limit: 1 << 20)
    let first = line.first { !ASCII.isBlank($0) }
    switch isStream ? "" : Self.fileExtension(window.path) {
    case "csv": return .csv
    case "jsonl", "ndjson": return .jsonLines
    case "tsv", "tab": return tabSeparated(line)
    case "json" where first == ASCII.openBracket: throw .jsonArray(path: window.path)
    default: break
    }
    if wantsLabels {
      if first == ASCII.openBrace { return .jsonLines }
      if line.contains(ASCII.tab) { return tabSeparated(line) }
      if first == ASCII.openBracket { throw .jsonArray(path: window.path) }
    } else if first == ASCII.openBrace,
      (try? JSONObject(line, line.indices, encoding: options.encoding)) != nil
    {
      return .jsonLines
    }
    if namesColumns { return line.contains(ASCII.tab) ? .tsv : .csv }
    if wantsLabels {
      guard isHeader(line, separator: ASCII.comma) || line.isEmpty else {
        throw .unknownFormat(path: window.path)
      }
      return .csv
    }
    return !isStream && looksLabelled(window) ? .uci : .lines
  }

  private func tabSeparated(_ line: [UInt8]) -> TextFileFormat {
    if namesColumns || isHeader(line, separator: ASCII.tab) { return .tsv }
    return wantsLabels || line.contains(ASCII.tab) ? .uci : .lines
  }

  private func isHeader(_ line: [UInt8], separator: UInt8) -> Bool {
    let names = line.split(separator: separator, omittingEmptySubsequences: false).map { field in
      let isQuoted = field.count >= 2 && field.first == ASCII.quote && field.last == ASCII.quote
      return String(decoding: isQuoted ? field.dropFirst().dropLast() : field, as: UTF8.self)
    }
    return ColumnNames.isHeader(names, options: options, wantsLabels: wantsLabels)
  }

  /// Whether every line in memory, up to 50, begins with one word and a tab, and the words repeat:
  /// a labelled file given where messages alone are wanted. The labels must not be classified.
  private func looksLabelled(_ window: ByteWindow) -> Bool {
    let lines = window.bytes[window.start...].split(separator: ASCII.lineFeed, maxSplits: 50)
      .prefix(50)
    var labels: Set<[UInt8]> = []
    for line in lines {
      guard let tab = line.firstIndex(of: ASCII.tab), tab > line.startIndex,
        tab - line.startIndex <= 32, !line[..<tab].contains(where: ASCII.isBlank)
      else { return false }
      labels.insert(Array(line[..<tab]))
    }
    return lines.count >= 2 && labels.count <= max(2, lines.count / 2)
  }

  /// In lower case and without the dot; "" when there is none.
  private static func fileExtension(_ path: String) -> String {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return (String(name[name.index(after: dot)...]) ?? "").lowercased()
  }
}
