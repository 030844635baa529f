import Foundation
import Testing

/// `scripts/quality` on a tiny model and few folds; the program is the one just built.
@Suite struct QualityScriptTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private let project: ProjectCopy

  init() throws {
    project = try ProjectCopy()
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "spamtune").path
    try project.write(
      "#!/bin/sh\necho \"$1\" >> calls\nexec '\(program)' \"$@\"\n".utf8,
      to: "scripts/spamtune", executable: true)
    let sample = try String(
      contentsOf: Self.folder.appending(path: "data/sample.tsv"), encoding: .utf8)
    try project.write(
      sample.split(separator: "\n").prefix(600).joined(separator: "\n").utf8, to: "data.tsv")
    try project.write(
      #"{"vocab_size":300,"n_positions":32,"n_embd":8,"n_layer":2,"n_head":2}"#.utf8, to: "c.json")
    for command in [
      "tokenizer train --text data.tsv --vocab-size 300 --output tokenizer",
      "init-base --config c.json --tokenizer tokenizer --output base",
    ] {
      let result = try project.run(
        "scripts/spamtune", command.split(separator: " ").map(String.init))
      try #require(result.exitCode == 0, "\(result.errors)")
    }
  }

  private func quality(folds: Int = 2) throws -> ProgramResult {
    let arguments = "--data data.tsv --base base --folds \(folds) --seeds 2 --output q"
    return try project.run(
      "scripts/quality", arguments.split(separator: " ").map(String.init))
  }

  private func calls() -> Int { project.text("calls")?.split(separator: "\n").count ?? 0 }

  @Test func everyCellIsMeasuredOnceAndKept() throws {
    let result = try quality()
    try #require(result.exitCode == 0, "\(result.errors)")
    let rows = result.output.split(separator: "\n").map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    #expect(rows.map(\.count) == [5, 5, 5, 5, 5, 5, 6, 6, 6, 6])
    for (row, cells) in rows.enumerated() where ![0, 1, 6, 7].contains(row) {
      for cell in cells.dropFirst() {
        // A model so small may give one answer to all, whose correlation is undefined.
        #expect(
          Double(cell.prefix { $0 != " " }) != nil || cell == "undefined", "row \(row): \(cell)")
      }
    }
    // Two for the base, one for the random weights, 14 measurements.
    #expect(calls() == 17)

    // A measurement that was stopped is done again, the others are not.
    try FileManager.default.removeItem(atPath: project.path("q/few-mini-50.txt"))
    let again = try quality()
    #expect(again.output == result.output)
    #expect(calls() == 18)

    let other = try quality(folds: 3)
    #expect(other.exitCode == 64 && other.errors.contains("other arguments"))
  }

  @Test func wrongArgumentsAreNamed() throws {
    let missing = try project.run("scripts/quality", ["--data", "no.tsv", "--output", "q"])
    #expect(missing.exitCode == 64 && missing.errors.contains("no.tsv"))
    let unknown = try project.run("scripts/quality", ["--fold", "3"])
    #expect(unknown.exitCode == 64 && unknown.errors.contains("--fold"))
    #expect(!project.exists("q"))
    #expect(try project.run("scripts/quality", ["--help"]).output.contains("scripts/quality"))
  }
}
