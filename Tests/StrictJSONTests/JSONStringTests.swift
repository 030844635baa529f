import StrictJSON
import Testing

@Suite struct JSONStringTests {
  static func unescaped(_ contents: String) throws -> String {
    let bytes = Array("\"\(contents)\"".utf8)
    var text: [UInt8] = []
    var scanner = JSONScanner(bytes)
    try scanner.string(into: &text)
    return try #require(String(validating: text, as: UTF8.self))
  }

  @Test func everyEscape() throws {
    let text = try Self.unescaped(#"\"\\\/\b\f\n\r\t\u00e9\u0000\u20AC\ud83D\uDE00é😀"#)
    #expect(Array(text.utf8) == Array("\"\\/\u{8}\u{C}\n\r\té\0€😀é😀".utf8))
  }

  @Test(arguments: [#"\ud800"#, #"\udc00"#, #"\ud83d\ud83d"#, #"\ud83dx\ude00"#, #"a\ud83d\n"#])
  func halfOfAPairIsNoCharacter(_ contents: String) throws {
    let error = #expect(throws: JSONError.self) { try Self.unescaped(contents) }
    #expect(error?.expected == .surrogatePair)
    #expect(error?.start == 1 + (contents.first == "a" ? 1 : 0))
  }

  @Test func everyCharacterBelow256ComesBack() throws {
    let text = String(String.UnicodeScalarView((0..<256).compactMap(Unicode.Scalar.init)))
    var json: [UInt8] = []
    JSONString.quote(Array(text.utf8), into: &json)
    #expect(json.allSatisfy { $0 >= 0x20 })
    var scanner = JSONScanner(json)
    #expect(try Array(scanner.text().utf8) == Array(text.utf8))
    try scanner.expectEnd()
  }

  @Test func keysAreExactToTheByte() throws {
    var scanner = JSONScanner(Array("{\"\u{e9}\": 0, \"e\u{301}\": 1}".utf8))
    var keys: [[UInt8]] = []
    try #require(try scanner.enter(.object))
    repeat {
      let key: String = try scanner.key()
      keys.append(Array(key.utf8))
      _ = try scanner.passValue()
    } while try scanner.next(in: .object)
    #expect(keys == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
  }

  @Test func textMustBeUTF8() throws {
    for bytes: [UInt8] in [[0xFF], [0xC3], [0x5C, 0x6E, 0xC0, 0x80], [0xED, 0xA0, 0x80]] {
      let json = [0x20, 0x22] + bytes + [0x22]
      var scanner = JSONScanner(json)
      let error = JSONError(expected: .utf8, start: 2, position: 2)
      #expect(throws: error) { try scanner.text() }
      // Those who ask for bytes get them.
      scanner = JSONScanner(json)
      #expect(try scanner.passString() == 2..<(2 + bytes.count))
    }
  }
}
