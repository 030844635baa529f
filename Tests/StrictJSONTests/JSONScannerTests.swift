import StrictJSON
import Testing

@Suite struct JSONScannerTests {
  static func read(_ json: String, deepestNesting: Int = 64) throws -> JSONScanner.Kind {
    var scanner = JSONScanner(Array(json.utf8), deepestNesting: deepestNesting)
    let kind = try scanner.passValue().kind
    try scanner.expectEnd()
    return kind
  }

  @Test(arguments: [
    ("{}", JSONScanner.Kind.object), (" {\"a\" : [ ] ,\"b\":{ }}\n", .object), ("[1,\t2]", .array),
    ("\"\"", .string), ("0", .integer), ("-0", .integer), ("120", .integer), ("0.5", .fraction),
    ("-1E+2", .fraction), ("1e-2", .fraction), ("true", .boolean), ("false", .boolean),
    ("null", .null),
  ])
  func wellFormed(_ json: String, _ kind: JSONScanner.Kind) throws {
    #expect(try Self.read(json) == kind)
  }

  @Test(arguments: [
    ("", JSONError.Expected.value, 0, 0), (" ", .value, 1, 1), ("{", .key, 1, 1),
    ("{1:2}", .key, 1, 1), ("{\"a\"}", .colon, 4, 4), ("{\"a\":}", .value, 5, 5),
    ("{\"a\":1,}", .key, 7, 7), ("{\"a\":1]", .next(.object), 6, 6), ("[1 2]", .next(.array), 3, 3),
    ("[1,]", .value, 3, 3), ("[", .value, 1, 1), ("1 1", .end, 2, 2), ("+1", .value, 0, 0),
    ("01", .end, 1, 1), ("1.", .digit, 0, 2), (" -", .digit, 1, 2), ("[1e+]", .digit, 1, 4),
    (".5", .value, 0, 0), ("[nul]", .word("null"), 1, 4), ("tru", .word("true"), 0, 3),
    ("NaN", .value, 0, 0), ("'a'", .value, 0, 0), ("[\"a", .closingQuote, 1, 3),
    ("\"\\", .escape, 1, 2), ("\"\\x\"", .escape, 1, 2),
    ("\"\\u12g4\"", .fourHexadecimalDigits, 1, 5),
    ("\"\\u12", .fourHexadecimalDigits, 1, 5), ("\"\n\"", .escapedControl, 1, 1),
    ("\u{feff}1", .value, 0, 0), ("/**/1", .value, 0, 0),
  ])
  func malformed(_ json: String, _ expected: JSONError.Expected, _ start: Int, _ position: Int) {
    let error = JSONError(expected: expected, start: start, position: position)
    #expect(throws: error) { try Self.read(json) }
  }

  @Test func nestingIsBoundedHoweverItIsRead() throws {
    let json = "[[{\"a\":[]}]]"
    #expect(try Self.read(json, deepestNesting: 4) == .array)
    let error = JSONError(expected: .nesting(3), start: 7, position: 7)
    #expect(throws: error) { try Self.read(json, deepestNesting: 3) }
    var scanner = JSONScanner(Array(json.utf8), deepestNesting: 3)
    #expect(throws: error) { try scanner.value() }
    // Neighbours do not add up.
    #expect(
      try Self.read("[" + String(repeating: "[[]],", count: 9) + "[]]", deepestNesting: 3) == .array
    )
  }

  @Test func onlyTheRangeIsRead() throws {
    var scanner = JSONScanner(Array("xx[12]34".utf8), range: 2..<5)
    let error = JSONError(expected: .next(.array), start: 5, position: 5)
    #expect(throws: error) { try scanner.passValue() }
    scanner = JSONScanner(Array("xx[12]34".utf8), range: 3..<4)
    #expect(try scanner.integer() == 1)
    try scanner.expectEnd()
    scanner = JSONScanner(Array("x\"a\"".utf8), range: 1..<3)
    let unclosed = JSONError(expected: .closingQuote, start: 1, position: 3)
    #expect(throws: unclosed) { try scanner.passString() }
  }

  @Test func integers() throws {
    func integer(_ json: String, upTo limit: Int = .max) throws -> Int {
      var scanner = JSONScanner(Array(json.utf8))
      return try scanner.integer(upTo: limit)
    }
    #expect(try integer(" \(Int.max)") == .max)
    #expect(try integer("-\(Int.max)") == -.max)
    #expect(try integer("0") == 0)
    #expect(try integer("-255", upTo: 255) == -255)
    for json in ["9223372036854775808", "99999999999999999999999"] {
      #expect(throws: JSONError(expected: .wholeNumberUpTo(.max), start: 0, position: 0)) {
        try integer(json)
      }
    }
    #expect(throws: JSONError(expected: .wholeNumberUpTo(255), start: 1, position: 1)) {
      try integer(" 256", upTo: 255)
    }
    for json in ["", "-", "a", "01", "-00", "\"1\""] {
      #expect(throws: JSONError(expected: .wholeNumber, start: 0, position: 0)) {
        try integer(json)
      }
    }
  }

  @Test func repeatedKeysAreSeen() throws {
    var scanner = JSONScanner(Array(#"{"a": 1, "b": [], "a": 2}"#.utf8))
    var members: [String] = []
    try #require(try scanner.enter(.object))
    repeat {
      let key: String = try scanner.key()
      members.append("\(key) at \(scanner.position)")
      _ = try scanner.passValue()
    } while try scanner.next(in: .object)
    #expect(members == ["a at 5", "b at 13", "a at 22"])
  }

  @Test func treesOfValues() throws {
    var scanner = JSONScanner(
      Array(#"{"a": [null, true, false, -1.5e1, "\u0061"], "b": {}, "a": 1}"#.utf8))
    let value = try scanner.value()
    #expect(value["a"] == .number(1))
    #expect(value["b"] == .object([]))
    #expect(value["c"] == .null)
    guard case .object(let members) = value else { return #expect(Bool(false)) }
    #expect(
      members[0].value
        == .array([.null, .bool(true), .bool(false), .number(-15), .string([0x61])]))
  }
}
