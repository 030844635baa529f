import StrictJSON

/// The members of the JSON object that fills a line of JSON Lines. Values stay where they are until
/// one is asked for, so the columns nobody uses cost no memory.
struct JSONObject {
  private struct Member {
    let key: String
    let kind: JSONScanner.Kind
    /// Where the value's JSON text lies.
    let range: Range<Int>
  }

  private static let deepestNesting = 512

  private let bytes: [UInt8]
  private let encoding: TextEncoding
  private var members: [Member] = []

  /// - Parameters:
  ///   - bytes: Shared until this object goes.
  ///   - range: Where the object lies in them.
  /// - Throws: `RowProblem.Reason.invalidJSON`; `.loneSurrogate` for a key.
  init(
    _ bytes: [UInt8], _ range: Range<Int>, encoding: TextEncoding
  ) throws(RowProblem.Reason) {
    self.bytes = bytes
    self.encoding = encoding
    var scanner = JSONScanner(bytes, range: range, deepestNesting: Self.deepestNesting)
    do {
      if try scanner.enter(.object) {
        repeat {
          let key = try scanner.passKey()
          let (kind, value) = try scanner.passValue()
          members.append(
            Member(key: try encoding.unescape(bytes, key), kind: kind, range: value))
        } while try scanner.next(in: .object)
      }
      try scanner.expectEnd()
    } catch {
      throw Self.reason(error, lineStart: range.lowerBound)
    }
  }

  /// In the object's order, repeated ones included.
  var keys: [String] { members.map(\.key) }

  /// The string under `key`.
  ///
  /// - Throws: `RowProblem.Reason.missingKey`, `.repeatedKey`, `.wrongType`, `.loneSurrogate`.
  func string(_ key: String) throws(RowProblem.Reason) -> String { try string(member(key)) }

  /// A string without the blanks around it; an integer or a boolean as it is written.
  ///
  /// - Throws: As `string` does.
  func label(_ key: String) throws(RowProblem.Reason) -> String { try label(member(key)) }

  /// A string without the blanks around it; a number or a boolean as it is written; "" for null and where
  /// there is no such key.
  ///
  /// - Throws: `RowProblem.Reason.repeatedKey`, `.wrongType`, `.loneSurrogate`.
  func scalar(_ key: String) throws(RowProblem.Reason) -> String {
    guard members.contains(where: { $0.key.utf8.elementsEqual(key.utf8) }) else { return "" }
    let member = try member(key)
    switch member.kind {
    case .null: return ""
    case .fraction: return String(decoding: bytes[member.range], as: UTF8.self)
    case .object, .array: throw .wrongType(key: key, expected: "a string, a number or a boolean")
    default: return try label(member)
    }
  }

  private func string(_ member: Member) throws(RowProblem.Reason) -> String {
    guard member.kind == .string else {
      throw .wrongType(key: member.key, expected: "a string")
    }
    do {
      return try encoding.unescape(bytes, member.range.dropFirst().dropLast())
    } catch {
      throw .loneSurrogate(key: member.key)
    }
  }

  private func label(_ member: Member) throws(RowProblem.Reason) -> String {
    switch member.kind {
    case .string:
      let text = Array(try string(member).utf8)
      return String(decoding: text[text.trimmingBlanks(text.indices)], as: UTF8.self)
    case .integer, .boolean: return String(decoding: bytes[member.range], as: UTF8.self)
    default:
      throw .wrongType(key: member.key, expected: "a string, an integer or a boolean")
    }
  }

  /// The member called `key`, by its bytes.
  private func member(_ key: String) throws(RowProblem.Reason) -> Member {
    var found: Member?
    for member in members where member.key.utf8.elementsEqual(key.utf8) {
      guard found == nil else { throw .repeatedKey(key) }
      found = member
    }
    guard let found else { throw .missingKey(key) }
    return found
  }

  private static func reason(_ error: JSONError, lineStart: Int) -> RowProblem.Reason {
    let expected =
      switch error.expected {
      case .key: "'\"'"
      case .closingQuote: "'\"' at the end of a string"
      case .escape: "one of \"\\/bfnrtu after a backslash"
      case .fourHexadecimalDigits: "a hexadecimal digit"
      case .end: "the end of the line"
      default: "\(error.expected)"
      }
    guard error.expected != .surrogatePair else { return .loneSurrogate(key: "(a key)") }
    return .invalidJSON(expected: expected, column: error.position - lineStart + 1)
  }
}
