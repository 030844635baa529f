import Foundation
import TestFiles
import Testing

@Suite struct AdapterTests {
  private static let texts = ["qlunch at qnoon, qsee you 1", "QWIN qcash!!!", "", "something else"]

  private func logits(_ bench: Workbench, _ model: String, _ more: [String] = []) throws -> [Double]
  {
    let outcome = try bench.run(
      ["classify", "--model", bench.path(model), "--format", "json"] + more + ["--"] + Self.texts)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: Answer.self).flatMap { answer in
      answer.logits.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func expectClose(_ found: [Double], _ expected: [Double], within tolerance: Double) {
    #expect(found.count == expected.count && !found.isEmpty)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < tolerance }, "\(found), \(expected)")
  }

  private func merge(_ bench: Workbench, _ output: String, _ more: [String] = []) throws -> Outcome
  {
    let outcome = try bench.run(
      ["merge", "--model", bench.path("run"), "--output", bench.path(output)] + more)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return outcome
  }

  private struct Merged: Decodable {
    struct Comparison: Decodable {
      let messages: Int
      let changedAnswers: Int
      let largestDifference: Double

      private enum CodingKeys: String, CodingKey {
        case messages
        case changedAnswers = "changed_answers"
        case largestDifference = "largest_difference"
      }
    }
    let target: String
    let comparison: Comparison?
  }

  @Test func theFolderIsOfPEFTsFormat() throws {
    let bench = try Workbench()
    try bench.train(
      "run", "--method", "lora", "--rank", "3", "--alpha", "6", "--trainable", "last-1",
      "--lora-targets", "c_attn,mlp.c_proj")
    let names = try bench.names(in: "run")
    #expect(names.contains("adapter_config.json") && names.contains("adapter_model.safetensors"))
    #expect(!names.contains("model.safetensors"))
    let json = try JSONSerialization.jsonObject(with: bench.contents("run/adapter_config.json"))
    let configuration = try #require(json as? [String: Any])
    #expect(configuration["peft_type"] as? String == "LORA")
    #expect(configuration["task_type"] as? String == "SEQ_CLS")
    #expect(configuration["r"] as? Int == 3 && configuration["lora_alpha"] as? Int == 6)
    #expect(configuration["target_modules"] as? [String] == ["attn.c_attn", "mlp.c_proj"])
    #expect(configuration["layers_to_transform"] as? [Int] == [1])
    #expect(configuration["modules_to_save"] as? [String] == ["classifier", "score"])
    let prefix = "base_model.model."
    let block = prefix + "transformer.h.1."
    #expect(
      try shapes(bench, "run/adapter_model.safetensors") == [
        block + "attn.c_attn.lora_A.weight": [3, 16],
        block + "attn.c_attn.lora_B.weight": [48, 3],
        block + "mlp.c_proj.lora_A.weight": [3, 64], block + "mlp.c_proj.lora_B.weight": [16, 3],
        prefix + "score.weight": [2, 16],
      ])
  }

  private func shapes(_ bench: Workbench, _ file: String) throws -> [String: [Int]] {
    let inspection = try bench.run("inspect", bench.path(file), "--format", "json")
      .decoded(as: Inspection.self)
    return Dictionary(uniqueKeysWithValues: inspection.tensors.map { ($0.name, $0.shape) })
  }

  @Test(arguments: [
    [], ["--rslora", "--train-norm"], ["--trainable", "last-1", "--lora-dropout", "0.3"],
    ["--pooling", "mean"],
  ])
  func aMergedAdapterGivesTheSameLogits(options: [String]) throws {
    let bench = try Workbench()
    let trained = try bench.run(
      bench.training("run", ["--method", "lora", "--learning-rate", "1e-2"] + options))
    try #require(trained.exitCode == 0, "\(trained.errors)")
    let found = try merge(bench, "merged", ["--format", "json"]).decoded(as: Merged.self)
    let comparison = try #require(found.comparison)
    #expect(found.target == "original" && comparison.changedAnswers == 0)
    #expect(comparison.messages > 5 && comparison.largestDifference < 1e-5)
    expectClose(
      try logits(bench, "merged"), try logits(bench, "run"), within: 1e-4)
    // Evaluation packs the weights, where this machine can.
    for model in ["run", "merged"] {
      let evaluated = try bench.run(
        "evaluate", "--model", bench.path(model), "--data", bench.data, "--format", "json",
        "--database", bench.path("other.sqlite"))
      #expect(evaluated.exitCode == 0, "\(evaluated.errors)")
    }
  }

