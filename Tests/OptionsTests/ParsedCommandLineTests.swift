import Options
import TestFiles
import Testing

@Suite struct ParsedCommandLineTests {
  private func options(
    _ line: String, _ files: [String: String] = [:]
  ) throws -> [ParsedCommandLine.Option] {
    let folder = try TemporaryFolder()
    return try SmallProgram.parsed(line, files, in: folder).options
  }

  private func texts(_ line: String) throws -> [String] {
    try options(line).map { "\($0.value.name)=\($0.value.value)" }
  }

  @Test func everyWayOfTypingIsUnderstood() throws {
    #expect(
      try texts("paint -c red --width=0.5 --file a --dry-run --file=b=c wall")
        == ["color=red", "width=0.5", "file=a", "dry-run=true", "file=b=c"])
    #expect(try texts("coat -c=red") == ["color=red"])
    #expect(try texts("jobs --limit 3") == ["limit=3"])
    #expect(try texts("jobs list --limit 3 -h") == ["limit=3", "help=true"])
  }

  @Test func aValueMayLookLikeACommandOrBeEmpty() throws {
    #expect(
      try texts("paint --color paint --width= --file -") == ["color=paint", "width=", "file=-"])
  }

  /// The parser takes no word with a dash for a value.
  @Test func aWordWithADashIsNoValue() throws {
    #expect(try texts("paint --color --width 2") == ["width=2"])
    #expect(try texts("paint --color -c red") == ["color=red"])
  }

  @Test func whatComesAfterTheTerminatorOrIsUnknownIsNoOption() throws {
    #expect(try texts("paint --colour red --width 1 -- --color blue") == ["width=1"])
    #expect(try texts("pant --color red") == [])
  }

  @Test func optionsAreOfTheCommandThatRuns() throws {
    #expect(try texts("mix --config a.json --color red") == ["config=a.json"])
    #expect(try texts("jobs show --limit 3 --style big") == ["style=big"])
  }

  @Test func whatWasTypedIsToldFromWhatAFileHolds() throws {
    let files = ["a.toml": "color = 'red'\ndry-run = true\nfile = ['x', 'y']"]
    let found = try options("paint --config @a.toml -c blue", files)
    let typed = found.filter { $0.origin == .typed }.map(\.value.name)
    #expect(typed == ["config", "color"])
    #expect(
      found.filter { $0.origin == .file }.map(\.value) == [
        OptionValue(name: "dry-run", value: "true"), OptionValue(name: "file", value: "x"),
        OptionValue(name: "file", value: "y"),
      ])
  }

  @Test func theRecordSaysWhatWasTyped() throws {
    let folder = try TemporaryFolder()
    let line = try SmallProgram.parsed(
      "paint --config @a.toml wall", ["a.toml": "color = 'red'"], in: folder)
    #expect(line.text == "studio paint --config \(folder.path)/a.toml wall")
    #expect(line.fileArguments == ["--color=red"])
  }

  @Test func withoutOneSetTheCurrentLineIsEmpty() throws {
    #expect(ParsedCommandLine.current.words == [] && ParsedCommandLine.current.options == [])
    let line = try ParsedCommandLine(["studio", "paint", "--width", "2"], of: SmallProgram.tree)
    ParsedCommandLine.$current.withValue(line) {
      #expect(
        ParsedCommandLine.current.options.map(\.value) == [OptionValue(name: "width", value: "2")])
    }
  }
}
