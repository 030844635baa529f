import OptionsFiles
import Testing

@Suite struct GivenOptionsTests {
  /// What is handed on of a command line.
  private func handedOn(
    _ line: String, to command: String, leavingOut leftOut: Set<String> = []
  ) throws -> [String] {
    let root = try SmallProgram.tree()
    let words = line.split(separator: " ").map(String.init)
    return GivenOptions(words, of: root).arguments(
      forCommand: command.split(separator: " ").map(String.init), of: root, leavingOut: leftOut)
  }

  @Test func everyWayOfTypingIsUnderstood() throws {
    #expect(
      try handedOn("paint -c red --width=0.5 --file a --dry-run --file=b=c wall", to: "paint")
        == ["--color=red", "--width=0.5", "--file=a", "--dry-run", "--file=b=c"])
    #expect(try handedOn("coat -c=red", to: "paint") == ["--color=red"])
  }

  @Test func aValueMayLookLikeACommandOrBeEmpty() throws {
    #expect(
      try handedOn("paint --color paint --width=", to: "paint") == ["--color=paint", "--width="])
  }

  @Test func onlyWhatTheOtherCommandHasIsHandedOn() throws {
    #expect(try handedOn("paint --color red --dry-run", to: "mix") == [])
    #expect(try handedOn("jobs --limit 3", to: "jobs list") == ["--limit=3"])
    #expect(try handedOn("jobs --limit 3", to: "jobs show") == [])
  }

  @Test func whatIsLeftOutOrOfTheCommandLineAloneIsNot() throws {
    #expect(
      try handedOn(
        "paint --config a.toml --resume x --color red --width 3", to: "paint",
        leavingOut: ["color"]) == ["--width=3"])
  }
}
