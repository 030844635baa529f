import Foundation
import Testing

/// The help of every command, compared whole with `Help/*.txt`.
///
/// After an intended change, `SPAMTUNE_RECORD_HELP=1 swift test --filter HelpTests` rewrites the
/// files; the difference is then there to be read.
@Suite struct HelpTests {
  static let commands = [
    "", "train", "classify", "evaluate", "report", "calibrate", "audit", "drift", "cross-validate",
    "baseline", "compare", "sweep",
    "pretrain", "tokenizer",
    "tokenizer train", "generate",
    "tokenize", "inspect", "init-base", "export", "merge", "quantise", "runs", "runs list",
    "runs show", "runs best", "runs diff", "runs curves", "runs export", "runs sql",
    "runs delete",
    "bench",
  ]

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Help")

  @Test(arguments: commands)
  func helpIsAsRecorded(command: String) throws {
    let bench = try Workbench()
    let words = command.split(separator: " ").map(String.init)
    let outcome = try bench.run(words + ["--help"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
    let file = Self.folder.appending(
      path: (["spamtune"] + words).joined(separator: "-") + ".txt")
    if ProcessInfo.processInfo.environment["SPAMTUNE_RECORD_HELP"] == "1" {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(outcome.output.utf8).write(to: file)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(outcome.output == recorded)
  }

  @Test func everyCommandIsCompared() throws {
    let bench = try Workbench()
    let help = try bench.run("--help").output
    let listed =
      help.components(separatedBy: "SUBCOMMANDS:").last?
      .split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) } ?? []
    #expect(listed.count > 5)
    let known = Set(Self.commands + ["See"])
    #expect(listed.allSatisfy(known.contains), "\(listed)")
  }

  @Test func theVersionIsPrinted() throws {
    let bench = try Workbench()
    let outcome = try bench.run("--version")
    #expect(outcome.exitCode == 0)
    #expect(outcome.outputLines.count == 1)
  }
}
