import Foundation
import TestFiles
import Testing

/// `scripts/raschka-table` with tiny models for one epoch; the program is the one just built.
@Suite(.enabled(if: Fixtures.smsCollection != nil, "needs SPAMTUNE_SMS"))
struct RaschkaTableTests {
  private let project: ProjectCopy
  private let data = Fixtures.smsCollection ?? ""

  init() throws {
    project = try ProjectCopy()
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "spamtune").path
    try project.write(
      "#!/bin/sh\necho \"$@\" >> calls\nexec '\(program)' \"$@\"\n".utf8,
      to: "scripts/spamtune", executable: true)
    try project.write(
      #"{"vocab_size":300,"n_positions":32,"n_embd":16,"n_layer":2,"n_head":2}"#.utf8, to: "c.json")
    try project.write(
      "the then there other another mother brother in thin thing sing ring bring\n".utf8,
      to: "text.txt")
    for command in [
      "tokenizer train --text text.txt --vocab-size 280 --output tokenizer",
      "init-base --config c.json --tokenizer tokenizer --output base",
    ] {
      let result = try project.run(
        "scripts/spamtune", command.split(separator: " ").map(String.init))
      try #require(result.exitCode == 0, "\(result.errors)")
    }
    try FileManager.default.removeItem(atPath: project.path("calls"))
  }

  private func table(_ arguments: String) throws -> ProgramResult {
    try project.run(
      "scripts/raschka-table",
      ["--data", data, "--base", "base", "--config", "c.json", "--output", "t"]
        + arguments.split(separator: " ").map(String.init))
  }

  /// The cells of the rows, by the number of the row.
  private func cells(_ table: String) -> [String: [String]] {
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2).map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return Dictionary(rows.map { ($0[0], $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func calls() -> [String] {
    (project.text("calls") ?? "").split(separator: "\n").map(String.init)
  }

  @Test func rowsAreMeasuredOnceAndKept() throws {
    let arguments = "--rows 1,3,10,13,17,18 --epochs 1 --tokenizer tokenizer"
    let result = try table(arguments)
    try #require(result.exitCode == 0, "\(result.errors)")
    let rows = cells(result.output)
    #expect(rows.keys.sorted() == ["1", "10", "13", "17", "18", "3"])
    for (name, cells) in rows {
      #expect(cells.count == 10, "\(name)")
      for (cell, count) in zip(cells[2...4], [1045, 149, 300]) {
        let numbers = cell.split { !"0123456789.".contains($0) }.compactMap { Double($0) }
        try #require(numbers.count == 5, "row \(name): \(cell)")
        #expect(numbers[4] == Double(count))
        #expect(abs(numbers[0] - 100 * numbers[3] / numbers[4]) < 0.01)
        #expect(numbers[1] <= numbers[0] && numbers[0] <= numbers[2])
      }
      // An epoch of a tiny model says nothing about what was published.
      #expect(cells[6] == "–")
    }
    #expect(rows["10"]?[5] == "100.00 / 96.64 / 93.67")
    #expect(result.output.contains("another model than GPT-2 124M"))
    #expect(result.output.contains("1 epochs instead of 5"))
    // Row 18 is the run of row 1.
    #expect(rows["18"]?[2...4] == rows["1"]?[2...4])
    #expect(calls().count == 6)
    #expect(calls().count { $0.contains("--split raschka-experiments") } == 5)
    #expect(calls().contains { $0.contains("init-base --compat raschka --seed 123") })
    #expect(calls().contains { $0.contains("--padded-length 32") })

    let again = try table(arguments)
    #expect(again.output == result.output)
    #expect(calls().count == 6)

    let other = try table("--rows 1 --epochs 2")
    #expect(other.exitCode == 64 && other.errors.contains("other arguments"))
  }

  @Test func aRunThatWasStoppedGoesOn() throws {
    let arguments = "--rows 3 --epochs 1"
    let result = try table(arguments)
    try #require(result.exitCode == 0, "\(result.errors)")
    try FileManager.default.removeItem(atPath: project.path("t/row-3.txt"))
    let again = try table(arguments)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(calls().last?.contains("train --resume") == true)
    #expect(cells(again.output)["3"]?[2...4] == cells(result.output)["3"]?[2...4])
  }

  @Test func aRowThatFailsSaysWhyAndTheOthersGoOn() throws {
    // The base is 16 wide and has two blocks; there is no larger GPT-2, and no vocabulary is named.
    let result = try table("--rows 6,2 --epochs 1")
    #expect(result.exitCode == 1)
    let rows = cells(result.output)
    #expect(rows["6"]?[2].contains("scripts/fetch-gpt2 gpt2-medium") == true)
    #expect(rows["6"]?[5] == "87.50 / 91.28 / 84.67")
    #expect(rows["2"]?[4].hasSuffix("/300") == true)
  }

  @Test func adaptersAreMeasuredWithoutCompat() throws {
    let result = try table("--rows 11 --epochs 1")
    #expect(result.exitCode == 0, "\(result.errors)")
    let call = try #require(calls().last)
    #expect(call.contains("--method lora") && call.contains("--rank 16 --alpha 256"))
    #expect(!call.contains("--compat"))
  }

  @Test func wrongArgumentsAreNamed() throws {
    for (arguments, named) in [
      ("--data no.tsv", "scripts/fetch-sms"), ("--rows 20", "20"), ("--rows 1,,2", "''"),
      ("--epochs 0", "--epochs"), ("--base none", "none"), ("--row 1", "--row"),
      ("--config none.json", "none.json"), ("--rows", "--rows"),
    ] {
      let result = try table(arguments)
      #expect(result.exitCode == 64, "\(arguments)")
      #expect(result.errors.contains(named), "\(arguments): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(arguments)")
    }
    #expect(!project.exists("t"))
    let help = try project.run("scripts/raschka-table", ["--help"])
    #expect(help.exitCode == 0 && help.output.contains("scripts/raschka-table [--base DIR]"))
  }
}
