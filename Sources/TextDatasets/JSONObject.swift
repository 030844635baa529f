/// The members of the JSON object that fills a line of JSON Lines. Values stay where they are until
/// one is asked for, so the columns nobody uses cost no memory.
///
/// Source: RFC 8259.
struct JSONObject {
  enum Kind { case string, integer, fraction, boolean, null, array, object }

  struct Member {
    let key: String
    let kind: Kind
    /// Where the value's JSON text lies.
    let range: Range<Int>
  }

  private(set) var members: [Member] = []

  /// - Throws: `RowProblem.Reason.invalidJSON`; `.loneSurrogate` for a key.
  init(
    _ bytes: [UInt8], _ range: Range<Int>, encoding: TextEncoding
  ) throws(RowProblem.Reason) {
    var scanner = JSONScanner(bytes: bytes, range: range)
    try scanner.skip(ASCII.openBrace, expected: "'{'")
    if !scanner.skipIfPresent(ASCII.closeBrace) {
      repeat {
        let key = try scanner.string()
        try scanner.skip(ASCII.colon, expected: "':'")
        let (kind, value) = try scanner.value(depth: 1)
        members.append(
          Member(
            key: try JSONScanner.decode(bytes, key, encoding: encoding, key: "(a key)"),
            kind: kind, range: value))
      } while scanner.skipIfPresent(ASCII.comma)
      try scanner.skip(ASCII.closeBrace, expected: "',' or '}'")
    }
    try scanner.expectEnd()
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
}
