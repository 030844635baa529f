/// Rows of JSON Lines.
extension RowReader {
  mutating func nextObjectRow() throws(DatasetError) -> Row? {
    while let (line, number) = try takeLine() {
      let range = window.bytes.trimmingBlanks(line.range)
      if range.isEmpty, !line.isTooLong { continue }
      let object: JSONObject
      do throws(RowProblem.Reason) {
        guard !line.isTooLong else { throw .tooLong(limit: Self.longestRow) }
        if options.encoding == .utf8 {
          try TextEncoding.validateUTF8(
            window.bytes, range, offset: window.fileOffset(of: 0))
        }
        object = try JSONObject(window.bytes, range, encoding: options.encoding)
      } catch {
        return .problem(RowProblem(line: number, reason: error))
      }
      let columns = try columns(firstObject: object)
      do throws(RowProblem.Reason) {
        let text = try string(object.member(columns.names[columns.text]))
        let label = try columns.label.map { index throws(RowProblem.Reason) in
          try self.label(object.member(columns.names[index]))
        }
        let furtherValues = try columns.further.map { index throws(RowProblem.Reason) in
          try furtherValue(object, key: columns.names[index])
        }
        return try message(
          text: text, label: label ?? "", line: number, furtherValues: furtherValues)
      } catch {
        return .problem(RowProblem(line: number, reason: error))
      }
    }
    return nil
  }

  /// The first object stands for the header that other formats have.
  private mutating func columns(firstObject: JSONObject) throws(DatasetError) -> Columns {
    if let columns { return columns }
    let found = try ColumnNames.find(
      in: firstObject.members.map(\.key), options: options, wantsLabels: wantsLabels,
      path: window.path)
    columns = found
    return found
  }

  private func string(_ member: JSONObject.Member) throws(RowProblem.Reason) -> String {
    guard member.kind == .string else {
      throw .wrongType(key: member.key, expected: "a string")
    }
    do {
      return try options.encoding.unescape(window.bytes, member.range.dropFirst().dropLast())
    } catch {
      throw .loneSurrogate(key: member.key)
    }
  }

  /// A string without the blanks around it; a number or a boolean as it is written; "" for null and for an
  /// object without the key.
  private func furtherValue(
    _ object: JSONObject, key: String
  ) throws(RowProblem.Reason) -> String {
    guard object.members.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
      return ""
    }
    let member = try object.member(key)
    switch member.kind {
    case .null: return ""
    case .fraction: return String(decoding: window.bytes[member.range], as: UTF8.self)
    case .object, .array: throw .wrongType(key: key, expected: "a string, a number or a boolean")
    default: return try label(member)
    }
  }

  /// A string without the blanks around it; an integer or a boolean as it is written.
  private func label(_ member: JSONObject.Member) throws(RowProblem.Reason) -> String {
    switch member.kind {
    case .string:
      let text = Array(try string(member).utf8)
      return String(decoding: text[text.trimmingBlanks(text.indices)], as: UTF8.self)
    case .integer, .boolean:
      return String(decoding: window.bytes[member.range], as: UTF8.self)
    default:
      throw .wrongType(key: member.key, expected: "a string, an integer or a boolean")
    }
  }
}
