import Options
import TestFiles
import Testing

@Suite struct OptionValueTests {
  private func paint() throws -> CommandTree {
    try #require(SmallProgram.tree.subcommand(named: "paint"))
  }

  @Test func optionsAreKnownByTheirNames() throws {
    let paint = try paint()
    #expect(paint.option(named: "dry-run")?.isFlag == true)
    #expect(paint.option(named: "color")?.isFlag == false)
    #expect(paint.option(named: "c") == nil)
    #expect(paint.takesFromFiles("color") && paint.takesFromFiles("dry-run"))
    for name in ["config", "resume", "help", "wall", "water"] {
      #expect(!paint.takesFromFiles(name), "\(name)")
    }
    #expect("colr".closest(in: paint.optionNames) == "color")
    #expect(SmallProgram.tree.subcommand(named: "pant") == nil)
    #expect(SmallProgram.tree.subcommand(named: "coat")?.name == "paint")
  }

  @Test func optionsBecomeArguments() throws {
    let arguments = try paint().arguments([
      OptionValue(name: "color", value: "true"), OptionValue(name: "dry-run", value: "true"),
      OptionValue(name: "dry-run", value: "false"), OptionValue(name: "width", value: "-a=b"),
      OptionValue(name: "unknown", value: ""),
    ])
    #expect(arguments == ["--color=true", "--dry-run", "--width=-a=b", "--unknown="])
  }

  /// Every value comes back as it was, whatever TOML would make of it.
  @Test func aFileThatIsWrittenSaysTheSameWhenItIsRead() throws {
    let values = [
      "red", "0.1", "1e-5", "5", "-3", "007", "1.50", "1e400", "18446744073709551615", "true",
      "1979-05-27", "inf", "", "a\"b\\c'd", "täglich ☂", "tab\tnew\nline\u{7F}", "[1]", "# no",
    ]
    for value in values {
      let options = [
        OptionValue(name: "color", value: value), OptionValue(name: "dry-run", value: "true"),
      ]
      let text = try paint().toml(
        [OptionValue(name: "color", value: "before")] + options, remarks: ["a remark\nin one line"])
      let folder = try TemporaryFolder()
      let line = try SmallProgram.parsed("paint --config @a.toml", ["a.toml": text], in: folder)
      let read = line.options.filter { $0.origin == .file }.map(\.value)
      #expect(Set(read) == Set(options), "\(text)")
    }
  }

  @Test func aFlagThatIsOffComesBackAsNone() throws {
    let text = try paint().toml([OptionValue(name: "dry-run", value: "false")], remarks: [])
    #expect(text == "[paint]\ndry-run = false\n")
    #expect(
      try SmallProgram.expand("paint --config @a.toml", ["a.toml": text])
        == ["paint", "--config", "@a.toml"])
  }
}
