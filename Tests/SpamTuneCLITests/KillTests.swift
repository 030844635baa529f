import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct KillTests {
  static let settings = [
    "--epochs", "4", "--save-every", "5", "--eval-every", "3", "--dropout", "0.1",
  ]

  /// Resumes as often as it takes; a run of which nothing was recorded yet is begun anew.
  private func finish(_ bench: Workbench) throws {
    let isRecorded =
      try bench.exists("runs.sqlite") && Records(bench.database).status(of: "run") != nil
    let outcome = try bench.run(
      isRecorded
        ? ["train", "--resume", "run", "--database", bench.database]
        : bench.training("run", Self.settings))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
  }

  private func expectAsUninterrupted(_ bench: Workbench) throws {
    #expect(try bench.weights("run") == bench.weights("straight"))
    let records = try Records(bench.database)
    #expect(try records.status(of: "run") == "finished")
    try expectSameRecords(records, "run", "straight")
    for folder in ["", "/checkpoints"] {
      let names = try bench.names(in: "run" + folder)
      #expect(try names == bench.names(in: "straight" + folder), "\(names)")
    }
  }

  /// Begins anew after each kill, the moments spread evenly over the time of a whole run.
  @Test func killedOnceAtAnyMomentARunEndsWithTheSameBits() throws {
    let bench = try Workbench()
    let start = ContinuousClock.now
    let straight = try bench.run(bench.training("straight", Self.settings))
    try #require(straight.exitCode == 0)
    let time = start.duration(to: .now)
    let moments = 20
    for moment in 1...moments {
      let program = try bench.start(bench.training("run", Self.settings))
      Thread.sleep(forTimeInterval: time / .seconds(1) * Double(moment) / Double(moments))
      program.send(SIGKILL)
      _ = program.finish()
      try finish(bench)
      try expectAsUninterrupted(bench)
      _ = try bench.run("runs", "delete", "run", "--files", "--database", bench.database)
      try #require(!bench.exists("run"))
    }
  }

  @Test func killedAgainAndAgainARunEndsWithTheSameBits() throws {
    let bench = try Workbench()
    let straight = try bench.run(bench.training("straight", Self.settings))
    try #require(straight.exitCode == 0)
    var program = try bench.start(bench.training("run", Self.settings))
    for count in 1...8 {
      let steps = count * 2
      try program.wait {
        guard bench.exists("run/run.json") else { return false }
        return try Records(bench.database).steps(of: "run").count >= steps
      }
      program.send(SIGKILL)
      _ = program.finish()
      program = try bench.start(["train", "--resume", bench.path("run")])
    }
    let outcome = program.finish()
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    try expectAsUninterrupted(bench)
  }

  @Test func killedBetweenItsRecordAndItsFolderARunBeginsAtTheFirstStep() throws {
    let bench = try Workbench()
    try bench.train("straight", "--seed", "\(UInt64.max)")
    try bench.train("run", "--seed", "\(UInt64.max)")
    try FileManager.default.removeItem(atPath: bench.path("run"))
    let records = try Records(bench.database)
    try records.execute("UPDATE runs SET status = 'running' WHERE name = 'run'")
    for table in ["steps", "epochs", "evaluations", "checkpoints"] {
      try records.execute(
        "DELETE FROM \(table) WHERE run_id = (SELECT id FROM runs WHERE name = 'run')")
    }
    let outcome = try bench.run("train", "--resume", "run", "--database", bench.database)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    try expectAsUninterrupted(bench)
  }

  /// What a kill between writing a checkpoint and recording it leaves.
  @Test func aCheckpointThatWasNotRecordedYetIsRecordedByResuming() throws {
    let bench = try Workbench()
    try bench.train("straight")
    try bench.train("run")
    try Records(bench.database).execute(
      "DELETE FROM checkpoints WHERE step = 12"
        + " AND run_id = (SELECT id FROM runs WHERE name = 'run')")
    let outcome = try bench.run("train", "--resume", bench.path("run"))
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    try expectAsUninterrupted(bench)
  }

  @Test func aKilledRunLeavesNoHalfWrittenFile() throws {
    let bench = try Workbench()
    let program = try bench.start(
      bench.training("run", ["--epochs", "100000", "--save-every", "1"]))
    // Every checkpoint stays for two steps only.
    program.wait {
      let newest = (try? bench.names(in: "run/checkpoints"))?.last { $0.hasPrefix("step-") }
      return newest.map { $0 >= "step-00000020" } ?? false
    }
    program.send(SIGKILL)
    #expect(program.finish().exitCode == 137)
    let resumed = try bench.start(["train", "--resume", bench.path("run")])
    resumed.wait { resumed.errors.contains("resuming after step") }
    // Two more checkpoints have the older ones and what was half-written removed.
    resumed.wait { resumed.errors.contains("epoch ") }
    resumed.send(SIGINT)
    #expect(resumed.finish().exitCode == 130)
    let names = try bench.names(in: "run/checkpoints")
    #expect(names.count == 2)
    #expect(names.allSatisfy { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") })
  }
}
