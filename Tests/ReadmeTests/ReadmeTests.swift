import Foundation
import TestFiles
import Testing

/// Runs the README's commands, in their order, in a folder of their own.
///
/// `scripts/spamtune` is the program just built. Two kinds of lines are not run here: the fetching
/// scripts, which need a network and have tests of their own, and `scripts/test`, which runs this.
/// Instead of fetching, a small stand-in is put where the fetched files would lie.
@Suite struct ReadmeTests {
  private static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Lines of all fenced blocks marked `sh`.
  private static func commands() throws -> [String] {
    let text = try String(contentsOfFile: project + "/README.md", encoding: .utf8)
    var commands: [String] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```sh"
      } else if isInside, !line.isEmpty {
        commands.append(String(line))
      }
    }
    return commands
  }

  @Test func everyCommandWorks() throws {
    let folder = try TemporaryFolder()
    let home = folder.path
    let files = FileManager.default
    for name in ["data", "docs", "weights/mini"] {
      let target = URL(fileURLWithPath: home + "/" + name)
      try files.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try files.copyItem(atPath: Self.project + "/" + name, toPath: target.path)
    }
    // Not the one that a user may have fetched: the test is the same everywhere.
    try? files.removeItem(atPath: home + "/data/SMSSpamCollection")
    try files.createDirectory(
      atPath: home + "/scripts", withIntermediateDirectories: true)
    let program = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appending(path: "spamtune").path
    try folder.file("scripts/spamtune", "#!/bin/sh\nexec '\(program)' \"$@\"\n")
    try files.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: home + "/scripts/spamtune")

    let commands = try Self.commands().filter { $0 != "scripts/test" }
    #expect(commands.count > 10)
    for command in commands.flatMap(Self.withoutNetwork) {
      let result = try run(command, in: home)
      #expect(result.status == 0, "\(command)\n\(result.errors)")
      guard result.status == 0 else { return }
    }
  }

  /// What to run for a command of the README.
  private static func withoutNetwork(_ command: String) -> [String] {
    if command.hasPrefix("scripts/fetch-sms") {
      return ["head -n 200 data/sample.tsv > data/SMSSpamCollection"]
    }
    if command.hasPrefix("scripts/fetch-gpt2") {
      return [
        "scripts/spamtune tokenizer train --text data/sample.tsv --vocab-size 512 --output t",
        """
        printf '{"vocab_size":512,"n_positions":64,"n_embd":32,"n_layer":2,"n_head":2}' > c.json
        """,
        "scripts/spamtune init-base --config c.json --tokenizer t --output weights/gpt2",
      ]
    }
    return [command]
  }

  /// Every script that the README names is there.
  @Test func namedScriptsExist() throws {
    for command in try Self.commands() where command.hasPrefix("scripts/") {
      let script = command.prefix { $0 != " " }
      #expect(FileManager.default.isExecutableFile(atPath: Self.project + "/" + script))
    }
  }

  private func run(_ command: String, in folder: String) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SPAMTUNE_HOME": folder]) { $1 }
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
