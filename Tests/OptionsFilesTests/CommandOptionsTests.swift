import ConfigurationFiles
import OptionsFiles
import TestFiles
import Testing

@Suite struct CommandOptionsTests {
  private func paint() throws -> CommandOptions {
    try #require(CommandOptions(of: "paint", in: try SmallProgram.tree()))
  }

  @Test func optionsAreKnownByTheirNames() throws {
    let options = try paint()
    #expect(options.isFlag("dry-run") == true)
    #expect(options.isFlag("color") == false)
    #expect(options.isFlag("c") == nil && options.isFlag("help") == nil)
    #expect(options.suggestion(for: "colr") == "color")
    #expect(try CommandOptions(of: "pant", in: SmallProgram.tree()) == nil)
  }

  @Test func whatWasTypedIsTakenApart() throws {
    let given = try paint().given(in: [
      "wall", "-c", "red", "--width=a=b", "--dry-run", "--file", "-x", "--file=", "--", "--color",
    ])
    #expect(
      given == [
        .init(name: "color", value: "red"), .init(name: "width", value: "a=b"),
        .init(name: "dry-run", value: nil), .init(name: "file", value: "-x"),
        .init(name: "file", value: ""),
      ])
    #expect(given.map(\.argument).prefix(3) == ["--color=red", "--width=a=b", "--dry-run"])
  }

  /// Every value comes back as it was, whatever TOML would make of it.
  @Test func aFileThatIsWrittenSaysTheSameWhenItIsRead() throws {
    let values = [
      "red", "0.1", "1e-5", "5", "-3", "007", "1.50", "1e400", "18446744073709551615", "true",
      "1979-05-27", "inf", "", "a\"b\\c'd", "täglich ☂", "tab\tnew\nline\u{7F}", "[1]", "# no",
    ]
    for value in values {
      let text = OptionsFileText.toml(
        [
          .init(name: "color", value: "before"), .init(name: "dry-run", value: nil),
          .init(name: "color", value: value),
        ], for: "paint", remarks: ["a remark\nin one line"])
      let folder = try TemporaryFolder()
      let path = try folder.file("a.toml", text)
      let arguments = try ExpandedArguments(
        ["paint", "--config", path], of: SmallProgram.tree())
      #expect(Set(arguments.added) == ["--color=\(value)", "--dry-run"], "\(text)")
    }
  }
}
