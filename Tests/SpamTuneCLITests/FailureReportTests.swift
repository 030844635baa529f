import ArgumentParser
import Files
import Foundation
import Testing

@testable import SpamTuneCLI

@Suite struct FailureReportTests {
  private struct Complaint: ReportableError {
    let exitClass: ExitClass
    let description = "The `learning_rate` is -1; set `max_gradient_norm` 1."
  }

  @Test(arguments: zip(ExitClass.allCases, [1, 64, 65] as [Int32]))
  func theClassOfAnErrorIsItsExitCode(exitClass: ExitClass, code: Int32) throws {
    let report = try #require(FailureReport(Complaint(exitClass: exitClass)))
    #expect(report.exitCode == code)
    #expect(report.sentence == "The --learning-rate is -1; set --max-gradient-norm 1.")
  }

  @Test func aReaderThatGoesAwayIsToldNothing() throws {
    let report = try #require(FailureReport(OutputError(code: EPIPE)))
    #expect(report.sentence == nil && report.exitCode == 128 + SIGPIPE)
    #expect(try #require(FailureReport(OutputError(code: ENOSPC))).exitCode == 1)
  }

  @Test func theParserTellsItsOwnErrors() {
    #expect(FailureReport(ValidationError("")) == nil)
    #expect(FailureReport(ExitCode(130)) == nil)
    #expect(FailureReport(CleanExit.helpRequest()) == nil)
  }

  /// Errors that are caught in the target that throws them, and there become one of those that users meet.
  private static let internalErrors: Set = [
    "JSONError", "Problem", "Reason", "Stop", "UnreadableRow",
  ]

  /// An error that nobody has thought of must not come out as the parser's "Error: …" with code 1.
  @Test func everyDeclaredErrorIsReportable() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let sources = package.appending(path: "Sources").path
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources)
      .filter { $0.hasSuffix(".swift") }
    #expect(files.count > 100)
    let declaration =
      /^ *(?:[a-z()]+ )*?(?:struct|enum|class|actor|extension) ([A-Za-z.]+) *: *([^{]*)\{/
      .anchorsMatchLineEndings()
    var errors: Set<String> = []
    var reportable: Set<String> = []
    for file in files {
      let text = try String(contentsOfFile: sources + "/" + file, encoding: .utf8)
      for match in text.matches(of: declaration) {
        let inherited = match.2.split { !$0.isLetter }
        if inherited.contains("Error") { errors.insert(String(match.1)) }
        if inherited.contains("ReportableError") { reportable.insert(String(match.1)) }
      }
    }
    #expect(reportable.count > 15)
    #expect(errors.subtracting(reportable) == Self.internalErrors)
  }
}
