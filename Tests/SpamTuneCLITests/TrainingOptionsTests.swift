import Testing

@Suite struct TrainingOptionsTests {
  /// An option with its value, and the setting by which the database knows it.
  struct Recorded: CustomTestStringConvertible {
    let options: [String]
    let setting: String
    let value: String

    init(_ options: String, _ setting: String, _ value: String) {
      self.options = options.split(separator: " ").map(String.init)
      self.setting = setting
      self.value = value
    }

    var testDescription: String { options.joined(separator: " ") }
  }

  @Test(arguments: [
    Recorded("--epochs 1", "epochs", "1"),
    Recorded("--batch-size 5", "batch_size", "5"),
    Recorded("--gradient-accumulation 3", "gradient_accumulation", "3"),
    Recorded("--learning-rate 0.002", "learning_rate", "0.002"),
    Recorded("--weight-decay 0.25", "weight_decay", "0.25"),
    Recorded("--layer-decay 0.5", "layer_decay", "0.5"),
    Recorded("--decay matrices", "decay", "\"matrices\""),
    Recorded("--optimizer sgd", "optimizer", "\"sgd\""),
    Recorded("--beta1 0.5", "beta1", "0.5"),
    Recorded("--beta2 0.75", "beta2", "0.75"),
    Recorded("--epsilon 0.001", "epsilon", "0.001"),
    Recorded("--optimizer sgd --momentum 0.5", "momentum", "0.5"),
    Recorded("--optimizer sgd --nesterov", "nesterov", "true"),
    Recorded("--schedule cosine --warmup 0.5", "warmup", "0.5"),
    Recorded("--schedule cosine --warmup 2", "schedule", "\"cosine\""),
    Recorded("--schedule linear", "schedule", "\"linear\""),
    Recorded("--max-gradient-norm 0.5", "max_gradient_norm", "0.5"),
    Recorded("--dropout 0.25", "dropout", "0.25"),
    Recorded("--dropout 0.25 --trainable all", "trainable", "\"all\""),
    Recorded("--label-smoothing 0.125", "label_smoothing", "0.125"),
    Recorded("--average-last 0.5", "average_last", "0.5"),
    Recorded("--optimizer adam", "optimizer", "\"adam\""),
    Recorded("--focal-gamma 2", "focal_gamma", "2"),
    Recorded("--gradual-unfreezing 0.5 --trainable all", "gradual_unfreezing", "0.5"),
    Recorded("--gradient-checkpointing --trainable all", "gradient_checkpointing", "true"),
    Recorded("--keep-best --best-metric mcc", "best_metric", "\"mcc\""),
    Recorded("--early-stopping 1", "early_stopping", "1"),
    Recorded("--class-weights spam=4", "options.data.classWeights.spam", "4"),
    Recorded("--class-weights auto", "balance", "\"class-weights\""),
    Recorded("--method lora --rank 3", "rank", "3"),
    Recorded("--method lora --alpha 5", "alpha", "5"),
    Recorded("--method lora --lora-dropout 0.25", "lora_dropout", "0.25"),
    Recorded(
      "--method lora --lora-targets c_proj", "lora_targets", #"["attn.c_proj","mlp.c_proj"]"#),
    Recorded("--method lora --rslora", "rslora", "true"),
    Recorded("--method lora --train-norm", "trains_final_norm", "true"),
    Recorded("--method lora --trainable last-1", "trainable", "\"last-1\""),
    Recorded("--method qlora-nf4", "quantisation", "\"nf4\""),
    Recorded("--method qlora-int8 --gradient-checkpointing", "quantisation", "\"int8\""),
    Recorded("--seed 77", "seed", "77"),
    Recorded("--eval-every 2", "eval_every", "2"),
    Recorded("--save-every 2", "save_every", "2"),
    Recorded("--trainable head", "trainable", "\"head\""),
    Recorded("--trainable last-1", "trainable", "\"last-1\""),
    Recorded("--trainable last-2", "trainable", "\"last-2\""),
    Recorded("--pooling first", "pooling", "\"first\""),
    Recorded("--pooling mean", "pooling", "\"mean\""),
    Recorded("--pooling mean --trainable all", "pooling", "\"mean\""),
    Recorded("--pooling padded-last", "pooling", "\"padded-last\""),
    Recorded("--pooling padded-last --padded-length 20", "padded_length", "20"),
    Recorded("--pooling mean --padded-length 20", "padded_length", "20"),
    Recorded("--no-causal-mask", "has_causal_mask", "false"),
    Recorded("--head-init zeros", "head_init", "\"zeros\""),
    Recorded("--no-head-bias", "has_head_bias", "false"),
    Recorded("--balance undersample", "balance", "\"undersample\""),
    Recorded("--balance class-weights", "balance", "\"class-weights\""),
    Recorded("--split 50/25/25", "options.data.source.file.split", "\"50/25/25\""),
    Recorded("--split kfold:3:2", "options.data.source.file.split", "\"kfold:3:2\""),
    Recorded("--compat raschka", "compat", "\"raschka\""),
    Recorded("--compat raschka", "pooling", "\"padded-last\""),
    Recorded("--compat raschka", "precision", "\"float32\""),
    Recorded("--compat raschka --pooling first", "pooling", "\"first\""),
    Recorded("--compat raschka --padded-length 60", "padded_length", "60"),
    Recorded("--no-shuffle", "shuffles", "false"),
    Recorded("--positive-label ham", "positive_label", "\"ham\""),
    Recorded("--store-text", "stores_text", "true"),
    Recorded("--encoding latin1", "encoding", "\"latin1\""),
    Recorded("--data-format uci", "format", "\"uci\""),
    Recorded("--skip-bad-rows", "skips_bad_rows", "true"),
  ])
  func anOptionIsRecordedAndChangesTheRun(_ recorded: Recorded) throws {
    let bench = try Workbench()
    let outcome = try bench.run(bench.training("run", recorded.options))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let records = try Records(bench.database)
    #expect(try records.setting(recorded.setting, of: "run") == recorded.value)
    #expect(try records.status(of: "run") == "finished")
    // What was trained can be used.
    let answer = try bench.run("classify", "--model", bench.path("run"), "qlunch at qnoon")
    #expect(answer.exitCode == 0, "\(answer.errors)")
  }

  @Test func theLearningRateFollowsTheSchedule() throws {
    let bench = try Workbench()
    try bench.train("run", "--schedule", "linear", "--warmup", "4", "--learning-rate", "0.01")
    let rates: [Double] = try Records(bench.database).steps(of: "run").map { $0["learning_rate"] }
    let expected = [0, 0.25, 0.5, 0.75, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]
    #expect(zip(rates, expected).allSatisfy { abs($0 - 0.01 * $1) < 1e-12 })
    #expect(rates.count == 12)
  }

  @Test func accumulatedBatchesMakeTheStepOfALargerBatch() throws {
    let bench = try Workbench()
    try bench.train("large", "--batch-size", "8")
    try bench.train("small", "--batch-size", "2", "--gradient-accumulation", "4")
    let records = try Records(bench.database)
    let (large, small) = (try records.steps(of: "large"), try records.steps(of: "small"))
    #expect(large.count == small.count)
    for (one, other) in zip(large, small) {
      #expect(abs((one["loss"] as Double) - (other["loss"] as Double)) < 1e-4)
    }
  }

  @Test func undersamplingKeepsAsManyOfEachClass() throws {
    let bench = try Workbench(
      messages: Messages.labelled(90).enumerated().filter { $0.offset % 6 != 1 }.map(\.element))
    let report = try bench.train("run", "--balance", "undersample", "--format", "json")
      .decoded(as: TrainingReport.self)
    #expect(report.split.train + report.split.validation + report.split.test == 60)
  }

  @Test func classWeightsChangeTheWeights() throws {
    let bench = try Workbench(
      messages: Messages.labelled(60).enumerated().filter { $0.offset % 6 != 1 }.map(\.element))
    try bench.train("plain")
    try bench.train("weighted", "--balance", "class-weights")
    #expect(try bench.weights("plain") != bench.weights("weighted"))
  }

  @Test func threeClassesWorkThroughout() throws {
    let bench = try Workbench(
      messages: Messages.labelled(60, classes: ["ham", "offer", "post"]))
    let report = try bench.train(
      "run", "--format", "json", "--epochs", "8", "--learning-rate", "1e-2"
    )
    .decoded(as: TrainingReport.self)
    #expect(try #require(report.metrics.test?.accuracy.value) > 0.5)
    let answers = try bench.run(
      "classify", "--model", bench.path("run"), "--format", "json", "qparcel? qdoor? qkey? 5"
    ).decodedLines(as: Answer.self)
    #expect(answers[0].probabilities.keys.sorted() == ["ham", "offer", "post"])
    #expect(abs(answers[0].probabilities.values.reduce(0, +) - 1) < 1e-9)
    let evaluated = try bench.run(
      "evaluate", "--model", bench.path("run"), "--data", bench.data, "--positive-label", "offer")
    #expect(evaluated.exitCode == 0, "\(evaluated.errors)")
    let exported = try bench.run(
      "export", "--model", bench.path("run"), "--output", bench.path("exported"))
    #expect(exported.exitCode == 0, "\(exported.errors)")
  }

  @Test func givenFilesArePartsAsTheyAre() throws {
    let bench = try Workbench()
    let messages = Messages.labelled(50)
    let train = try bench.write(Messages.uci(Array(messages[..<30])), to: "train.tsv")
    let validation = try bench.write(Messages.uci(Array(messages[30..<40])), to: "validation.tsv")
    let test = try bench.write(Messages.uci(Array(messages[40...])), to: "test.tsv")
    let report = try bench.train(
      "run", "--train-file", train, "--validation-file", validation, "--test-file", test,
      "--format", "json"
    ).decoded(as: TrainingReport.self)
    #expect(report.split.train == 30)
    #expect(report.split.validation == 10)
    #expect(report.split.test == 10)
    let rows = try Records(bench.database).numbers("SELECT row FROM v_predictions ORDER BY row")
    #expect(rows == Array(1...10))
    #expect(
      try Records(bench.database).texts("SELECT data_path FROM v_runs")
        == ["\(train); \(validation); \(test)"])
  }

  @Test func withoutValidationAndTestThereAreNoNumbersForThem() throws {
    let bench = try Workbench()
    for (name, options) in [
      ("split", ["--split", "100/0/0"]), ("file", ["--train-file", bench.data]),
    ] {
      let outcome = try bench.run(bench.training(name, options + ["--format", "json"]))
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      let report = try outcome.decoded(as: TrainingReport.self)
      #expect(report.metrics.train != nil)
      #expect(report.metrics.validation == nil)
      #expect(report.metrics.test == nil)
      #expect(report.split.train == 60)
    }
  }

  @Test func withoutShufflingTheFileIsCutInItsOrder() throws {
    let bench = try Workbench()
    try bench.train("run", "--no-shuffle")
    let rows = try Records(bench.database).numbers("SELECT row FROM v_predictions ORDER BY row")
    #expect(rows.count == 12)
    #expect(rows.min().map { $0 > 40 } == true)
  }

  @Test func equalMessagesLieOnOneSide() throws {
    let bench = try Workbench(messages: Messages.labelled(40) + Messages.labelled(40))
    let outcome = try bench.train()
    #expect(outcome.errors.contains("80 messages equal another after normalisation (40 groups)"))
  }
}
