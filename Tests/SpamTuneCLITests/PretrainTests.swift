import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct PretrainTests {
  private static let settings = [
    "--tokens-per-step", "100", "--eval-every", "7", "--save-every", "5", "--validation-share",
    "0.2",
  ]

  private func pretraining(_ bench: Workbench, _ name: String, epochs: Int) throws -> [String] {
    let texts = try bench.write(
      Messages.labelled(100).map { $0.text + "\n" }.joined(separator: "\n"), to: "texts.txt")
    return [
      "pretrain", "--text", texts, "--config", bench.path("base-config.json"), "--tokenizer",
      bench.path("tokenizer"), "--output", bench.path(name), "--database", bench.database,
      "--epochs", "\(epochs)",
    ] + Self.settings
  }

  private func expectSame(_ bench: Workbench, _ run: String, _ other: String) throws {
    #expect(try bench.weights(run) == bench.weights(other))
    #expect(try bench.names(in: run) == bench.names(in: other))
    #expect(try bench.names(in: run + "/checkpoints") == bench.names(in: other + "/checkpoints"))
    let records = try Records(bench.database)
    for query in [
      "SELECT step, epoch, loss, learning_rate, gradient_norm FROM steps WHERE run_id = "
        + "(SELECT id FROM runs WHERE folder = ?) ORDER BY step",
      "SELECT step, loss FROM evaluations WHERE run_id = "
        + "(SELECT id FROM runs WHERE folder = ?) ORDER BY step",
      "SELECT step, bytes FROM checkpoints WHERE run_id = "
        + "(SELECT id FROM runs WHERE folder = ?) ORDER BY step",
    ] {
      let rows = try records.rows(query, [bench.path(run)])
      #expect(!rows.isEmpty, "\(query)")
      #expect(try rows == records.rows(query, [bench.path(other)]), "\(query)")
    }
  }

  @Test func aPretrainedModelIsABase() throws {
    let bench = try Workbench()
    let outcome = try bench.run(pretraining(bench, "pretrained", epochs: 3))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Base: \(bench.path("pretrained"))"))
    try bench.train("run", "--base", bench.path("pretrained"))
    let text = try bench.run("generate", "--base", bench.path("pretrained"), "qlunch")
    #expect(text.exitCode == 0, "\(text.errors)")
  }

  @Test func halfPrecisionHalvesTheWeights() throws {
    let bench = try Workbench()
    _ = try bench.run(pretraining(bench, "whole", epochs: 1))
    _ = try bench.run(pretraining(bench, "half", epochs: 1) + ["--half"])
    let sizes = try ["whole", "half"].map { try Double(bench.weights($0).count) }
    #expect(abs(sizes[1] / sizes[0] - 0.5) < 0.1)
    let configuration = String(decoding: try bench.contents("half/config.json"), as: UTF8.self)
    #expect(configuration.contains("\"float16\""))
    try bench.train("run", "--base", bench.path("half"))
  }

  @Test func theLossFalls() throws {
    let bench = try Workbench()
    _ = try bench.run(pretraining(bench, "pretrained", epochs: 10))
    let losses: [Double] = try Records(bench.database)
      .rows("SELECT loss FROM steps ORDER BY step").map { $0["loss"] }
    #expect(losses.count > 20)
    #expect(try #require(losses.last) < 0.9 * #require(losses.first))
  }

  @Test func anInterruptedRunEndsWithTheSameBits() throws {
    let bench = try Workbench()
    let straight = try bench.run(pretraining(bench, "straight", epochs: 30))
    try #require(straight.exitCode == 0, "\(straight.errors)")
    let program = try bench.start(pretraining(bench, "run", epochs: 30))
    program.wait { program.errors.contains("step 14:") }
    program.send(SIGINT)
    let stopped = program.finish()
    #expect(stopped.exitCode == 130)
    let command = try #require(stopped.errorLines.last?.components(separatedBy: "spamtune ").last)
    let resumed = try bench.run(command.split(separator: " ").map(String.init))
    try #require(resumed.exitCode == 0, "\(resumed.errors)")
    try expectSame(bench, "run", "straight")
  }

  @Test func aKilledRunEndsWithTheSameBits() throws {
    let bench = try Workbench()
    let straight = try bench.run(pretraining(bench, "straight", epochs: 10))
    try #require(straight.exitCode == 0, "\(straight.errors)")
    var program = try bench.start(pretraining(bench, "run", epochs: 10))
    for count in 1...4 {
      program.wait {
        bench.exists("run/run.json")
          && ((try? bench.names(in: "run/checkpoints").last) ?? "").contains("\(count * 5).safe")
      }
      program.send(SIGKILL)
      _ = program.finish()
      program = try bench.start(["pretrain", "--resume", bench.path("run")])
    }
    let outcome = program.finish()
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    try expectSame(bench, "run", "straight")
  }

  @Test func changedTextsAreRefused() throws {
    let bench = try Workbench()
    _ = try bench.run(pretraining(bench, "run", epochs: 2))
    try bench.write("another text\n", to: "texts.txt")
    let outcome = try bench.run("pretrain", "--resume", bench.path("run"))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("texts.txt changed since run"))
  }

  @Test(arguments: ["base-config.json", "tokenizer/merges.txt", "tokenizer/tokenizer.json"])
  func anotherStartIsRefused(file: String) throws {
    let bench = try Workbench()
    _ = try bench.run(pretraining(bench, "run", epochs: 2))
    try bench.write(try bench.contents(file) + Data("\n".utf8), to: file)
    let outcome = try bench.run("pretrain", "--resume", bench.path("run"))
    #expect(outcome.exitCode == 65)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("base-config.json; "))
    #expect(outcome.errors.contains("changed since run"))
  }

  @Test func anotherBaseIsRefused() throws {
    let bench = try Workbench()
    let texts = try bench.write("one text\n\nanother text\n", to: "texts.txt")
    let outcome = try bench.run(
      [
        "pretrain", "--text", texts, "--base", bench.base, "--output", bench.path("run"),
        "--epochs", "2",
      ] + Self.settings)
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    try bench.makeBase(at: "other", seed: 2)
    try bench.write(try bench.contents("other/model.safetensors"), to: "base/model.safetensors")
    let resumed = try bench.run("pretrain", "--resume", bench.path("run"))
    #expect(resumed.exitCode == 65)
    #expect(resumed.errors.contains("base changed since run"))
  }

  @Test(arguments: [
    "--epochs 0", "--epochs nan", "--epochs 1e300", "--tokens-per-step 0", "--learning-rate nan",
    "--tokens-per-step 9223372036854775807", "--weight-decay nan", "--warmup 1e300", "--warmup nan",
    "--max-gradient-norm 0", "--dropout 1", "--validation-share 1", "--eval-every=-1",
  ])
  func wrongOptionsAreNamed(option: String) throws {
    let bench = try Workbench()
    let outcome = try bench.run(
      pretraining(bench, "run", epochs: 1) + option.split(separator: " ").map(String.init))
    #expect(outcome.exitCode == 64)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains(option.prefix { $0 != " " && $0 != "=" }))
    #expect(!bench.exists("run"))
  }

  @Test func settingsCannotBeChangedOnTheWay() throws {
    let bench = try Workbench()
    _ = try bench.run(pretraining(bench, "run", epochs: 1))
    let outcome = try bench.run("pretrain", "--resume", bench.path("run"), "--epochs", "3")
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("Leave out --epochs"))
  }
}
