internal import TOMLKit

/// Turns the tree of TOMLKit, which keeps no lines, into entries.
struct TOMLReader {
  private let path: String

  static func entries(
    of text: String, path: String
  ) throws(OptionsFileError) -> [ConfigurationEntry] {
    let reader = TOMLReader(path: path)
    try reader.check(text)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw .malformed(
        reader.place(error.source.begin.line), reason: "not TOML: \(problem(error.description))")
    } catch {
      throw .malformed(reader.place(nil), reason: "not TOML")
    }
    return try reader.entries(table, depth: 1)
  }

  /// How many signs that open a deeper level are read.
  private static let nestingSigns = 4_000

  /// Refuses what the reader would take without a sound, or at the price of the whole stack.
  private func check(_ text: String) throws(OptionsFileError) {
    var signs = 0
    for (index, line) in text.utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).enumerated() {
      signs += line.count { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }
      signs += line.count { $0 == UInt8(ascii: "{") }
      // A dotted key opens a table per dot, and the reader goes down all of them.
      guard signs <= Self.nestingSigns else {
        throw .malformed(
          place(index + 1), reason: "more than \(Self.nestingSigns) dots and brackets")
      }
      // Texts come back from C++ cut off at a zero.
      guard line.contains(UInt8(ascii: "\\")) else { continue }
      for escape in [#"\u0000"#, #"\U00000000"#, #"\x00"#] where Substring(line).contains(escape) {
        throw .malformed(place(index + 1), reason: "the character zero (\(escape))")
      }
    }
  }

  /// What went wrong, as part of a sentence.
  private static func problem(_ description: String) -> String {
    let words = description.withWordsOnly
    return words.hasPrefix("Error ") ? String(words.dropFirst("Error ".count)) : words
  }

  private func entries(
    _ table: TOMLTable, depth: Int
  ) throws(OptionsFileError) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    for key in table.keys {
      guard let value = table[key] else { continue }
      guard depth <= ConfigurationFile.depthLimit else {
        throw .tooDeep(place(nil), key: key)
      }
      entries.append(
        ConfigurationEntry(key: key, value: try convert(value, key: key, depth: depth)))
    }
    return entries
  }

  private func convert(
    _ value: any TOMLValueConvertible, key: String, depth: Int
  ) throws(OptionsFileError) -> ConfigurationValue {
    if let table = value.table { return .table(try entries(table, depth: depth + 1)) }
    guard let array = value.array else { return .scalar(try scalar(value, key: key)) }
    var scalars: [ConfigurationValue.Scalar] = []
    for element in array { scalars.append(try scalar(element, key: key)) }
    return .list(scalars)
  }

  private func scalar(
    _ value: any TOMLValueConvertible, key: String
  ) throws(OptionsFileError) -> ConfigurationValue.Scalar {
    if let text = value.string { return .text(text) }
    if let number = value.int { return .text("\(number)") }
    if let number = value.double { return .text("\(number)") }
    if let isTrue = value.bool { return .boolean(isTrue) }
    let isList = value.array != nil || value.table != nil
    throw .unusableValue(place(nil), key: key, found: isList ? .nestedList : .date)
  }

  private func place(_ line: Int?) -> OptionsFileError.Place { .init(file: path, line: line) }
}
