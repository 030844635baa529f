import Foundation
import Testing

@Suite struct TokenizeTests {
  private struct Tokens: Decodable { let ids: [Int] }

  @Test func plainOutputHasATokenPerLine() throws {
    let bench = try Workbench()
    let outcome = try bench.run("tokenize", "--tokenizer", bench.base, "the ë")
    let lines = outcome.outputLines
    #expect(lines.count >= 3)
    #expect(lines.allSatisfy { $0.split(separator: " ").first.flatMap { Int($0) } != nil })
  }

  @Test func jsonHoldsTheIds() throws {
    let bench = try Workbench()
    let outcome = try bench.run("tokenize", "--tokenizer", bench.base, "--format", "json", "AB!")
    #expect(try outcome.decoded(as: Tokens.self).ids == [32, 33, 0])
  }

  @Test func specialTokensAreTextUnlessAllowed() throws {
    let bench = try Workbench()
    let arguments = ["tokenize", "--tokenizer", bench.base, "--format", "json", "<|endoftext|>"]
    #expect(try bench.run(arguments).decoded(as: Tokens.self).ids.count > 1)
    #expect(
      try bench.run(arguments + ["--allow-special"]).decoded(as: Tokens.self).ids == [284])
  }

  @Test func standardInputIsReadLineByLine() throws {
    let bench = try Workbench()
    let arguments = ["tokenize", "--tokenizer", bench.base, "--format", "json", "-"]
    let fromLines = try bench.run(arguments, input: "A\nB!\n").decodedLines(as: Tokens.self)
    let fromJSON = try bench.run(arguments, input: "{\"text\": \"A\"}\n{\"text\": \"B!\"}\n")
      .decodedLines(as: Tokens.self)
    #expect(fromLines.map(\.ids) == [[32], [33, 0]])
    #expect(fromJSON.map(\.ids) == [[32], [33, 0]])
  }

  @Test func anEmptyTextHasNoTokens() throws {
    let bench = try Workbench()
    #expect(
      try bench.run("tokenize", "--tokenizer", bench.base, "--format", "json", "")
        .decoded(as: Tokens.self).ids == [])
    #expect(try bench.run("tokenize", "--tokenizer", bench.base, "").output == "")
  }
}
