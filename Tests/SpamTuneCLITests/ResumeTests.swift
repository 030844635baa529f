import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ResumeTests {
  /// Stops a training with Ctrl-C after its first epochs.
  private func stopped(_ bench: Workbench, _ more: [String] = []) throws {
    let program = try bench.start(bench.training("run", ["--epochs", "1000"] + more))
    program.wait { program.errors.contains("epoch 2,") }
    program.send(SIGINT)
    try #require(program.finish().exitCode == 130)
  }

  private func resume(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(["train", "--resume", bench.path("run")] + more)
  }

  @Test func aFinishedRunStaysAsItIs() throws {
    let bench = try Workbench()
    try bench.train("run")
    try bench.train("other")
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("resuming after step 12 of 12"))
    #expect(try bench.weights("run") == bench.weights("other"))
    try expectSameRecords(Records(bench.database), "run", "other")
  }

  @Test func aRunThatIsBeingTrainedIsRefused() throws {
    let bench = try Workbench()
    let program = try bench.start(bench.training("run", ["--epochs", "100000"]))
    program.wait { program.errors.contains("epoch 1,") }
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("another process is training this run"))
    program.send(SIGINT)
    #expect(program.finish().exitCode == 130)
  }

  @Test func changedDataIsRefused() throws {
    let bench = try Workbench()
    try stopped(bench)
    try bench.write(Messages.uci(Messages.labelled(61)), to: "messages.tsv")
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("\(bench.data) changed since run run began"))
  }

  @Test func aChangedBaseIsRefused() throws {
    let bench = try Workbench()
    try stopped(bench)
    try FileManager.default.removeItem(atPath: bench.base)
    try bench.makeBase(at: "base", seed: 2)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("\(bench.base) changed since run run began"))
  }

  @Test(arguments: [
    ("config.json", "\"n_head\" : 2", "\"n_head\" : 4"), ("tokenizer.json", "{", " {"),
  ])
  func aBaseThatReadsOtherwiseIsRefused(file: String, old: String, new: String) throws {
    let bench = try Workbench()
    try stopped(bench)
    let text = String(decoding: try bench.contents("base/" + file), as: UTF8.self)
    let range = try #require(text.range(of: old))
    try bench.write(text.replacingCharacters(in: range, with: new), to: "base/" + file)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("\(bench.base) changed since run run began"))
  }

  @Test func aChangedFineTunedBaseIsRefused() throws {
    let bench = try Workbench()
    try bench.train("first", "--trainable", "last-2")
    try stopped(bench, ["--base", bench.path("first")])
    try FileManager.default.removeItem(atPath: bench.path("first"))
    try bench.train("first-again", "--trainable", "last-2", "--seed", "2")
    try FileManager.default.moveItem(
      atPath: bench.path("first-again"), toPath: bench.path("first"))
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("\(bench.path("first")) changed since run run began"))
  }

  @Test func aDamagedCheckpointIsNamedAndTheOneBeforeItServes() throws {
    let bench = try Workbench()
    try stopped(bench)
    let newest = try #require(try bench.names(in: "run/checkpoints").last)
    var bytes = try bench.contents("run/checkpoints/" + newest)
    bytes[bytes.count - 5] ^= 0x10
    try bench.write(bytes, to: "run/checkpoints/" + newest)

    let refused = try resume(bench)
    #expect(refused.exitCode == 1)
    #expect(refused.errorLines.last?.contains(newest) == true)
    #expect(refused.errorLines.last?.contains("Delete this checkpoint") == true)

    try FileManager.default.removeItem(atPath: bench.path("run/checkpoints/" + newest))
    let program = try bench.start(["train", "--resume", bench.path("run")])
    #expect(program.wait { program.errors.contains("resuming after step") })
    program.send(SIGINT)
    #expect(program.finish().exitCode == 130)
  }

  @Test func aTruncatedCheckpointIsNamed() throws {
    let bench = try Workbench()
    try stopped(bench)
    let newest = try #require(try bench.names(in: "run/checkpoints").last)
    let bytes = try bench.contents("run/checkpoints/" + newest)
    try bench.write(Data(bytes.prefix(bytes.count / 2)), to: "run/checkpoints/" + newest)
    let outcome = try resume(bench)
    #expect([1, 65].contains(outcome.exitCode))
    #expect(outcome.errorLines.last?.contains(newest) == true)
  }

  @Test(arguments: [
    ["--epochs", "3"], ["--learning-rate=0.1"], ["--base", "base"], ["-b", "base"],
    ["--no-shuffle"],
    ["--data", "messages.tsv"], ["--output", "elsewhere"], ["--skip-bad-rows"],
  ])
  func settingsCannotBeChangedOnTheWay(options: [String]) throws {
    let bench = try Workbench()
    try bench.train("run")
    let outcome = try bench.run(["train", "--resume", bench.path("run")] + options)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("--resume goes on with the settings the run began with"))
    #expect(outcome.output == "")
  }

  @Test func threadsAndFormatGoWithResuming() throws {
    let bench = try Workbench()
    try bench.train("run")
    let outcome = try bench.run(
      "train", "--resume=run", "--database", bench.database, "--threads", "1", "--format", "json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try outcome.decoded(as: TrainingReport.self).run == "run")
  }

  @Test func anUnreadablePlanIsNamed() throws {
    let bench = try Workbench()
    try bench.train("run")
    try bench.write("{\"name\": 7}", to: "run/run.json")
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("run.json"))
  }

  @Test func aRunWhoseRecordWasDeletedIsNotResumed() throws {
    let bench = try Workbench()
    try bench.train("run")
    _ = try bench.run("runs", "delete", "run", "--database", bench.database)
    let outcome = try resume(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
  }
}
