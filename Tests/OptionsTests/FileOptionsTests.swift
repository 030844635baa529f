import Files
import Options
import Testing

@Suite struct FileOptionsTests {
  private func expand(_ arguments: String, _ files: [String: String] = [:]) throws -> String {
    try SmallProgram.expand(arguments, files).joined(separator: " ")
  }

  @Test func withoutAFileNothingChanges() throws {
    for line in [
      "", "paint", "paint --color red wall", "paint --config", "paint --config --color red",
      "paint wall -- --config x.toml", "jobs --limit 3", "nothing --config x.toml",
      "--config x.toml paint", "mix --config x.toml", "help paint --config x.toml",
    ] {
      #expect(try expand(line) == line)
    }
  }

  @Test func theOptionsComeAfterTheCommand() throws {
    let files = ["a.toml": "color = 'red'\ndry_run = true\nwidth = 0.5"]
    #expect(
      try expand("paint wall --config @a.toml", files)
        == "paint --color=red --dry-run --width=0.5 wall --config @a.toml")
    #expect(
      try expand("paint --config=@a.toml", files)
        == "paint --color=red --dry-run --width=0.5 --config=@a.toml")
    #expect(try expand("coat --config @a.toml", files).hasPrefix("coat --color=red"))
  }

  @Test func aFalseFlagIsNoFlag() throws {
    #expect(
      try expand("paint --config @a.yaml", ["a.yaml": "dry-run: false"]) == "paint --config @a.yaml"
    )
  }

  @Test func aListIsTheOptionSeveralTimes() throws {
    let files = ["a.yaml": "file: [x, -y, '']", "b.toml": "file = 'z'", "c.toml": "file = []"]
    #expect(
      try expand("paint --config @a.yaml", files)
        == "paint --file=x --file=-y --file= --config @a.yaml")
    #expect(try expand("paint --config @b.toml", files) == "paint --file=z --config @b.toml")
    #expect(try expand("paint --config @c.toml", files) == "paint --config @c.toml")
  }

  @Test(arguments: ["--color blue", "--color=blue", "-c blue", "-c=blue"])
  func whatIsTypedHolds(typed: String) throws {
    #expect(
      try expand("paint --config @a.toml \(typed)", ["a.toml": "color = 'red'\nwidth = 1"])
        == "paint --width=1 --config @a.toml \(typed)")
  }

  /// A list that is typed replaces the one of the file instead of growing it.
  @Test func aTypedListHoldsAsAWhole() throws {
    #expect(
      try expand("paint --file z --config @a.yaml", ["a.yaml": "file: [x, y]"])
        == "paint --file z --config @a.yaml")
  }

  @Test func whatComesAfterTheTerminatorIsNoOption() throws {
    #expect(
      try expand("paint --config @a.toml -- --color", ["a.toml": "color = 'red'"])
        == "paint --color=red --config @a.toml -- --color")
  }

  @Test func theLaterFileHolds() throws {
    let files = [
      "a.toml": "color = 'red'\ndry-run = true\nfile = ['x', 'y']\n[paint]\nwidth = 2",
      "b.yaml": "color: blue\ndry-run: false\nfile: [z]\nwidth: 3",
    ]
    #expect(
      try expand("paint --config @a.toml --config=@b.yaml", files)
        == "paint --color=blue --file=z --width=3 --config @a.toml --config=@b.yaml")
    #expect(
      try expand("paint --config @b.yaml --config @a.toml", files)
        == "paint --color=red --dry-run --file=x --file=y --width=2 --config @b.yaml --config @a.toml"
    )
  }

  @Test func aCommandsTableIsForItAlone() throws {
    let files = [
      "a.yaml":
        "paint: {width: 2}\nwidth: 1\njobs: {limit: 4, list: {limit: 5}, show: {style: big}}"
    ]
    #expect(try expand("paint --config @a.yaml", files) == "paint --width=2 --config @a.yaml")
    #expect(
      try expand("jobs list --config @a.yaml", files) == "jobs list --limit=5 --config @a.yaml")
    #expect(try expand("jobs --config @a.yaml", files) == "jobs --limit=5 --config @a.yaml")
    #expect(
      try expand("jobs show --config @a.yaml", files) == "jobs show --style=big --config @a.yaml")
    #expect(try expand("mix --options @a.yaml", files) == "mix --options @a.yaml")
  }

  @Test func aTableOfSeveralCommandsIsForAllOfThem() throws {
    let files = ["a.toml": "[jobs]\nlimit = 4"]
    #expect(
      try expand("jobs list --config @a.toml", files) == "jobs list --limit=4 --config @a.toml")
    #expect(try expand("jobs show --config @a.toml", files) == "jobs show --config @a.toml")
  }

  /// `mix` has a --config of its own, so its file of options has another name.
  @Test func anOptionOfTheSameNameIsAnOption() throws {
    let files = ["a.toml": "config = 'x.json'\nwater = 3"]
    #expect(
      try expand("mix --options @a.toml", files)
        == "mix --config=x.json --water=3 --options @a.toml")
    #expect(try expand("paint --config @a.toml", files) == "paint --config @a.toml")
  }

  @Test func helpIsGivenWithoutReadingTheFile() throws {
    for help in ["--help", "-h"] {
      #expect(try expand("paint --config none.toml \(help)") == "paint --config none.toml \(help)")
    }
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: FileError.self) { try expand("paint --config @none.toml") }
    #expect(throws: OptionsFileError.self) {
      try expand("paint --config @a.ini", ["a.ini": ""])
    }
  }
}
