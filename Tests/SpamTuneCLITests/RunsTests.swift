import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct RunsTests {
  @Test func theListHasTheNewestRunFirst() throws {
    let bench = try Workbench()
    try bench.train("one", "--trainable", "head")
    try bench.train("two", "--epochs", "1")
    let outcome = try bench.run("runs", "--database", bench.database)
    let lines = outcome.outputLines
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix("two  train  finished"))
    #expect(lines[3].hasPrefix("one  train  finished"))
    #expect(lines[2].contains("last-1"))
    #expect(lines[3].contains("head"))
    let one = try bench.run("runs", "list", "--limit", "1", "--database", bench.database)
    #expect(one.outputLines.count == 3)
  }

  @Test func oneRunIsShownWithItsEpochs() throws {
    let bench = try Workbench()
    try bench.train()
    let outcome = try bench.run("runs", "show", "run", "--database", bench.database)
    #expect(outcome.exitCode == 0)
    for part in [
      "finished", bench.base, bench.data, "42 train, 6 validation, 12 test", "mean loss",
      "learning_rate 0.001", "ROC-AUC",
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
  }

  @Test func deletingForgetsTheRecordAndKeepsTheModel() throws {
    let bench = try Workbench()
    try bench.train()
    let outcome = try bench.run("runs", "delete", "run", "--database", bench.database)
    #expect(outcome.exitCode == 0)
    #expect(try Records(bench.database).status(of: "run") == nil)
    for table in ["steps", "epochs", "evaluations", "predictions", "checkpoints", "settings"] {
      #expect(
        try Records(bench.database).numbers("SELECT count(*) FROM \(table)") == [0], "\(table)")
    }
    #expect(try bench.run("classify", "--model", bench.path("run"), "x").exitCode == 0)
  }

  @Test func deletingWithFilesRemovesTheFolderAsWell() throws {
    let bench = try Workbench()
    try bench.train()
    try bench.train("other")
    let outcome = try bench.run("runs", "delete", "run", "--files", "--database", bench.database)
    #expect(outcome.exitCode == 0)
    #expect(!bench.exists("run"))
    #expect(bench.exists("other/model.safetensors"))
    #expect(try Records(bench.database).status(of: "other") == "finished")
  }

  @Test func aRunThatIsBeingTrainedIsNotDeleted() throws {
    let bench = try Workbench()
    let program = try bench.start(bench.training("run", ["--epochs", "100000"]))
    program.wait { program.errors.contains("epoch 1,") }
    let outcome = try bench.run("runs", "delete", "run", "--files", "--database", bench.database)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("another process is training this run"))
    program.send(SIGINT)
    #expect(program.finish().exitCode == 130)
    #expect(try Records(bench.database).status(of: "run") == "interrupted")
  }

  @Test func withoutADatabaseThereAreNoRunsAndNoneIsMade() throws {
    let bench = try Workbench()
    let list = try bench.run("runs", "list", "--database", bench.database)
    #expect(list.exitCode == 0)
    #expect(list.output == "")
    #expect(list.errors.contains("no runs yet"))
    for command in ["show", "delete"] {
      let outcome = try bench.run("runs", command, "run", "--database", bench.database)
      #expect(outcome.exitCode != 0)
      #expect(outcome.errorLines.count == 1)
    }
    #expect(!bench.exists("runs.sqlite"))
  }

  @Test func aFolderThatBecameSomethingElseIsNotDeleted() throws {
    let bench = try Workbench()
    try bench.train()
    try FileManager.default.removeItem(atPath: bench.path("run"))
    try FileManager.default.createDirectory(
      atPath: bench.path("run"), withIntermediateDirectories: true)
    try bench.write("mine", to: "run/notes.txt")
    let outcome = try bench.run("runs", "delete", "run", "--files", "--database", bench.database)
    #expect(outcome.exitCode == 0)
    #expect(try bench.names(in: "run") == ["notes.txt"])
  }
}
