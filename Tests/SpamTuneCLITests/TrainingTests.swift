import Foundation
import Testing

@Suite struct TrainingTests {
  @Test func aTrainedFolderHoldsTheModelItsTokenizerAndItsSummary() throws {
    let bench = try Workbench()
    try bench.train()
    #expect(
      try bench.names(in: "run") == [
        "base.json", "checkpoints", "config.json", "merges.txt", "model.safetensors", "run.json",
        "run.lock", "tokenizer.json", "tokenizer_config.json", "training.json", "vocab.json",
      ])
    #expect(
      try bench.names(in: "run/checkpoints") == [
        "step-00000006.safetensors", "step-00000012.safetensors",
      ])
  }

  @Test func theConfigurationHasHuggingFacesKeys() throws {
    let bench = try Workbench()
    try bench.train()
    let json = try JSONSerialization.jsonObject(with: bench.contents("run/config.json"))
    let configuration = try #require(json as? [String: Any])
    #expect(configuration["architectures"] as? [String] == ["GPT2ForSequenceClassification"])
    #expect(configuration["model_type"] as? String == "gpt2")
    #expect(configuration["id2label"] as? [String: String] == ["0": "ham", "1": "spam"])
    #expect(configuration["label2id"] as? [String: Int] == ["ham": 0, "spam": 1])
    #expect(configuration["pad_token_id"] as? Int == 284)
    #expect(configuration["n_layer"] as? Int == 2)
    #expect(configuration["problem_type"] as? String == "single_label_classification")
  }

  @Test func theJSONResultHasTheDocumentedShape() throws {
    let bench = try Workbench()
    let outcome = try bench.train("run", "--format", "json")
    #expect(outcome.outputLines.count == 1)
    let report = try outcome.decoded(as: TrainingReport.self)
    #expect(report.run == "run")
    #expect(report.model == bench.path("run"))
    #expect(report.split.train == 42)
    #expect(report.split.validation == 6)
    #expect(report.split.test == 12)
    #expect(report.peakMemoryBytes > 1_000_000)
    #expect(report.seconds.keys.contains("total"))
    let test = try #require(report.metrics.test)
    #expect(test.examples == 12)
    for metric in [test.accuracy, test.precision, test.recall, test.f1, test.mcc] {
      let (low, high) = try (#require(metric.low), #require(metric.high))
      #expect(low <= high)
    }
    let stored = try JSONDecoder().decode(
      TrainingReport.self, from: bench.contents("run/training.json"))
    #expect(stored.metrics.test?.accuracy == test.accuracy)
  }

  @Test func everyStepIsRecordedWithTheLossOfItsBatch() throws {
    let bench = try Workbench()
    try bench.train()
    let steps = try Records(bench.database).steps(of: "run")
    #expect(steps.map { $0["step"] } == Array(1...12))
    #expect(
      steps.map { $0["epoch"] } == Array(repeating: 1, count: 6) + Array(repeating: 2, count: 6))
    #expect(steps.allSatisfy { ($0["loss"] as Double) > 0 && ($0["gradient_norm"] as Double) > 0 })
    #expect(steps.allSatisfy { $0["learning_rate"] == 1e-3 })

    // The loss of the only batch before the first update is that of the untrained model, which one
    // more run with next to no learning rate saves and evaluates.
    try bench.train("untrained", "--batch-size", "42", "--epochs", "1", "--learning-rate", "1e-30")
    let first = try #require(try Records(bench.database).steps(of: "untrained").first)
    let evaluation = try #require(
      try Records(bench.database).rows(
        "SELECT loss FROM v_evaluations WHERE run = 'untrained' AND part = 'train'"
          + " AND step IS NULL"
      ).first)
    #expect(abs((first["loss"] as Double) - (evaluation["loss"] as Double)) < 1e-5)
  }

  @Test func epochsHaveTheMeanLossOfTheirStepsAndTheirResults() throws {
    let bench = try Workbench()
    try bench.train()
    let records = try Records(bench.database)
    let epochs = try records.rows("SELECT * FROM v_epochs WHERE run = 'run' ORDER BY epoch")
    #expect(epochs.map { $0["epoch"] } == [1, 2])
    #expect(epochs.map { $0["step"] } == [6, 12])
    for epoch in epochs {
      let steps = try records.steps(of: "run").filter { $0["epoch"] == epoch["epoch"] as Int }
      // Five batches of eight, one of two.
      let sum = zip(steps, [8.0, 8, 8, 8, 8, 2]).reduce(0) { $0 + ($1.0["loss"] as Double) * $1.1 }
      #expect(abs(sum / 42 - (epoch["loss"] as Double)) < 1e-9)
      #expect((epoch["validation_loss"] as Double) > 0)
      #expect((0...1).contains(epoch["train_accuracy"] as Double))
      #expect((0...1).contains(epoch["validation_accuracy"] as Double))
    }
  }

  @Test func theFinishedRunIsRecordedWithItsEvaluations() throws {
    let bench = try Workbench()
    let report = try bench.train("run", "--format", "json").decoded(as: TrainingReport.self)
    let records = try Records(bench.database)
    let run = try #require(try records.rows("SELECT * FROM v_runs").first)
    #expect(run["run"] == "run")
    #expect(run["status"] == "finished")
    #expect(run["folder"] == bench.path("run"))
    #expect(run["data_path"] == bench.data)
    #expect(run["base_path"] == bench.base)
    #expect(run["steps"] == 12)
    #expect(run["epochs"] == 2)
    #expect(run["classes"] == "[\"ham\",\"spam\"]")
    #expect(run["positive_class"] == "spam")
    #expect(run["train_examples"] == 42)
    #expect(run["test_accuracy"] == report.metrics.test?.accuracy.value)
    let parts = try records.texts(
      "SELECT part FROM v_evaluations WHERE step IS NULL ORDER BY evaluation")
    #expect(parts == ["train", "validation", "test"])
    #expect(try records.numbers("SELECT count(*) FROM v_predictions") == [12])
    #expect(
      try records.numbers("SELECT sum(count) FROM v_confusion WHERE part = 'test'") == [12])
  }

  @Test func checkpointsInTheDatabaseAreThoseOnTheDisk() throws {
    let bench = try Workbench()
    try bench.train("run", "--save-every", "2")
    let recorded = try Records(bench.database).texts("SELECT path FROM v_checkpoints ORDER BY step")
    #expect(
      recorded
        == (try bench.names(in: "run/checkpoints")).map { bench.path("run/checkpoints/\($0)") })
  }

  @Test func progressGoesToStandardErrorInPlainLines() throws {
    let bench = try Workbench()
    let outcome = try bench.train()
    #expect(outcome.errors.contains("42 messages to train on, 6 for validation, 12 for the test"))
    #expect(outcome.errors.contains("epoch 2, step 12: train loss"))
    #expect(!outcome.errors.contains("\r"))
    #expect(!outcome.errors.contains("\u{1B}"))
    #expect(outcome.output.contains("metric (95 % interval)"))
  }

  @Test func noMessageTextIsKept() throws {
    let bench = try Workbench()
    let outcome = try bench.train("run", "--save-every", "1")
    let secret = Data("qlunch".utf8)
    #expect(try bench.contents("messages.tsv").range(of: secret) != nil)
    #expect(!outcome.errors.contains("qlunch"))
    #expect(!outcome.output.contains("qlunch"))
    let files = try #require(FileManager.default.enumerator(atPath: bench.folder))
    for case let name as String in files where name.hasPrefix("run") && !name.hasSuffix("run") {
      guard let contents = FileManager.default.contents(atPath: bench.path(name)) else { continue }
      #expect(contents.range(of: secret) == nil, "\(name)")
    }
  }

  @Test func textsAreKeptWhereTheUserAsksForIt() throws {
    let bench = try Workbench()
    try bench.train("run", "--store-text")
    let texts = try Records(bench.database).texts("SELECT text FROM v_predictions")
    #expect(texts.count == 12)
    #expect(Set(texts).isSubset(of: Messages.labelled().map(\.text)))
  }

  @Test func withoutPlacesTheRunGoesToTheHomeAndIsCalledAfterTheTime() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      "train", "--data", bench.data, "--base", bench.base, "--epochs", "1", "--format", "json")
    let report = try outcome.decoded(as: TrainingReport.self)
    #expect(report.model == bench.path("home/runs/" + report.run))
    #expect(try Records(bench.path("home/runs/runs.sqlite")).status(of: report.run) == "finished")
  }

  @Test func aFineTunedModelServesAsABase() throws {
    let bench = try Workbench()
    try bench.train("first", "--trainable", "last-2")
    // The blocks that the first run trained are frozen in the second, and must not be lost.
    let outcome = try bench.run(
      bench.training(
        "second",
        ["--base", bench.path("first"), "--trainable", "head", "--learning-rate", "1e-30"]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let texts = ["qlunch at qnoon", "QWIN qcash"]
    let answers = try ["first", "second"].map { model in
      try bench.run(["classify", "--model", bench.path(model), "--format", "json"] + texts)
        .decodedLines(as: Answer.self)
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0].count == 2)
  }

  @Test func aLossThatIsNoNumberEndsTheRunWithASentence() throws {
    let bench = try Workbench()
    let outcome = try bench.run(bench.training("run", ["--learning-rate", "1e30"]))
    #expect(outcome.exitCode == 1)
    #expect(outcome.errorLines.last?.contains("Lower --learning-rate") == true)
    #expect(try Records(bench.database).status(of: "run") == "failed")
    #expect(!bench.exists("run/model.safetensors"))
  }
}
