import Foundation
import Testing

@Suite struct ClassifyTests {
  private func trained() throws -> Workbench {
    let bench = try Workbench()
    try bench.train("run", "--epochs", "6", "--learning-rate", "1e-2")
    return bench
  }

  private func answers(
    _ bench: Workbench, _ arguments: String..., input: String? = nil
  ) throws -> [Answer] {
    let outcome = try bench.run(
      ["classify", "--model", bench.path("run"), "--format", "json"] + arguments, input: input)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: Answer.self)
  }

  @Test func aTextIsAnsweredWithALabelAndItsProbability() throws {
    let bench = try trained()
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "QWIN qcash!!! qcall 0900 7")
    let fields = outcome.output.split(separator: "\t").map(String.init)
    #expect(fields.count == 3)
    #expect(fields[0] == "spam")
    #expect(try #require(Double(fields[1])) > 0.5)
    #expect(fields[2] == "QWIN qcash!!! qcall 0900 7\n")
    #expect(outcome.errors == "")
  }

  @Test func severalTextsAreAnsweredInTheirOrder() throws {
    let bench = try trained()
    let messages = Messages.labelled(4).reversed()
    let answers = try answers(bench, "--", messages.map(\.text)[0], messages.map(\.text)[1])
    #expect(answers.map(\.label) == messages.prefix(2).map(\.label))
  }

  @Test func jsonHoldsConsistentNumbers() throws {
    let bench = try trained()
    let answer = try #require(try answers(bench, "qlunch at qnoon").first)
    #expect(abs(answer.probabilities.values.reduce(0, +) - 1) < 1e-12)
    #expect(answer.probability == answer.probabilities[answer.label])
    let exponentials = answer.logits.mapValues { exp($0) }
    let sum = exponentials.values.reduce(0, +)
    for (label, value) in exponentials {
      #expect(abs(value / sum - (answer.probabilities[label] ?? -1)) < 1e-6)
    }
  }

  @Test func csvQuotesWhatNeedsIt() throws {
    let bench = try trained()
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--format", "csv", "a, \"b\"")
    let lines = outcome.output.components(separatedBy: "\r\n")
    #expect(lines[0] == "text,label,probability,p_ham,p_spam,tokens,truncated")
    #expect(lines[1].hasPrefix("\"a, \"\"b\"\"\","))
    #expect(lines[1].hasSuffix(",6,false"))
    #expect(lines.count == 3 && lines[2] == "")
  }

  @Test func anEmptyTextHasAnAnswer() throws {
    let bench = try trained()
    let answer = try #require(try answers(bench, "").first)
    #expect(answer.text == "")
    #expect(answer.tokens == 0)
  }

  @Test func oneTextHasTheSameAnswerHoweverItArrives() throws {
    let bench = try trained()
    let texts = ["qlunch at qnoon", "QWIN qcash!!!", "something else"]
    let given = try texts.flatMap { try answers(bench, $0) }
    let lines = texts.map { $0 + "\n" }.joined()
    let file = try bench.write(lines, to: "texts")
    let inFile = try answers(bench, "--file", file)
    #expect(try answers(bench, "-", input: lines) == inFile)
    #expect(
      try answers(bench, "-", input: lines.replacingOccurrences(of: "\n", with: "\r\n")) == inFile)
    let json = texts.map { "{\"text\": \"\($0)\"}\n" }.joined()
    #expect(try answers(bench, "-", input: json) == inFile)
    #expect(try answers(bench, "-", input: String(lines.dropLast())) == inFile)
    // Many texts go through packed weights: in float32 that changes the order of sums, and otherwise no
    // more than training has found acceptable.
    for (precision, tolerance) in [("float32", 1e-5), ("auto", 0.005)] {
      let many = try answers(bench, "--file", file, "--precision", precision)
      for (one, other) in zip(given, many) {
        #expect(one.text == other.text && one.label == other.label)
        #expect(abs(one.probability - other.probability) <= tolerance, "\(precision)")
      }
      #expect(many.count == given.count)
    }
  }

  @Test func labelsOfALabelledFileAreNotRead() throws {
    let bench = try trained()
    let answers = try answers(bench, "--file", bench.data)
    #expect(answers.map(\.text) == Messages.labelled().map(\.text))
  }

  @Test func aFileMayBeAPipe() throws {
    let bench = try trained()
    let answers = try answers(bench, "--file", "/dev/stdin", input: "qlunch\nqcash\n")
    #expect(answers.map(\.text) == ["qlunch", "qcash"])
  }

  @Test func longTextsAreReadAsAsked() throws {
    let bench = try trained()
    let long = (0..<60).map { "word\($0)" }.joined(separator: " ")
    let start = try #require(try answers(bench, long).first)
    #expect(start.truncated)
    #expect(start.tokens > 64)
    let ends = try #require(try answers(bench, "--long-text", "head-tail", long).first)
    #expect(ends.truncated)
    #expect(ends.logits != start.logits)
    let windows = try #require(try answers(bench, "--long-text", "windows", long).first)
    #expect(!windows.truncated)
    #expect(windows.tokens == start.tokens)
    #expect(windows.logits != start.logits)
    let refused = try bench.run(
      "classify", "--model", bench.path("run"), "--long-text", "error", "short", long)
    #expect(refused.exitCode == 65)
    #expect(refused.errorLines.count == 1)
    #expect(refused.errors.contains("text 2: \(start.tokens) tokens, but the model reads 64"))
    #expect(!refused.errors.contains("word"))
  }

  @Test func aCutTextIsMarkedInPlainOutput() throws {
    let bench = try trained()
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), String(repeating: "a b ", count: 100))
    #expect(outcome.output.contains("[cut: the text has"))
  }

  @Test func aTextOfManyMegabytesIsAnswered() throws {
    let bench = try trained()
    let answers = try answers(bench, "-", input: String(repeating: "a", count: 3_000_000) + "\nb\n")
    #expect(answers.map(\.truncated) == [true, false])
  }

  @Test func withoutAModelTheNewestIsTaken() throws {
    let bench = try trained()
    try bench.train("newer", "--seed", "9")
    let newest = try bench.run(
      "classify", "--database", bench.database, "--format", "json", "qlunch")
    let named = try bench.run(
      "classify", "--database", bench.database, "--model", "newer", "--format", "json", "qlunch")
    #expect(newest.exitCode == 0, "\(newest.errors)")
    #expect(newest.output == named.output)
    #expect(try newest.decodedLines(as: Answer.self) != answers(bench, "qlunch"))
  }

  @Test func withoutAnyModelASentenceSaysWhatToDo() throws {
    let bench = try Workbench()
    let outcome = try bench.run("classify", "qlunch")
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Train one first"))
  }

  @Test func textsWithOddCharactersAreAnswered() throws {
    let bench = try trained()
    let texts = [
      "e\u{301}", "\u{E9}", "👩‍👩‍👧‍👦", "\u{0}x".replacingOccurrences(of: "\u{0}", with: ""), "ﷺ",
      "\u{FEFF}a",
    ]
    let answers = try answers(
      bench, "--", texts[0], texts[1], texts[2], texts[3], texts[4], texts[5])
    #expect(answers.map { Array($0.text.utf8) } == texts.map { Array($0.utf8) })
  }

  @Test func aNewLineInATextKeepsPlainOutputToOneLine() throws {
    let bench = try trained()
    let outcome = try bench.run("classify", "--model", bench.path("run"), "one\ntwo\r\nthree")
    #expect(outcome.outputLines.count == 1)
    #expect(outcome.output.hasSuffix("\tone two three\n"))
  }
}
