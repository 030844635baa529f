import Foundation
import Testing

/// What happens when nobody can take what the program has to say.
@Suite struct OutputTests {
  static let commands = [
    ["classify", "--model", "run", "qlunch"],
    ["classify", "--model", "run", "--format", "csv", "x"],
    ["evaluate", "--model", "run", "--data", "messages.tsv"],
    ["evaluate", "--model", "run", "--data", "messages.tsv", "--format", "json"],
    ["inspect", "run"], ["inspect", "base", "--format", "json"],
    ["tokenize", "--tokenizer", "base", "qlunch"], ["generate", "--base", "base", "qlunch"],
    ["runs", "list", "--database", "runs.sqlite"],
    ["runs", "show", "run", "--database", "runs.sqlite"],
    ["train", "--resume", "run", "--format", "json"], ["train", "--resume", "run"],
  ]

  #if os(Linux)
    @Test(arguments: commands)
    func aFullDiskIsReported(arguments: [String]) throws {
      let bench = try Workbench()
      try bench.train()
      let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
      let outcome = try Spamtune(arguments, in: bench.folder, output: full).finish()
      #expect(outcome.exitCode == 1)
      let last = try #require(outcome.errorLines.last)
      #expect(last.contains("No space left on device"))
    }
  #endif

  @Test func aClosedStandardErrorStopsNothing() throws {
    let bench = try Workbench()
    try bench.train()
    for (command, expected) in [
      ("train --resume run", 0), ("classify --model run x", 0), ("classify --model nothing x", 65),
    ] {
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", "exec \"$0\" \(command) 2>&- >/dev/null", Spamtune.path]
      shell.currentDirectoryURL = URL(fileURLWithPath: bench.folder)
      shell.environment = ["SPAMTUNE_HOME": bench.path("home"), "SWIFT_BACKTRACE": "enable=no"]
      try shell.run()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == expected, "\(command)")
    }
  }
}
