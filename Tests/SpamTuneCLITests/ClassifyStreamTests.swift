import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ClassifyStreamTests {
  private func start(_ bench: Workbench, _ more: String...) throws -> Spamtune {
    try bench.start(["classify", "--model", bench.path("run"), "-"] + more, hasInput: true)
  }

  private func lines(_ program: Spamtune) -> Int {
    program.output.count { $0 == "\n" }
  }

  @Test func eachLineIsAnsweredBeforeTheNextIsWritten() throws {
    let bench = try Workbench()
    try bench.train()
    let program = try start(bench)
    for count in 1...3 {
      try program.write("line \(count)\n")
      #expect(program.wait { lines(program) == count })
    }
    try program.closeInput()
    let outcome = program.finish()
    #expect(outcome.exitCode == 0)
    #expect(outcome.outputLines.count == 3)
  }

  @Test func tokensOfALineArriveBeforeTheNextIsWritten() throws {
    let bench = try Workbench()
    let program = try bench.start(
      ["tokenize", "--tokenizer", bench.base, "--format", "json", "-"], hasInput: true)
    for count in 1...3 {
      try program.write("{\"text\": \"line \(count)\"}\n")
      #expect(program.wait { lines(program) == count })
    }
    try program.closeInput()
    #expect(program.finish().exitCode == 0)
  }

  #if os(Linux)
    @Test func memoryDoesNotGrowWithTheLengthOfTheStream() throws {
      let bench = try Workbench()
      try bench.train()
      let program = try start(bench)
      var written = 0
      func peak(after count: Int) throws -> Int {
        while written < count {
          let batch = (written..<written + 500).map { "message number \($0)\n" }.joined()
          try program.write(batch)
          written += 500
        }
        #expect(program.wait { lines(program) == count })
        let status = try String(
          contentsOfFile: "/proc/\(program.identifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") })
        return try #require(Int(line.filter(\.isNumber)))
      }
      let early = try peak(after: 2_000)
      let late = try peak(after: 12_000)
      #expect(late - early < 4_000, "\(early) kB after 2,000 lines, \(late) kB after 12,000")
      try program.closeInput()
      #expect(program.finish().exitCode == 0)
    }
  #endif

  @Test func aBadRowIsNamedAfterTheAnswersBeforeIt() throws {
    let bench = try Workbench()
    try bench.train()
    let outcome = try bench.run(
      "classify", "--model", bench.path("run"), "--format", "json", "-",
      input: "{\"text\": \"one\"}\n{\"text\": \"two\"}\n{\"text\": qsecret}\n{\"text\": \"four\"}\n"
    )
    #expect(outcome.exitCode == 65)
    #expect(try outcome.decodedLines(as: Answer.self).map(\.text) == ["one", "two"])
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("line 3: not JSON"))
    #expect(!outcome.errors.contains("qsecret"))
  }

  @Test func aReaderThatGoesAwayEndsTheProgramQuietly() throws {
    let bench = try Workbench()
    try bench.train()
    let file = try bench.write(
      (0..<5_000).map { "message number \($0)\n" }.joined(), to: "texts")
    let pipe = Pipe()
    let program = try Spamtune(
      ["classify", "--model", bench.path("run"), "--file", file], in: bench.folder,
      output: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    _ = try pipe.fileHandleForReading.read(upToCount: 10)
    try pipe.fileHandleForReading.close()
    let outcome = program.finish()
    #expect(outcome.errors == "")
    #expect([0, 128 + SIGPIPE].contains(outcome.exitCode))
  }
}