  @Test(arguments: ["nf4", "int8"])
  func anAdapterBesideCodesKnowsWhatItWasTrainedBeside(format: String) throws {
    let bench = try Workbench()
    try bench.train("run", "--method", "qlora-" + format, "--learning-rate", "1e-2")
    let expected = try logits(bench, "run")
    let dequantised = try merge(bench, "into-codes", ["--format", "json"]).decoded(as: Merged.self)
    #expect(dequantised.target == "dequantised")
    #expect(try #require(dequantised.comparison).largestDifference < 1e-5)
    expectClose(try logits(bench, "into-codes"), expected, within: 1e-4)

    let original = try merge(bench, "into-original", ["--into", "original", "--format", "json"])
      .decoded(as: Merged.self)
    #expect(try #require(original.comparison).largestDifference > 1e-6)
    #expect(try logits(bench, "into-original") != expected)

    // Codes on disk are the codes made on the way.
    let written = try bench.run(
      "quantise", "--base", bench.base, "--format", format, "--output", bench.path("codes"))
    try #require(written.exitCode == 0, "\(written.errors)")
    let beside = try bench.run(
      bench.training(
        "beside", ["--method", "lora", "--learning-rate", "1e-2", "--base", bench.path("codes")]))
    try #require(beside.exitCode == 0, "\(beside.errors)")
    #expect(
      try bench.contents("beside/adapter_model.safetensors")
        == bench.contents("run/adapter_model.safetensors"))
    let refused = try bench.run(
      "merge", "--model", bench.path("beside"), "--into", "original", "--output", bench.path("no"))
    #expect(refused.exitCode == 65 && refused.errors.contains("holds codes only"))
    #expect(!bench.exists("no"))
  }

  @Test(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
  func anAdapterOfPEFTsIsUsedAndMerged() throws {
    let bench = try Workbench()
    let adapter = Fixtures.path("tiny/lora/seqcls-r4")
    func answer(_ model: String, _ more: [String] = []) throws -> Answer {
      let outcome = try bench.run(
        ["classify", "--model", model, "--format", "json"] + more + ["Free entry!"])
      try #require(outcome.exitCode == 0, "\(outcome.errors)")
      return try outcome.decoded(as: Answer.self)
    }
    // Its base lies beside it, as it says itself; or where the user says.
    let found = try answer(adapter)
    #expect(try answer(adapter, ["--base", Fixtures.path("tiny/hf-seqcls")]) == found)
    let merged = try bench.run("merge", "--model", adapter, "--output", bench.path("merged"))
    try #require(merged.exitCode == 0, "\(merged.errors)")
    for (label, logit) in try answer(bench.path("merged")).logits {
      #expect(abs(logit - (found.logits[label] ?? .nan)) < 1e-5)
    }
    // A language model's adapter has no head.
    let language = try bench.run(
      "merge", "--model", Fixtures.path("tiny/lora/c_attn-r4"), "--output", bench.path("language"))
    #expect(language.exitCode == 0, "\(language.errors)")
    let text = try bench.run("generate", "--base", bench.path("language"), "Hi", "--tokens", "3")
    #expect(text.exitCode == 0, "\(text.errors)")
    let refused = try bench.run("classify", "--model", Fixtures.path("tiny/lora/c_attn-r4"), "Hi")
    #expect(refused.exitCode == 65 && refused.errors.contains("no classification head"))
  }

  @Test(arguments: ["lora", "qlora-nf4"])
  func aStoppedTrainingGoesOnToTheSameBits(method: String) throws {
    let bench = try Workbench()
    let options = [
      "--method", method, "--epochs", "3", "--save-every", "2", "--lora-dropout", "0.2",
      "--early-stopping", "2",
    ]
    for name in ["straight", "run"] {
      let program = try bench.start(bench.training(name, options))
      if name == "run" {
        program.wait { bench.exists("run/checkpoints/step-00000004.safetensors") }
        program.send(SIGKILL)
      }
      _ = program.finish()
    }
    let resumed = try bench.run("train", "--resume", "run", "--database", bench.database)
    try #require(resumed.exitCode == 0, "\(resumed.errors)")
    #expect(
      try bench.contents("run/adapter_model.safetensors")
        == bench.contents("straight/adapter_model.safetensors"))
  }

  @Test func exportFoldsTheAdapterIn() throws {
    let bench = try Workbench()
    try bench.train("run", "--method", "qlora-nf4", "--learning-rate", "1e-2")
    let expected = try logits(bench, "run")
    let exported = try bench.run(
      "export", "--model", bench.path("run"), "--output", bench.path("exported"))
    try #require(exported.exitCode == 0, "\(exported.errors)")
    try FileManager.default.removeItem(atPath: bench.base)
    expectClose(try logits(bench, "exported"), expected, within: 1e-4)
  }

  @Test func anAdapterForAnotherBaseIsRefused() throws {
    let bench = try Workbench()
    try bench.train("run", "--method", "lora")
    try bench.makeBase(at: "wider", configuration: ["n_embd": 32])
    try bench.makeBase(at: "lower", configuration: ["n_layer": 1])
    try bench.makeBase(at: "other", seed: 2)
    for (base, reason) in [("other", "SHA-256 differs"), ("wider", "SHA-256 differs")] {
      let outcome = try bench.run(
        "classify", "--model", bench.path("run"), "--base", bench.path(base), "x")
      #expect(outcome.exitCode == 65 && outcome.errors.contains(reason), "\(outcome.errors)")
    }
    // Without the reference that our own folders have, shapes and names decide.
    for name in ["base.json", "config.json"] {
      try FileManager.default.removeItem(atPath: bench.path("run/" + name))
    }
    for (base, reason) in [
      ("wider", "32 inputs"), ("lower", "the base's 1 blocks"),
    ] {
      let outcome = try bench.run(
        "classify", "--model", bench.path("run"), "--base", bench.path(base), "x")
      #expect(outcome.exitCode == 65 && outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
  }

  @Test func bestWeightsAreKeptAndTrainingStopsEarly() throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      bench.training(
        "run",
        [
          "--epochs", "300", "--early-stopping", "1", "--trainable", "all", "--format", "json",
          "--learning-rate", "0.3",
        ]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let records = try Records(bench.database)
    let run = "run_id = (SELECT id FROM runs WHERE name = 'run')"
    let losses = try records.rows(
      "SELECT step, loss FROM evaluations WHERE part = 'validation' AND step IS NOT NULL AND \(run) "
        + "ORDER BY step"
    ).map { ($0["step"] as Int, $0["loss"] as Double) }
    #expect(losses.count < 300, "it did not stop early")
    let best = try #require(losses.min { $0.1 < $1.1 })
    try #require(losses.count >= 2)
    #expect(losses[losses.count - 2].0 == best.0)
    let final = try records.rows(
      "SELECT loss FROM evaluations WHERE part = 'validation' AND step IS NULL AND \(run)")
    #expect(abs((try #require(final.first)["loss"] as Double) - best.1) < 1e-9)
  }
}
