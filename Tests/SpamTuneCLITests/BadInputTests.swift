import Foundation
import Testing

/// Whatever is wrong with what the user gives: one sentence, the documented exit code, and
/// everything as it was before.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Words of the command; a word with a slash or a dot in it, or an existing name, is a path in
    /// the workbench's folder, which is the current one.
    let command: String
    var code: Int32 = 65
    /// What the sentence must name.
    let names: [String]
    /// Makes the bad input.
    var prepare: @Sendable (Workbench) throws -> Void = { _ in }
  }

  @Test(arguments: places)
  func wrongPlacesAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: options)
  func wrongOptionsAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: crossValidation)
  func wrongWaysToCrossValidateAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: data)
  func wrongDataIsNamed(_ bad: Case) throws { try expectSentence(bad) }

  @Test(arguments: models)
  func wrongModelsAreNamed(_ bad: Case) throws { try expectSentence(bad) }

  /// The empty path means the current folder.
  @Test(arguments: ["", "."])
  func theCurrentFolderIsNotTakenForANewOne(output: String) throws {
    let bench = try Workbench()
    let before = try contents(bench)
    let outcome = try bench.run(
      "train", "--data", "messages.tsv", "--base", "base", "--database", "runs.sqlite", "--output",
      output)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("already holds files"))
    #expect(try contents(bench) == before)
  }

  private func expectSentence(_ bad: Case) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(
      atPath: bench.path("home"), withIntermediateDirectories: true)
    try bad.prepare(bench)
    let before = try contents(bench)
    let outcome = try bench.run(bad.command.split(separator: " ").map(String.init))

    #expect(outcome.exitCode == bad.code, "\(outcome.errors)")
    #expect(outcome.output == "")
    let sentence = outcome.errorLines.first ?? ""
    // The argument parser adds how the command is used.
    let isUsage = bad.code == 64 && sentence.hasPrefix("Error: ")
    #expect(isUsage || outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(isUsage || sentence.hasPrefix("spamtune: "))
    #expect(isUsage || [".", "?", ")"].contains(sentence.last), "\(sentence)")
    for name in bad.names {
      #expect(sentence.contains(name), "\(sentence)")
    }
    #expect(!outcome.errors.contains("qsecret"))
    #expect(!outcome.errors.contains("Fatal error"))
    #expect(try contents(bench) == before)
    if bench.exists("runs.sqlite"), !bad.command.hasPrefix("classify") {
      let names = try Records(bench.database).texts("SELECT run FROM v_runs")
      #expect(names == (bench.exists("model") ? ["model"] : []))
    }
  }

  /// The names of all files but the database's, which a run may have opened before it was refused.
  private func contents(_ bench: Workbench) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: bench.folder)
    return names.filter { !$0.hasPrefix("runs.sqlite") && !$0.hasPrefix("captured-") }.sorted()
  }
}
