import ArgumentParser
import Options
import Testing

@testable import SpamTuneCLI

/// What the parser says of the real commands is understood.
@Suite struct CommandTreeTests {
  @Test func everyCommandIsDescribed() throws {
    let tree = CommandTree(SpamTuneCommand.self)
    for name in ["train", "sweep", "cross-validate", "drift", "init-base"] {
      let command = try #require(tree.subcommand(named: name), "\(name)")
      #expect(command.takesFromFiles("seed"))
      #expect(command.option(named: "help")?.isFlag == true)
    }
    let train = try #require(tree.subcommand(named: "train"))
    #expect(train.option(named: "no-shuffle")?.isFlag == true)
    #expect(train.option(named: "learning-rate")?.isFlag == false)
    #expect(!train.takesFromFiles("config") && !train.takesFromFiles("resume"))
    let runs = try #require(tree.subcommand(named: "runs"))
    #expect(runs.subcommand(named: "list")?.takesFromFiles("limit") == true)
  }

  @Test func aCommandLineOfTheProgramIsTakenApart() throws {
    let line = try ParsedCommandLine(
      ["spamtune", "runs", "--limit", "3", "--reverse"], of: CommandTree(SpamTuneCommand.self))
    #expect(line.options.map(\.value.name) == ["limit", "reverse"])
    let drift = try ParsedCommandLine(
      ["spamtune", "drift", "-c", "new.tsv", "-m", "run"], of: CommandTree(SpamTuneCommand.self))
    #expect(drift.options.map(\.value.name) == ["current", "model"])
  }

  @Test func onlyWhatGoesWithItMayStandBesideResume() throws {
    func complaint(_ words: String...) throws -> String? {
      let line = try ParsedCommandLine(
        ["spamtune", "train", "--resume", "run"] + words, of: CommandTree(SpamTuneCommand.self))
      return ParsedCommandLine.$current.withValue(line) { () -> String? in
        do {
          try ResumeOption.refuseOthers()
          return nil
        } catch {
          return (error as? ValidationError)?.message ?? "\(error)"
        }
      }
    }
    #expect(try complaint("--threads", "2", "--format=json", "--database", "d.sqlite") == nil)
    #expect(try complaint("--epochs", "2")?.hasSuffix("Leave out --epochs.") == true)
    #expect(try complaint("-o", "new")?.hasSuffix("Leave out --output.") == true)
  }
}
