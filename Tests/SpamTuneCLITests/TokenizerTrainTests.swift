import Foundation
import Testing

@Suite struct TokenizerTrainTests {
  private struct Tokens: Decodable { let ids: [Int] }

  @Test func aTrainedTokenizerServesABase() throws {
    let bench = try Workbench()
    let texts = try bench.write(
      Messages.labelled().map { $0.text + "\n" }.joined(separator: "\n"), to: "texts.txt")
    let outcome = try bench.run(
      "tokenizer", "train", "--text", texts, "--vocab-size", "300", "--output",
      bench.path("learned"))
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("300 tokens"))
    let word = try bench.run(
      "tokenize", "--tokenizer", bench.path("learned"), "--format", "json", "qlunch"
    )
    .decoded(as: Tokens.self)
    #expect(word.ids.count < "qlunch".count)
    let base = try bench.run(
      "init-base", "--config", bench.path("base-config.json"), "--tokenizer", bench.path("learned"),
      "--output", bench.path("new"))
    #expect(base.exitCode == 0, "\(base.errors)")
  }

  @Test(arguments: [
    (["--text", "nothing"], "nothing"), (["--text", "base"], "base"),
    (["--text", "messages.tsv", "--vocab-size", "10"], "257"),
  ])
  func wrongInputIsNamed(options: [String], name: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(["tokenizer", "train", "--output", "new"] + options)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(name))
    #expect(!bench.exists("new"))
  }
}
