import Foundation
import Testing

/// What is printed to be typed can be typed.
@Suite struct NextCommandTests {
  @Test(arguments: ["plain", "two words", "it's", "$HOME", "a;b"])
  func thePrintedCommandRuns(name: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      "train", "--data", bench.data, "--base", bench.base, "--database", bench.database, "--output",
      bench.path(name), "--epochs", "1")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let line = try #require(outcome.outputLines.first { $0.hasPrefix("Next:") })
    let command = line.dropFirst("Next:".count).trimmingCharacters(in: .whitespaces)
    #expect(command.hasPrefix("spamtune "))
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "'\(Spamtune.path)' " + command.dropFirst("spamtune ".count)]
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0, "\(command)")
  }
}
