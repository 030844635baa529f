import Foundation
import Testing

@Suite struct ExportTests {
  private static let texts = ["qlunch at qnoon, qsee you 1", "QWIN qcash!!!", "", "something else"]

  private func answers(_ bench: Workbench, _ model: String) throws -> [Answer] {
    let outcome = try bench.run(
      ["classify", "--model", bench.path(model), "--format", "json", "--"] + Self.texts)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return try outcome.decodedLines(as: Answer.self)
  }

  private func export(_ bench: Workbench, _ more: String...) throws -> Outcome {
    try bench.run(
      ["export", "--model", bench.path("run"), "--output", bench.path("exported")] + more)
  }

  @Test(arguments: [
    ["--trainable", "last-1"], ["--trainable", "head"], ["--trainable", "all"], ["--no-head-bias"],
    ["--head-init", "zeros"], ["--head-init", "zeros", "--optimizer", "sgd"],
  ])
  func theExportedFolderGivesTheSameLogits(options: [String]) throws {
    let bench = try Workbench()
    let trained = try bench.run(
      bench.training("run", ["--format", "json", "--learning-rate", "1e-2"] + options))
    try #require(trained.exitCode == 0, "\(trained.errors)")
    let exported = try export(bench)
    try #require(exported.exitCode == 0, "\(exported.errors)")
    // The base is not needed any more.
    let expected = try answers(bench, "run")
    try FileManager.default.removeItem(atPath: bench.base)
    for (one, other) in zip(expected, try answers(bench, "exported")) {
      for (label, logit) in one.logits {
        #expect(abs(logit - (other.logits[label] ?? .nan)) < 1e-4)
      }
    }
  }

  @Test func theFolderIsOfHuggingFacesClass() throws {
    let bench = try Workbench()
    try bench.train()
    _ = try export(bench)
    let json = try JSONSerialization.jsonObject(with: bench.contents("exported/config.json"))
    let configuration = try #require(json as? [String: Any])
    #expect(configuration["architectures"] as? [String] == ["GPT2ForSequenceClassification"])
    #expect(configuration["id2label"] as? [String: String] == ["0": "ham", "1": "spam"])
    #expect(configuration["pad_token_id"] as? Int == 284)
    let inspection = try bench.run("inspect", bench.path("exported"), "--format", "json")
      .decoded(as: Inspection.self)
    let names = inspection.tensors.map(\.name)
    #expect(names.contains("score.weight"))
    #expect(!names.contains("score.bias"))
    #expect(names.count == 1 + 2 + 2 + 2 * 12)
    #expect(try bench.names(in: "exported").contains("base.json") == false)
  }

  @Test func aFolderWithFilesIsRefusedAndLeftAlone() throws {
    let bench = try Workbench()
    try bench.train()
    try FileManager.default.createDirectory(
      atPath: bench.path("exported"), withIntermediateDirectories: true)
    try bench.write("mine", to: "exported/notes.txt")
    let outcome = try export(bench)
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("already holds files"))
    #expect(!outcome.errors.contains("--resume"))
    #expect(try bench.names(in: "exported") == ["notes.txt"])
  }

  @Test func withoutAModelTheNewestIsExported() throws {
    let bench = try Workbench()
    try bench.train()
    let outcome = try bench.run(
      "export", "--database", bench.database, "--output", bench.path("exported"))
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try answers(bench, "exported").map(\.label) == answers(bench, "run").map(\.label))
  }

  @Test func anExportedModelServesAsABase() throws {
    let bench = try Workbench()
    try bench.train()
    _ = try export(bench)
    let outcome = try bench.run(
      bench.training("again", ["--base", bench.path("exported"), "--learning-rate", "1e-30"]))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("the base has a head for these classes"))
    for (one, other) in zip(try answers(bench, "run"), try answers(bench, "again")) {
      #expect(abs(one.probability - other.probability) < 1e-4)
    }
  }
}

/// What `inspect --format json` prints.
struct Inspection: Decodable {
  struct Tensor: Decodable {
    let name: String
    let dtype: String
    let shape: [Int]
    let file: String
  }
  struct Configuration: Decodable {
    let blocks: Int
    let width: Int
    let labels: [String]?
    let pooling: String?
  }
  let path: String
  let configuration: Configuration?
  let tensors: [Tensor]
  let storedParameters: Int
  let totalParameters: Int?
  let trainableParameters: Int?
  let digests: [String: String]
  let base: String?

  private enum CodingKeys: String, CodingKey {
    case path, configuration, tensors, digests, base
    case storedParameters = "stored_parameters"
    case totalParameters = "total_parameters"
    case trainableParameters = "trainable_parameters"
  }
}
