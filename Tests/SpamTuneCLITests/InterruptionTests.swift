import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct InterruptionTests {
  /// Long enough to be met in the middle, with a line after every fifth step.
  static let long = ["--epochs", "20", "--eval-every", "5", "--dropout", "0.1"]

  /// Starts a training and sends it a signal after its fifth step.
  private func interrupt(
    _ bench: Workbench, with signal: Int32, _ name: String = "run"
  ) throws -> Outcome {
    let program = try bench.start(bench.training(name, Self.long))
    program.wait { program.errors.contains("step 5:") }
    program.send(signal)
    return program.finish()
  }

  @Test func ctrlCSavesAndSaysHowToGoOn() throws {
    let bench = try Workbench()
    let outcome = try interrupt(bench, with: SIGINT)
    #expect(outcome.exitCode == 130)
    #expect(outcome.output == "")
    #expect(
      outcome.errorLines.last?.contains("Go on with: spamtune train --resume \(bench.path("run"))")
        == true)
    #expect(try Records(bench.database).status(of: "run") == "interrupted")
    #expect(!bench.exists("run/model.safetensors"))
    let steps = try Records(bench.database).numbers("SELECT steps FROM v_runs")
    #expect(try bench.names(in: "run/checkpoints").last?.contains("\(steps[0]).safe") == true)
  }

  @Test func aRunOfTheHomeIsResumedByItsName() throws {
    let bench = try Workbench()
    let program = try bench.start(
      ["train", "--data", bench.data, "--base", bench.base, "--name", "run", "--epochs", "1000"])
    program.wait { program.errors.contains("epoch 1,") }
    program.send(SIGINT)
    #expect(program.finish().errorLines.last?.hasSuffix("spamtune train --resume run") == true)
    let resumed = try bench.start(["train", "--resume", "run"])
    #expect(resumed.wait { resumed.errors.contains("resuming after step") })
  }

  @Test(arguments: [true, false])
  func anInterruptedRunEndsWithTheBitsOfAnUninterruptedOne(byName: Bool) throws {
    let bench = try Workbench()
    try bench.train("straight", "--epochs", "20", "--eval-every", "5", "--dropout", "0.1")
    _ = try interrupt(bench, with: SIGINT)
    let resumed = try bench.run(
      "train", "--resume", byName ? "run" : bench.path("run"), "--database", bench.database)
    try #require(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("resuming after step"))
    #expect(try bench.weights("run") == bench.weights("straight"))
    let records = try Records(bench.database)
    #expect(try records.status(of: "run") == "finished")
    try expectSameRecords(records, "run", "straight")
  }

  @Test func aRequestToTerminateSavesToo() throws {
    let bench = try Workbench()
    let outcome = try interrupt(bench, with: SIGTERM)
    #expect(outcome.exitCode == 143)
    #expect(try Records(bench.database).status(of: "run") == "interrupted")
  }

  @Test func ctrlCTwiceStopsAtOnce() throws {
    let bench = try Workbench()
    let program = try bench.start(bench.training("run", ["--epochs", "100000"]))
    program.wait { program.errors.contains("features of") }
    while program.isRunning {
      program.send(SIGINT)
      usleep(200)
    }
    #expect(program.finish().exitCode == 130)
  }

  @Test func ctrlCDuringTheFrozenPartLeavesARunThatCanBeResumed() throws {
    // Enough tokens that the frozen part takes a while.
    let bench = try Workbench(messages: Messages.labelled(1000))
    try bench.makeBase(at: "deep", configuration: ["n_layer": 24])
    let program = try bench.start(bench.training("run", ["--base", bench.path("deep")]))
    program.wait { program.errors.contains("messages to train on") }
    program.send(SIGINT)
    let outcome = program.finish()
    #expect(outcome.exitCode == 130)
    #expect(!outcome.errors.contains("epoch 1"))
    let resumed = try bench.run("train", "--resume", bench.path("run"))
    #expect(resumed.exitCode == 0)
    #expect(resumed.errors.contains("starting from the first step"))
  }
}

/// Expects two runs to have left the same rows: no step twice or missing, one final evaluation of
/// each part.
func expectSameRecords(
  _ records: Records, _ run: String, _ other: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for query in [
    "SELECT step, epoch, loss, learning_rate, gradient_norm FROM v_steps WHERE run = ? ORDER BY step",
    "SELECT epoch, step, examples, loss, train_loss, train_accuracy, validation_loss "
      + "FROM v_epochs WHERE run = ? ORDER BY epoch",
    "SELECT part, step, epoch, examples, loss, accuracy, mcc FROM v_evaluations WHERE run = ? "
      + "ORDER BY part, step",
    "SELECT row, truth, predicted, probability FROM v_predictions WHERE run = ? ORDER BY row",
    "SELECT part, truth, predicted, count FROM v_confusion WHERE run = ? "
      + "ORDER BY part, truth, predicted",
    "SELECT step, epoch, bytes FROM v_checkpoints WHERE run = ? ORDER BY step",
  ] {
    let rows = try records.rows(query, [run])
    #expect(!rows.isEmpty, "\(query)", sourceLocation: sourceLocation)
    #expect(
      try rows == records.rows(query, [other]), "\(query)", sourceLocation: sourceLocation)
  }
}
