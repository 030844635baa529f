import Files
import Options
import TestFiles
import Testing

@Suite struct ConfigurationFileTests {
  @Test func tomlIsReadWithItsTables() throws {
    let found = try entries(
      """
      epochs = 3
      learning_rate = 5e-5
      balance = 'class-weights'
      no-shuffle = true
      text = ["a.txt", 'b.txt', 3, 0.5, false]
      [runs.list]
      limit = 0x10
      """, in: "a.toml")
    // By name: the reader keeps no order.
    #expect(
      found == [
        entry("balance", "class-weights"), entry("epochs", "3"), entry("learning_rate", "5e-05"),
        ConfigurationEntry(key: "no-shuffle", value: .scalar(.boolean(true))),
        ConfigurationEntry(
          key: "runs",
          value: .table([
            ConfigurationEntry(key: "list", value: .table([entry("limit", "16")]))
          ])),
        ConfigurationEntry(
          key: "text",
          value: .list([
            .text("a.txt"), .text("b.txt"), .text("3"), .text("0.5"), .boolean(false),
          ])),
      ])
  }

  @Test(arguments: ["a.yaml", "a.yml", "A.YAML"])
  func yamlIsReadWithItsTablesAndLines(name: String) throws {
    let found = try entries(
      """
      # settings
      learning-rate: 1e-3
      no-shuffle: True
      text: [a.txt, 'true', false]
      runs:
        list: {limit: 16}
      """, in: name)
    #expect(
      found == [
        entry("learning-rate", "1e-3", line: 2),
        ConfigurationEntry(key: "no-shuffle", value: .scalar(.boolean(true)), line: 3),
        ConfigurationEntry(
          key: "text", value: .list([.text("a.txt"), .text("true"), .boolean(false)]), line: 4),
        ConfigurationEntry(
          key: "runs",
          value: .table([
            ConfigurationEntry(
              key: "list", value: .table([entry("limit", "16", line: 6)]), line: 6)
          ]), line: 5),
      ])
  }

  @Test func jsonIsRead() throws {
    let found = try entries(#"{"epochs": 3, "train": {"dropout": 0.1}}"#, in: "a.json")
    #expect(found.map(\.key) == ["epochs", "train"])
    #expect(found.last?.value == .table([entry("dropout", "0.1", line: 1)]))
  }

  /// The Norwegians' country code is no boolean, and neither is a class called "on".
  @Test func wordsOfOldYAMLAreTexts() throws {
    for word in ["yes", "no", "on", "off", "Y", "1_000", "=", "0o14", "12:30"] {
      #expect(try entries("a: \(word)", in: "a.yaml") == [entry("a", word, line: 1)])
    }
  }

  @Test func quotesMakeATextOfAnything() throws {
    for word in ["true", "null", "~", "2026-11-21", ".inf", ""] {
      #expect(try entries("a: '\(word)'", in: "a.yaml") == [entry("a", word, line: 1)])
      #expect(try entries("a = '\(word)'", in: "a.toml") == [entry("a", word)])
    }
  }

  @Test func infinitiesAreWrittenAsTheCommandLineWantsThem() throws {
    #expect(
      try entries("a: .inf\nb: -.INF", in: "a.yaml").map(\.value) == [text("inf"), text("-inf")])
    #expect(
      try entries("a = inf\nb = -inf", in: "a.toml").map(\.value) == [text("inf"), text("-inf")])
  }

  @Test(arguments: ["a.toml", "a.yaml", "a.json"])
  func nothingIsNoOptions(name: String) throws {
    for content in ["", "\n\n", "# a comment\n", "\u{FEFF}"] {
      #expect(try entries(content, in: name) == [])
    }
  }

  @Test func aByteOrderMarkIsNoPartOfTheFirstKey() throws {
    #expect(try entries("\u{FEFF}a = 1", in: "a.toml").map(\.key) == ["a"])
    #expect(try entries("\u{FEFF}a: 1", in: "a.yaml").map(\.key) == ["a"])
  }

  @Test func whatCannotBeOpenedIsNamed() throws {
    let folder = try TemporaryFolder()
    let missing = folder.file("none.toml")
    #expect(throws: FileError.self) { try ConfigurationFile(path: missing) }
    let device = folder.file("folder.toml") + "/x.yaml"
    #expect(throws: FileError.self) { try ConfigurationFile(path: device) }
  }

  private func text(_ value: String) -> ConfigurationValue { .scalar(.text(value)) }

  private func entry(_ key: String, _ value: String, line: Int? = nil) -> ConfigurationEntry {
    ConfigurationEntry(key: key, value: text(value), line: line)
  }
}
