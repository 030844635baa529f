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

  /// Without a mask of their own, padded messages are read at the first and at the last real token as
  /// messages without padding are.
  @Test func whereItReadsCanBeChosen() throws {
    let bench = try Workbench()
    let text = "qlunch at qnoon"
    for (pooling, reads) in [("last", false), ("first", false), ("mean", true)] {
      let model = "compat-\(pooling)"
      try bench.train(model, "--compat", "raschka", "--pooling", pooling)
      // The messages of training are the longest, so they say how far others are padded.
      let settings = try configuration(bench, model)
      #expect(settings.pooling == pooling)
      #expect((settings.paddedLength != nil) == reads, "\(pooling)")
      let answer = try bench.run("classify", "--model", bench.path(model), text)
      #expect(answer.exitCode == 0, "\(answer.errors)")
    }
    try bench.train("longer", "--compat", "raschka", "--pooling", "mean", "--padded-length", "60")
    #expect(try configuration(bench, "longer").paddedLength == 60)
    #expect(try bench.weights("longer") != bench.weights("compat-mean"))
    try bench.train("default", "--compat", "raschka", "--padded-length", "60")
    #expect(try configuration(bench, "default").pooling == "padded-last")
    #expect(try configuration(bench, "default").paddedLength == 60)
  }

  @Test func theMeanCountsThePaddingAlsoWhenTheModelIsUsed() throws {
    let bench = try Workbench()
    let trained = try bench.train(
      "run", "--compat", "raschka", "--pooling", "mean", "--split", "100/0/0", "--format", "json")
    let loss = try trained.decoded(as: TrainingReport.self).metrics.train?.loss
    let evaluated = try bench.run(
      "evaluate", "--model", bench.path("run"), "--data", bench.data, "--format", "json"
    ).decoded(as: EvaluationReport.self)
    #expect(abs(try #require(evaluated.metrics.loss) - (try #require(loss))) < 1e-4)
  }

  /// torch 2.15.0: torch.manual_seed(7); Embedding(300, 4), Embedding(32, 4), three times Linear(4, 4),
  /// Linear(4, 4), Linear(4, 16), Linear(16, 4).
  @Test func randomWeightsBeginAsTheProgramsDo() throws {
    let bench = try Workbench()
    let file = try bench.write(
      #"{"vocab_size": 300, "n_positions": 32, "n_embd": 4, "n_layer": 1, "n_head": 2}"#,
      to: "c.json")
    let outcome = try bench.run(
      "init-base", "--compat", "raschka", "--seed", "7", "--config", file, "--tokenizer",
      bench.path("tokenizer"), "--output", bench.path("torch"))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let tensors = try floats(bench.weights("torch"))
    func expect(_ name: String, _ range: Range<Int>, _ expected: [Float]) {
      let found = tensors["transformer." + name].map { Array($0[range]) } ?? []
      #expect(found.count == expected.count, "\(name)")
      for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-6, "\(name)") }
    }
    expect("wte.weight", 0..<4, [-0.8201345, 0.3956312, 0.8989085, -1.3884039])
    expect("wte.weight", 1198..<1200, [0.143118, 1.14211])
    expect("wpe.weight", 126..<128, [0.6992524, 0.2513299])
    expect(
      "h.0.attn.c_attn.weight", 12..<24,
      [
        -0.0128126, 0.1019543, -0.4985911, 0.1657411, -0.2895856, 0.3596542, 0.2741206, -0.2175859,
        0.0564942, -0.2785248, 0.329474, -0.1781107,
      ])
    expect(
      "h.0.attn.c_attn.bias", 0..<12,
      [
        -0.4472197, 0.4635954, 0.348183, -0.1701609, -0.1244012, 0.4827176, -0.0370181, 0.0218095,
        -0.4022955, -0.0649515, -0.4852765, -0.4401622,
      ])
    expect("h.0.attn.c_proj.weight", 8..<12, [-0.3840296, 0.2225179, 0.2112173, 0.435644])
    expect("h.0.attn.c_proj.bias", 0..<4, [-0.0202977, 0.2879443, -0.3622038, 0.3984702])
    expect("h.0.mlp.c_fc.weight", 60..<64, [-0.2813677, 0.1406633, 0.2654461, -0.3338395])
    expect("h.0.mlp.c_fc.bias", 14..<16, [-0.0134622, 0.2874104])
    expect("h.0.mlp.c_proj.weight", 60..<64, [0.1518392, 0.1615142, -0.164835, 0.1712575])
    expect("h.0.mlp.c_proj.bias", 0..<4, [-0.0903337, 0.0003974, -0.0046547, -0.1789766])
    expect("h.0.ln_1.weight", 0..<4, [1, 1, 1, 1])
    expect("h.0.ln_2.bias", 0..<4, [0, 0, 0, 0])

    let tiny = try bench.write(
      #"{"vocab_size": 300, "n_positions": 3, "n_embd": 4, "n_layer": 1, "n_head": 2}"#,
      to: "tiny.json")
    let refused = try bench.run(
      "init-base", "--compat", "raschka", "--config", tiny, "--tokenizer", bench.path("tokenizer"),
      "--output", bench.path("none"))
    #expect(refused.exitCode == 64 && refused.errors.contains("16 numbers"))
  }

  private struct Settings: Decodable {
    let pooling: String
    let paddedLength: Int?
  }

  private func configuration(_ bench: Workbench, _ model: String) throws -> Settings {
    struct Configuration: Decodable { let spamtune: Settings }
    return try JSONDecoder().decode(
      Configuration.self, from: bench.contents(model + "/config.json")
    ).spamtune
  }

  /// The tensors of a safetensors file of float32.
  private func floats(_ data: Data) throws -> [String: [Float]] {
    let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    let header = try #require(
      JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(length)) as? [String: Any])
    let bytes = [UInt8](data.dropFirst(8 + length))
    return header.filter { $0.key != "__metadata__" }.compactMapValues { entry in
      guard let range = (entry as? [String: Any])?["data_offsets"] as? [Int] else { return nil }
      return stride(from: range[0], to: range[1], by: 4).map { place in
        Float(
          bitPattern: (0..<4).reduce(UInt32(0)) {
            $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1))
          })
      }
    }
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
