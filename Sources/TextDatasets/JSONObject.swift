import StrictJSON

/// The members of the JSON object that fills a line of JSON Lines. Values stay where they are until
/// one is asked for, so the columns nobody uses cost no memory.
struct JSONObject {
  struct Member {
    let key: String
    let kind: JSONScanner.Kind
    /// Where the value's JSON text lies.
    let range: Range<Int>
  }

  private static let deepestNesting = 512

  private(set) var members: [Member] = []

  /// - Throws: `RowProblem.Reason.invalidJSON`; `.loneSurrogate` for a key.
  init(
    _ bytes: [UInt8], _ range: Range<Int>, encoding: TextEncoding
  ) throws(RowProblem.Reason) {
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

  /// The member called `key`, by its bytes.
  ///
  /// - Throws: `RowProblem.Reason.missingKey`, `.repeatedKey`.
  func member(_ key: String) throws(RowProblem.Reason) -> Member {
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
