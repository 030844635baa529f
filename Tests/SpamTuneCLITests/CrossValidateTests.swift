import Foundation
import Testing

@Suite struct CrossValidateTests {
  private func report(
    _ bench: Workbench, _ name: String, _ more: String...
  ) throws -> CrossValidationReport {
    try bench.crossValidate(name, more)
  }

  @Test(arguments: ["last-1", "all", "head"])
  func everyMessageIsMeasuredOnce(trainable: String) throws {
    let bench = try Workbench()
    let report = try report(
      bench, "cv", "--folds", "5", "--epochs", "4", "--trainable", trainable)
    #expect(report.rounds.map(\.number) == [1, 2, 3, 4, 5])
    #expect(report.rounds.allSatisfy { $0.train == 48 && $0.metrics.examples == 12 })
    let accuracies = report.rounds.compactMap(\.metrics.accuracy.value)
    let mean = try #require(report.summary["accuracy"]?.mean.value)
    #expect(abs(mean - accuracies.reduce(0, +) / 5) < 1e-12)
    #expect(report.summary["accuracy"]?.lowest == accuracies.min())
    // Two phrases that tell the classes apart.
    #expect(mean > 0.9)
    // Folds of one size: the mean is that of all messages.
    let counts = report.confusionMatrix
    #expect(counts.joined().reduce(0, +) == 60)
    #expect(abs(Double(counts[0][0] + counts[1][1]) / 60 - mean) < 1e-12)

    let records = try Records(bench.database)
    #expect(try records.status(of: "cv") == "finished")
    #expect(try records.numbers("SELECT row FROM v_predictions ORDER BY row") == Array(1...60))
    #expect(
      try records.numbers("SELECT examples FROM v_evaluations ORDER BY evaluation")
        == [12, 12, 12, 12, 12, 60])
    #expect(try records.texts("SELECT kind FROM v_runs") == ["cross-validate"])
    #expect(try records.setting("folds", of: "cv") == "5")
    #expect(try records.setting("measure", of: "cv") == "\"test\"")
    let summary = try #require(
      try records.rows("SELECT test_accuracy FROM v_runs WHERE run = 'cv'").first)
    #expect(abs((summary["test_accuracy"] as Double) - mean) < 1e-12)
    #expect(
      try bench.names(in: "cv").filter { $0.hasSuffix(".json") }
        == ["cross-validation.json", "run.json"])
  }

  @Test func equalMessagesStayInOneFold() throws {
    // Each text three times, with another digit.
    let messages = Messages.labelled(20).flatMap { message in
      [" 1", " 2", " 3"].map { Message(label: message.label, text: message.text.uppercased() + $0) }
    }
    let texts = messages.map { $0.text.filter(\.isLetter) }
    let bench = try Workbench(messages: messages)
    _ = try report(bench, "cv", "--folds", "4", "--epochs", "1")
    let records = try Records(bench.database)
    let folds = try (1...4).map { round in
      Set(
        try records.numbers("SELECT row FROM v_predictions WHERE step = ?", [round])
          .map { texts[$0 - 1] })
    }
    #expect(folds.map(\.count).reduce(0, +) == Set(texts).count)
  }

  @Test func aRoundIsWhatTrainingGivesOnTheSameMessages() throws {
    let bench = try Workbench()
    let report = try report(bench, "cv", "--folds", "3", "--trainable", "all", "--epochs", "2")
    let rows = try Records(bench.database).numbers(
      "SELECT row FROM v_predictions WHERE step = 2")
    // The order of the training messages decides the batches; sorted by row they are in that of
    // the file.
    let messages = Messages.labelled()
    let held = Set(rows)
    let parts = [false, true].map { isHeld in
      messages.enumerated().filter { held.contains($0.offset + 1) == isHeld }.map(\.element)
    }
    let (train, test) = (
      try bench.write(Messages.uci(parts[0]), to: "train.tsv"),
      try bench.write(Messages.uci(parts[1]), to: "test.tsv")
    )
    let outcome = try bench.run(
      bench.training(
        "run",
        [
          "--train-file", train, "--test-file", test, "--trainable", "all", "--epochs", "2",
          "--learning-rate", "1e-2", "--format", "json",
        ]))
    let metrics = try #require(outcome.decoded(as: TrainingReport.self).metrics.test)
    // Equal but for the rounding of float32.
    let (round, run) = (try #require(report.rounds[1].metrics.loss), try #require(metrics.loss))
    #expect(abs(round - run) < 1e-6 * run)
  }

  @Test(arguments: [
    ["--trainable", "all", "--balance", "class-weights"], ["--trainable", "last-1"],
    ["--method", "lora", "--lora-dropout", "0.1"],
    ["--method", "lora", "--trainable", "last-1", "--train-norm"],
  ])
  func theNumberOfThreadsChangesNothing(method: [String]) throws {
    let bench = try Workbench()
    let losses = try ["1", "2", "3"].map { threads in
      try bench.crossValidate(
        "cv" + threads,
        ["--folds", "4", "--threads", threads, "--dropout", "0.1", "--epochs", "2"] + method
      ).rounds.map(\.metrics.loss)
    }
    #expect(losses[0] == losses[1] && losses[0] == losses[2])
    // Every round has learned from other messages than the others.
    #expect(Set(losses[0]).count == 4)
  }

  @Test func fewMessagesAreTrainedOnAndAllOthersMeasured() throws {
    let bench = try Workbench()
    let report = try report(bench, "cv", "--train-on", "10", "--repeats", "3", "--epochs", "1")
    #expect(report.rounds.count == 3)
    #expect(report.rounds.allSatisfy { $0.train == 10 && $0.metrics.examples == 50 })
    let parts = try (1...3).map { round in
      try Records(bench.database).numbers(
        "SELECT row FROM v_predictions WHERE step = ? ORDER BY row", [round])
    }
    #expect(Set(parts).count == 3)
  }

  @Test func validationLeavesTheTestAlone() throws {
    let bench = try Workbench()
    let report = try report(
      bench, "cv", "--folds", "3", "--measure", "validation", "--epochs", "1")
    #expect(report.rounds.allSatisfy { $0.train == 20 && $0.metrics.examples == 20 })
    let records = try Records(bench.database)
    #expect(try records.texts("SELECT DISTINCT part FROM v_evaluations") == ["validation"])
    // A round is measured on another part than it is with --measure test.
    _ = try self.report(bench, "test", "--folds", "3", "--epochs", "1")
    func rows(_ run: String, _ round: Int) throws -> [Int] {
      try records.numbers(
        "SELECT row FROM v_predictions WHERE run = ? AND step = ? ORDER BY row", [run, round])
    }
    for round in 1...3 {
      #expect(try rows("cv", round) == rows("test", round % 3 + 1))
    }
  }

  @Test func undersamplingConcernsTrainingOnly() throws {
    let messages = Messages.labelled(60).enumerated().filter { $0.offset % 4 != 1 }.map(\.element)
    let bench = try Workbench(messages: messages)
    let report = try report(bench, "cv", "--folds", "3", "--balance", "undersample")
    #expect(report.rounds.allSatisfy { $0.train == 20 && $0.metrics.examples == 15 })
  }

  @Test func textIsPrintedForPeople() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      bench.crossValidation("cv", ["--folds", "3", "--epochs", "1"]).filter {
        $0 != "json" && $0 != "--format"
      })
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    for word in ["round", "mean (95 % interval)", "MCC", "all rounds:", "run cv"] {
      #expect(outcome.output.contains(word))
    }
    #expect(outcome.errors.contains("round 3 of 3: accuracy"))
    #expect(!outcome.output.contains("qlunch") && !outcome.errors.contains("qlunch"))
  }

  @Test func theOrderOfTheFileIsKeptWhereAsked() throws {
    let bench = try Workbench()
    _ = try report(bench, "cv", "--folds", "3", "--epochs", "1", "--no-shuffle")
    #expect(
      try Records(bench.database).numbers(
        "SELECT row FROM v_predictions WHERE step = 2 ORDER BY row") == Array(21...40))
  }

  @Test func aTrainedBaseIsRemarkedOn() throws {
    let bench = try Workbench()
    try bench.train("run")
    let outcome = try bench.run(
      bench.crossValidation("cv", ["--folds", "3", "--epochs", "1", "--base", bench.path("run")]))
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("the base is a trained classifier"))
  }

  @Test func itCanBeDeleted() throws {
    let bench = try Workbench()
    _ = try report(bench, "cv", "--folds", "3", "--epochs", "1")
    let deleted = try bench.run(
      "runs", "delete", "cv", "--files", "--database", bench.database)
    #expect(deleted.exitCode == 0, "\(deleted.errors)")
    #expect(!bench.exists("cv"))
    #expect(try Records(bench.database).numbers("SELECT count(*) FROM v_evaluations") == [0])
  }

  @Test func aTrainingThatRunsAwayFails() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      bench.crossValidation("cv", ["--train-on", "8", "--epochs", "1"])
        .map { $0 == "1e-2" ? "1e38" : $0 })
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("is not a number. Lower --learning-rate"))
    #expect(try Records(bench.database).status(of: "cv") == "failed")
  }

  @Test func itIsShownAndListed() throws {
    let bench = try Workbench()
    _ = try report(bench, "cv", "--folds", "3", "--epochs", "1")
    let shown = try bench.run("runs", "show", "cv", "--database", bench.database)
    for part in ["cross-validate", "folds 3", "measure test", "test, round 2", "mean"] {
      #expect(shown.output.contains(part), "\(part)")
    }
    #expect(shown.outputLines.count { $0.hasPrefix("test") } == 3)
    let list = try bench.run("runs", "--database", bench.database)
    #expect(list.outputLines[2].hasPrefix("cv   cross-validate  finished"))
  }

  @Test func intervalsEndWhereTheMetricDoes() throws {
    let bench = try Workbench(messages: Messages.labelled(8))
    let report = try report(bench, "cv", "--folds", "2", "--epochs", "1")
    for (name, summary) in report.summary {
      if let high = summary.mean.high, !["log_loss", "brier"].contains(name) {
        #expect(high <= 1, "\(name)")
      }
      if let low = summary.mean.low { #expect(low >= -1, "\(name)") }
    }
  }
}
