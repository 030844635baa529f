import Foundation
import Testing

/// `classify --explain`: what is said about an answer must be what `classify` itself says about changed
/// texts.
@Suite struct ExplainTests {
  /// Messages of five letters, among them a `z` if they are spam: nothing else tells the classes apart.
  private static let planted: [Message] = (0..<60).map { index in
    var letters = (0..<5).map { ["b", "k", "m", "l", "s", "d", "f"][(index / 2 * 3 + $0 * 5) % 7] }
    if index % 2 == 1 { letters[index / 2 % 5] = "z" }
    return Message(label: index % 2 == 0 ? "ham" : "spam", text: letters.joined(separator: " "))
  }

  private func trained(_ options: String...) throws -> Workbench {
    let bench = try Workbench(messages: Self.planted)
    let standard = [
      "--split", "100/0/0", "--trainable", "all", "--epochs", "12", "--learning-rate", "1e-2",
    ]
    let outcome = try bench.run(bench.training("run", standard + options))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return bench
  }

  private func explained(
    _ bench: Workbench, _ arguments: [String], input: String? = nil
  ) throws -> [ExplainedAnswer] {
    let outcome = try bench.run(
      ["classify", "--model", bench.path("run"), "--explain", "--format", "json"] + arguments,
      input: input)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: ExplainedAnswer.self)
  }

  private func answers(
    _ bench: Workbench, _ texts: [String], _ options: [String] = []
  ) throws -> [Answer] {
    let outcome = try bench.run(
      ["classify", "--model", bench.path("run"), "--format", "json"] + options + ["--"] + texts)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: Answer.self)
  }

  /// Gradients are left to themselves here: an answer as sure as this one hardly changes with small steps,
  /// which is what they see.
  @Test func leavingOutThePlantedWordMattersMost() throws {
    let bench = try trained()
    let answer = try #require(try explained(bench, ["b k z l s"]).first)
    #expect(answer.label == "spam")
    #expect(answer.explanation.class == "spam" && answer.explanation.against == "ham")
    let strongest = answer.explanation.tokens.max { $0.leaveOneOut < $1.leaveOneOut }
    #expect(strongest?.text == "z" && strongest?.start == 4)
    let others = answer.explanation.tokens.filter { $0.text != "z" }.map { abs($0.leaveOneOut) }
    #expect(strongest?.leaveOneOut ?? 0 > 3 * (others.max() ?? .infinity))
    #expect(answer.explanation.smallestDeletion.words == ["z"])
    #expect(answer.explanation.smallestDeletion.minimality == "smallest")
    #expect(answer.explanation.methods.keys.sorted() == ["gradient_x_input", "leave_one_out"])
  }

  @Test(arguments: [
    [], ["--pooling", "mean"], ["--pooling", "padded-last"], ["--no-causal-mask"],
    ["--pooling", "first", "--no-causal-mask"], ["--method", "lora"], ["--method", "qlora-nf4"],
  ])
  func leavingATokenOutIsClassifyingTheTextWithoutIt(options: [String]) throws {
    let bench = try Workbench(messages: Self.planted)
    let outcome = try bench.run(
      bench.training("run", ["--split", "100/0/0", "--learning-rate", "1e-2"] + options))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let texts = ["b k z l", "x é the", "m m"]
    for answer in try explained(bench, ["--nearest", "0", "--"] + texts) {
      let tokens = answer.explanation.tokens
      let characters = tokens.filter { !$0.text.contains("\u{FFFD}") }
      let rests = try answers(
        bench,
        [answer.text]
          + characters.map { answer.text(without: [.init(start: $0.start, end: $0.end)]) })
      let whole = answer.difference(in: rests[0])
      #expect(abs(answer.explanation.logitDifference - whole) < 1e-4)
      // What is left may be cut into other tokens, and then says nothing about this one.
      let same = zip(characters, rests.dropFirst()).filter { $1.tokens == answer.tokens - 1 }
      #expect(same.count > tokens.count / 2, "\(same.count) of \(tokens.count)")
      for (token, rest) in same {
        #expect(
          abs(token.leaveOneOut - (whole - answer.difference(in: rest))) < 2e-4,
          "at byte \(token.start), \(options)")
        #expect(token.gradientTimesInput.isFinite)
      }
      #expect(tokens.contains { $0.gradientTimesInput != 0 })
    }
  }

  @Test func theDeletionChangesTheAnswerAndNoSmallerOneDoes() throws {
    let bench = try trained()
    let texts = ["b z k z l m", "z z z s f d k", "m b k m l", "m z"]
    var found = 0
    for answer in try explained(bench, ["--nearest", "0", "--"] + texts) {
      let words = answer.text.split(separator: " ").map(String.init)
      let deletion = answer.explanation.smallestDeletion
      // All deletions of up to half of the words, as texts.
      let deletions = (1..<1 << words.count).map { bits in
        words.indices.filter { bits >> $0 & 1 == 1 }
      }.filter { $0.count <= words.count / 2 && $0.count <= 2 }
      let rests = deletions.map { deleted in
        words.indices.filter { !deleted.contains($0) }.map { words[$0] }.joined(separator: " ")
      }
      let flips = zip(deletions, try answers(bench, rests)).filter { $1.label != answer.label }
      let smallest = flips.map(\.0.count).min()
      guard deletion.found else {
        #expect(smallest == nil, "\(answer.text)")
        #expect(deletion.meaning.contains("none found of up to \(words.count / 2)"))
        continue
      }
      found += 1
      let removed = try #require(deletion.removed)
      let rest = answer.text(without: removed)
      #expect(deletion.text == rest)
      let again = try #require(try answers(bench, [rest]).first)
      #expect(again.label == deletion.label && again.label != answer.label)
      #expect(again.probability == deletion.probability)
      let count = try #require(deletion.words?.count)
      #expect(count <= words.count / 2)
      if let smallest { #expect(count == smallest, "\(answer.text)") }
      if count <= 2 { #expect(deletion.minimality == "smallest") }
    }
    #expect(found > 0)
  }

  @Test func theAnswerByAThresholdIsTheOneExplained() throws {
    let bench = try trained()
    let options = ["--threshold", "1", "--nearest", "0"]
    let answer = try #require(try explained(bench, options + ["b k z l s"]).first)
    #expect(answer.label == "ham" && answer.explanation.class == "ham")
    #expect(answer.explanation.logitDifference < 0)
    let strongest = answer.explanation.tokens.min { $0.leaveOneOut < $1.leaveOneOut }
    #expect(strongest?.text == "z" && strongest?.leaveOneOut ?? 0 < 0)
    // Whatever is deleted, nothing reaches a probability of 1.
    #expect(!answer.explanation.smallestDeletion.found)
  }

  @Test func aTrainingMessageIsNearestToItself() throws {
    let bench = try trained()
    for row in [2, 31] {
      let text = Self.planted[row - 1].text
      let first = try #require(try explained(bench, ["--nearest", "4", text]).first)
      let nearest = try #require(first.explanation.nearest)
      #expect(nearest.messages.count == 4)
      let own = try #require(nearest.messages.first { $0.row == row })
      #expect(own.distance < 1e-9 && own.distance <= (nearest.messages.first?.distance ?? 0))
      #expect(own.label == Self.planted[row - 1].label)
      #expect(nearest.messages.map(\.distance) == nearest.messages.map(\.distance).sorted())
      #expect(nearest.of == "train part of run run")
      // What was computed the first time is remembered, and is the same.
      #expect(try explained(bench, ["--nearest", "4", text]).first?.explanation.nearest == nearest)
    }
  }

  @Test(arguments: ["text", "json"])
  func textsOfTrainingMessagesAreNeverShown(format: String) throws {
    let messages = (0..<20).map {
      Message(label: $0 % 2 == 0 ? "ham" : "spam", text: "\($0 % 2 == 0 ? "b" : "z") qq\($0)qq")
    }
    let bench = try Workbench(messages: messages)
    try bench.train("run", "--split", "100/0/0")
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--explain", "--nearest", "20", "--format", format,
      "z b")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!(outcome.output + outcome.errors).contains("qq"))
    #expect(outcome.output.contains("train part of run run"))
  }

  @Test func spansCoverWhatWasRead() throws {
    let bench = try trained()
    let odd = ["é 👩‍👩‍👧\tz\r\nthe  other ", "中文", ""]
    for answer in try explained(bench, ["--nearest", "0", "--"] + odd) {
      let bytes = Array(answer.text.utf8)
      #expect(answer.explanation.tokens.map(\.start) == starts(answer, from: 0))
      #expect(answer.explanation.tokens.last?.end ?? 0 == bytes.count)
      for token in answer.explanation.tokens {
        #expect(token.text == String(decoding: bytes[token.start..<token.end], as: UTF8.self))
      }
    }
    let long = (0..<50).map { "ba\($0)" }.joined(separator: " ")
    let count = long.utf8.count
    let start = try #require(try explained(bench, ["--nearest", "0", long]).first)
    #expect(start.explanation.tokens.count == 64)
    #expect(start.explanation.read.map(\.start) == [0])
    #expect(start.explanation.read.last?.end == start.explanation.tokens.last?.end)
    let ends = try #require(
      try explained(bench, ["--nearest", "0", "--long-text", "head-tail", long]).first)
    #expect(ends.explanation.tokens.count == 64)
    #expect(ends.explanation.read.count == 2 && ends.explanation.read.last?.end == count)
    let windows = try #require(
      try explained(bench, ["--nearest", "0", "--long-text", "windows", long]).first)
    #expect(windows.explanation.read == [.init(start: 0, end: count)])
    #expect(windows.explanation.tokens.map(\.start) == starts(windows, from: 0))
    #expect(windows.explanation.leaveOneOutUnit == "token")
  }

  @Test func veryLongTextsAreLeftOutInStretches() throws {
    let bench = try trained()
    let long =
      (0..<200).map { "ba\($0)" }.joined(separator: " ") + String(repeating: "x", count: 99)
    let answer = try #require(
      try explained(bench, ["--nearest", "0", "--long-text", "windows", long]).first)
    #expect(answer.explanation.tokens.count > 256)
    #expect(answer.explanation.leaveOneOutUnit == "stretch of words")
    #expect(answer.explanation.tokens.allSatisfy { $0.leaveOneOut.isFinite })
    #expect(answer.explanation.tokens.map(\.start) == starts(answer, from: 0))
  }

  /// Where tokens begin that follow each other without gaps.
  private func starts(_ answer: ExplainedAnswer, from start: Int) -> [Int] {
    answer.explanation.tokens.isEmpty
      ? [] : [start] + answer.explanation.tokens.dropLast().map(\.end)
  }

  @Test func plainTextNamesTheMethodsAndHasNoColours() throws {
    let bench = try trained()
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--explain", "b k\u{1B}[31m z l")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!outcome.output.contains("\u{1B}"))
    for part in [
      "leave-one-out", "gradient × input", "What speaks for", "the answer", "Nearest in the",
      "cosine distance",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func filesAndStreamsAreExplainedMessageByMessage() throws {
    let bench = try trained()
    let lines = "b z k\nm l\n"
    let streamed = try explained(bench, ["-"], input: lines)
    #expect(streamed.map(\.text) == ["b z k", "m l"])
    #expect(streamed.allSatisfy { $0.explanation.nearest == nil })
    let file = try bench.write(lines, to: "texts")
    let asked = try explained(bench, ["--file", file, "--nearest", "1"])
    #expect(asked.allSatisfy { $0.explanation.nearest?.messages.count == 1 })
    // Packed weights add up in another order.
    for (one, other) in zip(streamed, try explained(bench, ["--"] + streamed.map(\.text))) {
      #expect(abs(one.explanation.logitDifference - other.explanation.logitDifference) < 0.05)
      #expect(other.explanation.nearest?.messages.count == 3)
    }
  }

  @Test func withoutItsRunAModelExplainsAllButNeighbours() throws {
    let bench = try trained()
    try FileManager.default.removeItem(atPath: bench.path("run/run.json"))
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--explain", "--format", "json", "b z")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("left out"))
    #expect(try outcome.decoded(as: ExplainedAnswer.self).explanation.nearest == nil)
    let refused = try bench.run(
      "classify", "--model", bench.path("run"), "--explain", "--nearest", "2", "b z")
    #expect(refused.exitCode == 65)
    #expect(refused.output == "" && refused.errors.contains("--nearest"))
  }

  @Test func changedTrainingDataIsNoticed() throws {
    let bench = try trained()
    try bench.write(Messages.uci(Self.planted + Self.planted.suffix(1)), to: "messages.tsv")
    let outcome = try bench.run("classify", "--model", bench.path("run"), "--explain", "b z")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("changed since run run began"))
    #expect(!outcome.output.contains("Nearest"))
  }

  @Test(arguments: [
    ["--explain", "--format", "csv"], ["--nearest", "2"], ["--explain", "--nearest=-1"],
    ["--explain", "--nearest", "1001"],
  ])
  func whatMakesNoSenseIsRefused(options: [String]) throws {
    let outcome = try Workbench().run(["classify", "--model", "none"] + options + ["zebra"])
    #expect(outcome.exitCode == 64)
    #expect(outcome.output == "")
    #expect(!outcome.errors.contains("zebra"))
    #expect(outcome.errors.contains(options.contains("csv") ? "--explain" : "--nearest"))
  }
}
