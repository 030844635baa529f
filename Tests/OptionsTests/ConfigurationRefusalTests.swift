import Options
import Testing

@Suite struct ConfigurationRefusalTests {
  @Test(arguments: [
    ("a = 1\na = 2", "a.toml, line 2: not TOML: "),
    ("a = [1,\n", "a.toml, line 1: not TOML: "),
    ("a 1", "a.toml, line 1: not TOML: "),
    ("seed = 18446744073709551616", "a.toml, line 1: not TOML: "),
    ("a = 1979-05-27", "a.toml: 'a' is a date"),
    ("a = 07:32:00", "a.toml: 'a' is a date"),
    ("a = [1979-05-27]", "a.toml: 'a' is a date"),
    ("a = [[1]]", "a.toml: 'a' holds a list or a table in a list"),
    ("a = [{b = 1}]", "a.toml: 'a' holds a list or a table in a list"),
    ("[[a]]\nb = 1", "a.toml: 'a' holds a list or a table in a list"),
    ("a = 1\n\u{0}", "a.toml, line 2: a zero byte"),
    (#"a = "x\u0000""#, "a.toml, line 1: the character zero"),
    (#""a\U00000000b" = 1"#, "a.toml, line 1: the character zero"),
  ])
  func tomlThatCannotBeUsed(text: String, beginning: String) throws {
    try expect(try complaint(text, in: "a.toml"), beginning)
  }

  @Test(arguments: [
    ("a: 1\nb: [1,\n", "a.yaml, line 3: not YAML: "),
    ("b: 1\na: 1\na: 2", "a.yaml, line 2: not YAML: 'a' stands there twice"),
    ("\ta: 1", "a.yaml, line 1: not YAML: "),
    ("a: \u{7}", "a.yaml: not YAML: control characters"),
    ("a: 1\n---\nb: 2", "a.yaml, line 2: not YAML: a second document"),
    ("a: *b", "a.yaml, line 1: not YAML: found undefined alias"),
    ("a: null", "a.yaml, line 1: 'a' has no value"),
    ("a:", "a.yaml, line 1: 'a' has no value"),
    ("a: ~", "a.yaml, line 1: 'a' has no value"),
    ("a: [1, null]", "a.yaml, line 1: 'a' has no value"),
    ("a: 2001-01-01", "a.yaml, line 1: 'a' is a date"),
    ("a: 2001-01-01 10:00:00", "a.yaml, line 1: 'a' is a date"),
    ("a: [[1]]", "a.yaml, line 1: 'a' holds a list or a table in a list"),
    ("a: [{b: 1}]", "a.yaml, line 1: 'a' holds a list or a table in a list"),
    ("a: !!binary aGVsbG8=", "a.yaml, line 1: 'a' has a tag"),
    ("a: !secret x", "a.yaml, line 1: 'a' has a tag"),
    ("? [1]\n: 2", "a.yaml, line 1: a key that is a list or a table"),
    ("- 1\n- 2", "a.yaml: holds no keys"),
    ("just words", "a.yaml: holds no keys"),
    ("x: &a 1\ny: *a", "a.yaml, line 1: anchors and aliases"),
    ("a: 1\u{0}", "a.yaml, line 1: a zero byte"),
  ])
  func yamlThatCannotBeUsed(text: String, beginning: String) throws {
    try expect(try complaint(text, in: "a.yaml"), beginning)
  }

  @Test func ampersandsAndAsterisksInTextsAreNoAliases() throws {
    let text = "# * one & two\na: \"Tom & Jerry * 2\"\nb: x&y*z"
    #expect(try complaint(text, in: "a.yaml") == nil)
  }

  /// Ten levels of ten aliases each are ten billion nodes.
  @Test func manyAliasesOfAliasesAreRefusedBeforeTheyAreCounted() throws {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 {
      text += "? &a\(level) [*a\(level - 1), *a\(level - 1)]\n: 1\n"
    }
    try expect(try complaint(text, in: "a.yaml"), "a.yaml, line 1: anchors and aliases")
  }

  /// Neither reader may run out of stack, nor the tests.
  @Test func deepNestingIsRefused() throws {
    let many = 300_000
    for text in [
      "a" + String(repeating: ".a", count: many) + "=1",
      "[a" + String(repeating: ".a", count: many) + "]\nb=1",
      "a=" + String(repeating: "[", count: many),
      "a=" + String(repeating: "[", count: 3_000),
      "a" + String(repeating: ".a", count: 3_900) + "=1",
      "a" + String(repeating: "={a", count: 200) + "=1" + String(repeating: "}", count: 200),
    ] {
      #expect(try complaint(text, in: "a.toml") != nil)
    }
    for text in [
      String(repeating: "- ", count: many) + "a", String(repeating: "[", count: many),
      String(repeating: "? ", count: many) + "a", String(repeating: "{a: ", count: many),
      "a: " + String(repeating: "{a: ", count: 900) + "1" + String(repeating: "}", count: 900),
      "? " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900) + "\n: 1",
    ] {
      #expect(try complaint(text, in: "a.yaml") != nil)
    }
  }

  @Test(arguments: ["a.toml", "a.yaml", "a.json"])
  func bytesThatAreNoTextAreRefused(name: String) throws {
    try expect(
      try complaint(Array("#\n# é".utf8) + [0x0A, 0x23, 0xFF], in: name),
      "\(name), line 3: not UTF-8")
    // A character that is cut off, and one in more bytes than it needs.
    try expect(try complaint([0x23, 0xC3], in: name), "\(name), line 1: not UTF-8")
    try expect(try complaint([0x23, 0xC0, 0x80], in: name), "\(name), line 1: not UTF-8")
  }

  @Test(arguments: ["a.toml", "a.yaml"])
  func aHugeFileIsRefused(name: String) throws {
    let line = "# " + String(repeating: "x", count: 1_021) + "\n"
    let whole = String(repeating: line, count: 1_024)
    #expect(whole.utf8.count == ConfigurationFile.byteLimit)
    #expect(try complaint(whole, in: name) == nil)
    try expect(try complaint(whole + "#", in: name), "\(name): has 1048577 bytes")
  }

  @Test(arguments: ["a", "a.ini", "a.toml.txt", "toml"])
  func theNameSaysTheFormat(name: String) throws {
    try expect(try complaint("a = 1", in: name), "\(name): the name tells no format")
  }

  /// Somebody may give a file of messages by mistake.
  @Test(arguments: [
    ("\"the secret plan\" = 1\n\"the secret plan\" = 2", "a.toml"),
    ("\"the secret plan\" = 1979-05-27", "a.toml"),
    ("ham\tthe secret plan\nspam\t'the secret plan'", "a.toml"),
    ("the secret plan: null", "a.yaml"),
    ("the secret plan: 1\nthe secret plan: 2", "a.yaml"),
    ("the secret plan: 'is\n", "a.yaml"),
  ])
  func messagesDoNotAppear(text: String, name: String) throws {
    let complaint = try #require(try complaint(text, in: name))
    #expect(!complaint.contains("secret"), "\(complaint)")
  }

  /// Every complaint names the file and ends with what to do, on one line.
  private func expect(
    _ complaint: String?, _ beginning: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let complaint = try #require(complaint, sourceLocation: sourceLocation)
    #expect(complaint.hasPrefix(beginning), "\(complaint)", sourceLocation: sourceLocation)
    #expect(complaint.hasSuffix("."), sourceLocation: sourceLocation)
    #expect(!complaint.contains("\n"), sourceLocation: sourceLocation)
  }
}
