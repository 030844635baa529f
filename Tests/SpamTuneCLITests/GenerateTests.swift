import Testing

@Suite struct GenerateTests {
  private func generate(_ bench: Workbench, _ arguments: String...) throws -> String {
    let outcome = try bench.run(["generate", "--base", bench.base] + arguments)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test func greedyTextIsTheSameEveryTime() throws {
    let bench = try Workbench()
    let text = try generate(bench, "the other", "--tokens", "20")
    #expect(text.hasPrefix("the other"))
    #expect(text.hasSuffix("\n"))
    #expect(text.utf8.count > "the other\n".utf8.count)
    #expect(try generate(bench, "the other", "--tokens", "20", "--seed", "9") == text)
  }

  @Test func theSeedChoosesSampledText() throws {
    let bench = try Workbench()
    let options = ["--temperature", "1.5", "--tokens", "30"]
    let texts = try ["1", "1", "2"].map {
      try bench.run(["generate", "--base", bench.base, "a", "--seed", $0] + options).output
    }
    #expect(Array(texts[0].utf8) == Array(texts[1].utf8))
    #expect(Array(texts[0].utf8) != Array(texts[2].utf8))
  }

  @Test func oneCandidateIsGreedy() throws {
    let bench = try Workbench()
    let greedy = try generate(bench, "a")
    #expect(try generate(bench, "a", "--temperature", "2", "--top-k", "1") == greedy)
    #expect(try generate(bench, "a", "--temperature", "2", "--top-p", "1e-9") == greedy)
  }

  @Test func generationEndsWithTheContext() throws {
    let bench = try Workbench()
    #expect(try generate(bench, "a", "--tokens", "1000000").utf8.count < 2_000)
  }

  @Test func aPromptThatFillsTheContextIsRefused() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      "generate", "--base", bench.base, String(repeating: "qsecret ", count: 50))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Shorten it"))
    #expect(!outcome.errors.contains("--long-text"))
    #expect(outcome.output == "")
  }
}
