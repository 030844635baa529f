import Foundation
import TestFiles
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Splits that have names, and the program that can be repeated on them.
@Suite struct ProtocolTests {
  @Test func eachMessageIsInTheTestOfOneFold() throws {
    let bench = try Workbench()
    var tested: [Int] = []
    for fold in 1...3 {
      let report = try bench.train("fold\(fold)", "--split", "kfold:3:\(fold)", "--format", "json")
        .decoded(as: TrainingReport.self)
      #expect(report.split.train == 20)
      #expect(report.split.validation == 20)
      tested += try Records(bench.database).numbers(
        "SELECT row FROM v_predictions WHERE run = ?", ["fold\(fold)"])
    }
    #expect(tested.sorted() == Array(1...60))
  }

  @Test func aProgramThatIsRepeatedLeavesOutTheLastShortBatch() throws {
    let bench = try Workbench()
    try bench.train("run", "--compat", "raschka")
    // 42 messages make five batches of 8, in each of two epochs.
    let steps = try Records(bench.database).steps(of: "run")
    #expect(steps.count == 10)
  }

  @Test func aProgramThatIsRepeatedAsksNoBase() throws {
    let bench = try Workbench()
    try bench.write("{\"epochs\": 7, \"pooling\": \"mean\"}", to: "base/fine-tuning.json")
    let outcome = try bench.run(
      "train", "--data", bench.data, "--base", bench.base, "--database", bench.database, "--output",
      bench.path("run"), "--name", "run", "--compat", "raschka")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("recommended"))
    let records = try Records(bench.database)
    #expect(try records.setting("epochs", of: "run") == "5")
    #expect(try records.setting("pooling", of: "run") == "\"padded-last\"")
  }

  @Test func aProgramThatIsRepeatedBeginsWithAHeadOfItsOwn() throws {
    let bench = try Workbench()
    try bench.train("first")
    let outcome = try bench.run(
      bench.training("second", ["--base", bench.path("first"), "--compat", "raschka"]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("the base has a head"))
  }

  @Test func theSeedDecidesHeadAndBatches() throws {
    let bench = try Workbench()
    for (name, seed) in [("one", "1"), ("again", "1"), ("two", "2")] {
      try bench.train(name, "--compat", "raschka", "--seed", seed, "--split", "kfold:3")
    }
    #expect(try bench.weights("one") == bench.weights("again"))
    #expect(try bench.weights("one") != bench.weights("two"))
  }

  @Test func aRepeatedProgramGoesOnWithItsBatches() throws {
    let bench = try Workbench()
    try bench.train("whole", "--compat", "raschka", "--epochs", "100")
    let program = try bench.start(
      bench.training("run", ["--compat", "raschka", "--epochs", "100"]))
    program.wait { program.errors.contains("epoch 2,") }
    program.send(SIGINT)
    _ = program.finish()
    let outcome = try bench.run("train", "--resume", bench.path("run"))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try bench.weights("run") == bench.weights("whole"))
  }

  @Test(.enabled(if: Fixtures.smsCollection != nil, "needs SPAMTUNE_SMS"))
  func theBooksSplitIsTrainedOn() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      bench.training(
        "run",
        [
          "--data", try #require(Fixtures.smsCollection), "--split", "raschka", "--compat",
          "raschka", "--epochs", "1", "--format", "json",
        ]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try outcome.decoded(as: TrainingReport.self)
    #expect(report.split.train == 1045)
    #expect(report.split.validation == 149)
    #expect(report.split.test == 300)
    // Messages that are on both sides in the book, too.
    #expect(outcome.errors.contains("equal a training message after normalisation"))
    #expect(try Records(bench.database).steps(of: "run").count == 130)
  }
}
