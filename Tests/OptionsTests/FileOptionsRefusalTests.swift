import Options
import Testing

@Suite struct FileOptionsRefusalTests {
  @Test(arguments: [
    ("colour = 'red'", "a.toml: 'paint' has no option 'colour'. Did you mean 'color'?"),
    ("widht = 1", "a.toml: 'paint' has no option 'widht'. Did you mean 'width'?"),
    ("watre = 1", "a.toml: 'paint' has no option 'watre'. Did you mean 'water'?"),
    ("frame = 1", "a.toml: 'paint' has no option 'frame'. 'spamtune paint --help' lists them."),
    (
      "[paint]\nwater = 1",
      "a.toml: 'paint' has no option 'water'. 'spamtune paint --help' lists them."
    ),
    ("[jobs.list]\nlimt = 1", "a.toml: 'jobs list' has no option 'limt'. Did you mean 'limit'?"),
    (
      "[jobs]\nwater = 1",
      "a.toml: 'jobs' has no option 'water'. 'spamtune jobs --help' lists them."
    ),
    (
      "[pant]\nwidth = 1",
      "a.toml: spamtune has no command 'pant' for the table of that name. Did you mean 'paint'?"
    ),
    (
      "[jobs.sho]\nstyle = 1",
      "a.toml: 'jobs' has no command 'sho' for the table of that name. Did you mean 'show'?"
    ),
    (
      "[help]\ncolor = 1",
      "a.toml: spamtune has no command 'help' for the table of that name. 'spamtune --help' lists them."
    ),
    (
      "[color]\nred = 1",
      "a.toml: 'color' is an option and takes a value, not a table. Give it one."
    ),
    ("paint = 1", "a.toml: 'paint' is a command. Write its options into a table of that name."),
    ("color = ['red']", "a.toml: 'color' takes one value. Give it without the list."),
    ("dry-run = 'true'", "a.toml: 'dry-run' is on or off. Give it true or false, without quotes."),
    ("dry-run = 1", "a.toml: 'dry-run' is on or off. Give it true or false, without quotes."),
    ("dry-run = [true]", "a.toml: 'dry-run' is on or off. Give it true or false, without quotes."),
    (
      "color = true",
      "a.toml: 'color' takes a value, not true or false. Put it in quotes where the word itself is meant."
    ),
    (
      "file = [true]",
      "a.toml: 'file' takes a value, not true or false. Put it in quotes where the word itself is meant."
    ),
    (
      "dry-run = true\ndry_run = true",
      "a.toml: 'dry_run' stands there twice, with dashes and with underscores. Keep one."
    ),
    ("resume = 'x'", "a.toml: 'resume' cannot be given in a file. Give it on the command line."),
    ("help = true", "a.toml: 'help' cannot be given in a file. Give it on the command line."),
    (
      "[paint]\nconfig = 'b.toml'",
      "a.toml: 'config' cannot be given in a file. Give it on the command line."
    ),
    ("wall = 'x'", "a.toml: 'paint' has no option 'wall'. 'spamtune paint --help' lists them."),
    ("c = 'red'", "a.toml: 'paint' has no option 'c'. 'spamtune paint --help' lists them."),
    (
      "\"the secret plan\" = 1",
      "a.toml: 'paint' has no option '…'. 'spamtune paint --help' lists them."
    ),
    ("\"\" = 1", "a.toml: 'paint' has no option '…'. 'spamtune paint --help' lists them."),
  ])
  func aFileThatSaysSomethingElse(text: String, complaint: String) throws {
    #expect(try SmallProgram.complaint("paint --config @a.toml", ["a.toml": text]) == complaint)
  }

  @Test func theLineIsSaidWhereItIsKnown() throws {
    #expect(
      try SmallProgram.complaint("paint --config @a.yaml", ["a.yaml": "width: 1\ncolour: red"])
        == "a.yaml, line 2: 'paint' has no option 'colour'. Did you mean 'color'?")
  }

  /// A mistake is one also in the table of a command that does not run.
  @Test func tablesOfOtherCommandsAreCheckedAsWell() throws {
    let files = ["a.toml": "[paint]\ncolour = 'red'"]
    #expect(
      try SmallProgram.complaint("jobs --config @a.toml", files)
        == "a.toml: 'paint' has no option 'colour'. Did you mean 'color'?")
  }

  @Test func whatOnlyAnotherCommandKnowsIsLeftToIt() throws {
    #expect(
      try SmallProgram.complaint("paint --config @a.toml", ["a.toml": "water = [true]"]) == nil)
  }

  @Test func aTypedOptionDoesNotHideAMistakeInTheFile() throws {
    #expect(
      try SmallProgram.complaint(
        "paint --config @a.toml --color red", ["a.toml": "color = ['red', 'blue']"]) != nil)
  }
}
