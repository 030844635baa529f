/// The columns of a file, by position, and the names by which they were found.
struct Columns {
  var names: [String]
  var text: Int
  /// Nil when labels are not wanted.
  var label: Int?
  /// Those whose values messages carry along; none when labels are not wanted.
  var further: [Int] = []
}

/// Finds the text and the label column by name.
///
/// A column named by the options must be there under exactly that name. Otherwise the first of the
/// usual names that the header holds is taken, ignoring case; of two columns with one known, the
/// other has the other role.
enum ColumnNames {
  static let text = [
    "text", "message", "sms", "content", "body", "v2", "msg", "email", "mail", "review",
    "comment", "sentence",
  ]
  static let label = [
    "label", "labels", "class", "category", "target", "v1", "spam", "is_spam", "isspam",
    "sentiment",
  ]

  static func find(
    in names: [String], options: ReadingOptions, wantsLabels: Bool, path: String
  ) throws(DatasetError) -> Columns {
    var textIndex = try position(of: options.textColumn, in: names, path: path)
    var labelIndex =
      wantsLabels ? try position(of: options.labelColumn, in: names, path: path) : nil
    if textIndex == nil {
      textIndex = try guess(text, in: names, except: labelIndex, path: path)
    }
    if wantsLabels {
      if labelIndex == nil {
        labelIndex = try guess(label, in: names, except: textIndex, path: path)
      }
      if names.count == 2, textIndex != labelIndex {
        textIndex = textIndex ?? labelIndex.map { 1 - $0 }
        labelIndex = labelIndex ?? textIndex.map { 1 - $0 }
      }
    }
    guard let textIndex else {
      throw .columnNotGuessed(path: path, role: .text, found: printable(names))
    }
    guard !wantsLabels || labelIndex != nil else {
      throw .columnNotGuessed(path: path, role: .label, found: printable(names))
    }
    guard textIndex != labelIndex else {
      throw .columnTwice(path: path, name: names[textIndex])
    }
    var further: [Int] = []
    for name in wantsLabels ? options.furtherColumns : [] {
      guard let index = try position(of: name, in: names, path: path) else { continue }
      // Values are shown where messages are not.
      guard index != textIndex else { throw .textAsFurtherColumn(path: path, name: name) }
      further.append(index)
    }
    return Columns(names: names, text: textIndex, label: labelIndex, further: further)
  }

  /// Whether a file's first line is a header and not yet a row: it names, by the options or by the
  /// usual names, each column that is wanted.
  static func isHeader(_ names: [String], options: ReadingOptions, wantsLabels: Bool) -> Bool {
    func holds(_ name: String?, or known: [String]) -> Bool {
      if let name { return names.contains { $0.utf8.elementsEqual(name.utf8) } }
      let names = names.map { $0.lowercased() }
      return known.contains { names.contains($0) }
    }
    return holds(options.textColumn, or: text)
      && (!wantsLabels || holds(options.labelColumn, or: label))
  }

  private static func position(
    of name: String?, in names: [String], path: String
  ) throws(DatasetError) -> Int? {
    guard let name else { return nil }
    let matches = names.indices.filter { names[$0].utf8.elementsEqual(name.utf8) }
    guard let first = matches.first else {
      throw .columnNotFound(path: path, name: name, found: printable(names))
    }
    guard matches.count == 1 else { throw .columnTwice(path: path, name: name) }
    return first
  }

  private static func guess(
    _ known: [String], in names: [String], except taken: Int?, path: String
  ) throws(DatasetError) -> Int? {
    for candidate in known {
      let matches = names.indices.filter { $0 != taken && names[$0].lowercased() == candidate }
      guard matches.count <= 1 else { throw .columnTwice(path: path, name: candidate) }
      if let match = matches.first { return match }
    }
    return nil
  }

  /// Names to print in an error: of a file without a header the first row stands here.
  private static func printable(_ names: [String]) -> [String] {
    let shown = names.prefix(20).enumerated().map { position, name in
      PlainName.quoted(name) ?? "(column \(position + 1), no plain name)"
    }
    return names.count > 20 ? shown + ["and \(names.count - 20) more"] : shown
  }
}
