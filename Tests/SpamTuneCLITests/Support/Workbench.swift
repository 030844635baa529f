import Foundation
import GPT2Tokenizer
import TestFiles
import Testing

/// A folder of its own for one test, with a tiny base model of random weights and a few labelled
/// messages.
final class Workbench {
  var folder: String { temporary.path }
  /// Two blocks of 16 channels that read 64 tokens.
  var base: String { path("base") }
  /// Labelled messages in the UCI layout: `Messages.labelled()`.
  var data: String { path("messages.tsv") }
  var database: String { path("runs.sqlite") }

  private let temporary: TemporaryFolder

  init(messages: [Message] = Messages.labelled()) throws {
    temporary = try TemporaryFolder()
    try Self.tokenizer.get().write(toDirectory: path("tokenizer"), maximumLength: 64)
    try write(Messages.uci(messages), to: "messages.tsv")
    try makeBase(at: "base")
  }

  func path(_ name: String) -> String { temporary.file(name) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    try data.write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func contents(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }

  func names(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  func start(_ arguments: [String], hasInput: Bool = false) throws -> Spamtune {
    try Spamtune(arguments, in: folder, hasInput: hasInput)
  }

  /// Runs the program to its end, standard input holding `input`.
  func run(_ arguments: [String], input: String? = nil) throws -> Outcome {
    let program = try start(arguments, hasInput: input != nil)
    if let input {
      try program.write(input)
      try program.closeInput()
    }
    return program.finish()
  }

  func run(_ arguments: String..., input: String? = nil) throws -> Outcome {
    try run(arguments, input: input)
  }

  /// The arguments of a short training into the folder `name`, which is also the run's name.
  func training(_ name: String, _ more: [String] = []) -> [String] {
    let standard = [
      "--data": data, "--base": base, "--database": database, "--epochs": "2",
      "--learning-rate": "1e-3",
    ]
    let given = Set(more)
    // Given files take the place of --data.
    let kept = standard.filter {
      !given.contains($0.key) && !($0.key == "--data" && given.contains("--train-file"))
    }
    return ["train", "--output", path(name), "--name", name]
      + kept.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } + more
  }

  /// Trains to the end, which must succeed.
  @discardableResult
  func train(
    _ name: String = "run", _ more: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try run(training(name, more))
    try #require(outcome.exitCode == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  /// The weights of a trained model, byte by byte.
  func weights(_ name: String = "run") throws -> Data { try contents(name + "/model.safetensors") }

  func makeBase(at name: String, configuration: [String: Any] = [:], seed: Int = 1) throws {
    let sizes: [String: Any] = [
      "model_type": "gpt2", "vocab_size": 300, "n_positions": 64, "n_embd": 16, "n_layer": 2,
      "n_head": 2, "initializer_range": 0.2,
    ]
    let json = try JSONSerialization.data(
      withJSONObject: sizes.merging(configuration) { $1 }, options: .sortedKeys)
    let file = try write(json, to: name + "-config.json")
    let outcome = try run(
      "init-base", "--config", file, "--tokenizer", path("tokenizer"), "--seed", "\(seed)",
      "--output", path(name))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
  }

  /// Trained once on words that occur in no test message.
  private static let tokenizer = Result {
    var trainer = try BytePairTrainer(vocabularySize: 285)
    trainer.add("the then there other another mother brother in thin thing sing ring bring")
    return try trainer.train()
  }
}
