import Foundation
import Testing

@Suite struct OptionsFileTests {
  /// The settings that the tests give, of a training that is not otherwise told about.
  private func training(_ bench: Workbench, _ name: String, _ more: String...) throws -> Outcome {
    try bench.run(
      [
        "train", "--data", bench.data, "--base", bench.base, "--database", bench.database,
        "--output", bench.path(name), "--name", name,
      ] + more)
  }

  private func settings(_ names: [String], of run: String, _ bench: Workbench) throws -> [String] {
    let records = try Records(bench.database)
    return try names.map { try records.setting($0, of: run) }
  }

  @Test func aFileIsAsGoodAsTyping() throws {
    let bench = try Workbench()
    try bench.write(
      """
      epochs = 2
      learning_rate = 1e-3
      no-shuffle = true
      [train]
      trainable = "head"
      weight-decay = 0.25
      [classify]
      format = "json"
      [runs.list]
      limit = 1
      """, to: "options.toml")
    let outcome = try training(bench, "file", "--config", bench.path("options.toml"))
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    let typed = try training(
      bench, "typed", "--epochs", "2", "--learning-rate", "1e-3", "--no-shuffle", "--trainable",
      "head", "--weight-decay", "0.25")
    try #require(typed.exitCode == 0, "\(typed.errors)")
    #expect(try bench.weights("file") == bench.weights("typed"))
    let names = ["epochs", "learning_rate", "shuffles", "trainable", "weight_decay"]
    #expect(try settings(names, of: "file", bench) == ["2", "0.001", "false", "\"head\"", "0.25"])

    let answer = try bench.run(
      "classify", "--config", bench.path("options.toml"), "--model", bench.path("file"), "qkey")
    #expect(answer.output.hasPrefix("{"), "\(answer.errors)")
    let list = try bench.run(
      "runs", "--database", bench.database, "--config", bench.path("options.toml"))
    #expect(list.outputLines.count == 3)
  }

  /// The record says what was typed; the options that held are recorded beside it.
  @Test func whatIsTypedHoldsAndIsRecorded() throws {
    let bench = try Workbench()
    try bench.write("epochs: 7\nlearning-rate: 1e-3\ntrainable: head\n", to: "a.yaml")
    try bench.write("{\"trainable\": \"last-2\", \"dropout\": 0.25}", to: "b.json")
    let outcome = try training(
      bench, "run", "--config", "a.yaml", "--config=b.json", "--epochs", "1")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(
      try settings(["epochs", "learning_rate", "trainable", "dropout"], of: "run", bench)
        == ["1", "0.001", "\"last-2\"", "0.25"])
    let command = try Records(bench.database).texts("SELECT command_line FROM v_runs")
    #expect(command.first?.hasSuffix("--config a.yaml --config=b.json --epochs 1") == true)
  }

  /// The parser takes the last of several; a file's options come before those that are typed.
  @Test func theLastOfSeveralTypedOptionsHolds() throws {
    let bench = try Workbench()
    let outcome = try training(bench, "run", "--epochs", "3", "--epochs", "1")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try settings(["epochs"], of: "run", bench) == ["1"])
  }

  @Test func commandsWithAConfigurationOfTheirOwnTakeOptions() throws {
    let bench = try Workbench()
    try bench.write(
      "config = 'base-config.json'\ntokenizer = 'tokenizer'\nseed = 3", to: "options.toml")
    let made = try bench.run("init-base", "--options", "options.toml", "--output", "new")
    #expect(made.exitCode == 0, "\(made.errors)")
    try bench.makeBase(at: "typed", seed: 3)
    #expect(try bench.weights("new") == bench.weights("typed"))
  }

  @Test(arguments: [
    ("learning-rat = 1", "'train' has no option 'learning-rat'. Did you mean 'learning-rate'?"),
    ("[trian]\nepochs = 1", "no command 'trian' for the table of that name. Did you mean 'train'?"),
    ("[runs.list]\nlimits = 1", "'runs list' has no option 'limits'. Did you mean 'limit'?"),
    ("resume = 'run'", "'resume' cannot be given in a file"),
    ("config = 1979-05-27", "'config' is a date"), ("epochs = [1, 2]", "'epochs' takes one value"),
    ("no-shuffle = 'yes'", "'no-shuffle' is on or off"),
    ("epochs = ", "line 1: not TOML"), ("[epochs]\na = 1", "'epochs' is an option"),
  ])
  func aFileThatCannotBeUsedIsNamed(text: String, complaint: String) throws {
    let bench = try Workbench()
    try bench.write(text, to: "options.toml")
    let outcome = try training(bench, "new", "--config", "options.toml")
    #expect(outcome.exitCode == 65)
    #expect(outcome.output == "")
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("spamtune: options.toml"), "\(outcome.errors)")
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    #expect(!bench.exists("new"))
  }

  @Test(arguments: [
    ("none.toml", 65, "none.toml: cannot open it"), ("base", 65, "base: the name tells no format"),
    ("--epochs", 64, "--config"),
  ])
  func aPathThatCannotBeUsedIsNamed(path: String, code: Int, complaint: String) throws {
    let bench = try Workbench()
    let outcome = try training(bench, "new", "--config", path)
    #expect(outcome.exitCode == code)
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
    #expect(!bench.exists("new"))
  }

  /// The parser complains about something that nobody typed.
  @Test func aBadValueIsShownWithTheFilesOptions() throws {
    let bench = try Workbench()
    try bench.write("epochs = 'many'", to: "options.toml")
    let outcome = try training(bench, "new", "--config", "options.toml")
    #expect(outcome.exitCode == 64)
    #expect(outcome.errorLines.first == "options from files: --epochs=many")
    #expect(outcome.errors.contains("'many' is invalid"))
  }

  @Test func resumingTakesNoFile() throws {
    let bench = try Workbench()
    try bench.train("run")
    try bench.write("epochs = 3", to: "options.toml")
    let outcome = try bench.run(
      "train", "--resume", bench.path("run"), "--config", bench.path("options.toml"))
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.contains("Leave out --config."), "\(outcome.errors)")
  }

  @Test func helpNeedsNoFile() throws {
    let bench = try Workbench()
    let outcome = try bench.run("train", "--config", "none.toml", "--help")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("--config <options-file>"))
  }
}
