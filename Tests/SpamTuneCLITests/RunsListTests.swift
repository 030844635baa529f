import Foundation
import Testing

@Suite struct RunsListTests {
  /// Three runs, made in this order: "one" trains the head, "two" the last block for three epochs, "bayes" is
  /// a baseline.
  static func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.train("one", "--trainable", "head")
    try bench.train("two", "--epochs", "3")
    let outcome = try bench.run(
      "baseline", "--method", "naive-bayes", "--data", bench.data, "--database", bench.database,
      "--output", bench.path("bayes"), "--name", "bayes")
    try #require(outcome.exitCode == 0, "\(outcome.errors)")
    return bench
  }

  @Test func conditionsAndColumnsMakeTheTable() throws {
    let bench = try Self.bench()
    func list(_ more: String...) throws -> [String] {
      let outcome = try bench.run(["runs", "list", "--database", bench.database] + more)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return outcome.outputLines
    }
    let csv = { (more: String) in
      try list(
        "--columns", "run", "--format", "csv", "--setting", "seed=123", "--since", "1h", more)
    }
    #expect(try csv("--kind=train") == ["run", "two", "one"])
    #expect(try csv("--name=*o*") == ["run", "two", "one"])
    #expect(try csv("--setting=trainable=head") == ["run", "one"])
    #expect(try csv("--setting=learning-rate=0.001") == ["run", "two", "one"])
    #expect(try csv("--data=messages.tsv") == ["run", "bayes", "two", "one"])
    #expect(try csv("--base=base/") == ["run", "two", "one"])
    #expect(try csv("--status=failed") == ["run"])
    #expect(try csv("--reverse") == ["run", "one", "two", "bayes"])
    #expect(try csv("--sort=setting.epochs") == ["run", "one", "two", "bayes"])
    #expect(try csv("--sort=run") == ["run", "bayes", "one", "two"])
    let text = try list("--columns", "run,setting.epochs,steps", "--kind", "train")
    #expect(text[0] == "run  setting.epochs  steps")
    #expect(text[2...].map { $0.prefix(19) } == ["two               3", "one               2"])
    // Without columns the overview stays as it is.
    #expect(try list("--name", "one")[2].hasPrefix("one  train  finished"))
  }

  @Test func metricsAreThoseOfTheNewestEvaluation() throws {
    let bench = try Self.bench()
    let outcome = try bench.run(
      "runs", "--database", bench.database, "--columns", "run,test.accuracy,test.f1_low,test.loss",
      "--format", "json", "--sort", "run")
    let rows = try outcome.decoded(as: [[String: Cell]].self)
    let expected = try Records(bench.database).rows(
      """
      SELECT r.run, e.accuracy, e.f1_low, e.loss FROM v_runs AS r JOIN v_evaluations AS e
      ON e.evaluation = (SELECT max(evaluation) FROM v_evaluations WHERE run = r.run AND part = 'test')
      ORDER BY r.run
      """)
    #expect(rows.count == 3)
    #expect(rows.map { $0["run"] } == expected.map { .text($0["run"]) })
    #expect(rows.map { $0["test.accuracy"] } == expected.map { .number($0["accuracy"]) })
    #expect(
      rows.map { $0["test.f1_low"] }
        == expected.map { ($0["f1_low"] as Double?).map(Cell.number) ?? .missing })
    #expect(rows.map { $0["test.loss"] } == expected.map { .number($0["loss"]) })
  }

  enum Cell: Decodable, Equatable {
    case missing
    case number(Double)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .missing
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  @Test func whatTheLimitHidesIsSaid() throws {
    let bench = try Self.bench()
    let outcome = try bench.run("runs", "--database", bench.database, "--limit", "1")
    #expect(outcome.outputLines.count == 3)
    #expect(outcome.errors == "1 of 3 runs; --limit shows more\n")
    #expect(try bench.run("runs", "--database", bench.database).errors == "")
  }

  @Test func mistakesAreOneSentence() throws {
    let bench = try Self.bench()
    for (arguments, words) in [
      (["--columns", "run,stats"], ["'stats'", "'status'"]),
      (["--columns", "run,,kind"], ["no column ''", "PART.METRIC"]),
      (["--columns", "test.f2"], ["'test.f1'"]),
      (["--sort", "setting.epoch"], ["'setting.epochs'"]),
      (["--kind", "trian"], ["trian", "cross-validate, pretrain, train"]),
      (["--since", "yesterday"], ["yesterday", "2026-11-21", "7d"]),
      (["--since", "2026-13-45"], ["2026-13-45"]),
      (["--since=-3d"], ["-3d"]),
      (["--setting", "epochs"], ["epochs=5"]),
      (["--setting", "epohs=5"], ["'epohs'", "'epochs'"]),
      (["--limit", "0"], ["1 or more"]),
    ] {
      let outcome = try bench.run(["runs", "list", "--database", bench.database] + arguments)
      #expect(outcome.exitCode == 64, "\(arguments)")
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
  }

  @Test func aFolderIsAsGoodAsAName() throws {
    let bench = try Workbench()
    try bench.train("one")
    try bench.train("two", "--seed", "5")
    for name in ["one", "one/", "./one", bench.path("one")] {
      let outcome = try bench.run("runs", "show", name, "--database", bench.database)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(outcome.outputLines.first?.hasSuffix(" one") == true)
    }
    // The database lies beside the folder.
    let diff = try bench.run("runs", "diff", bench.path("one"), "two/")
    #expect(diff.output.contains("seed"), "\(diff.errors)")
    let deleted = try bench.run("runs", "delete", "./one", "--files")
    #expect(deleted.exitCode == 0, "\(deleted.errors)")
    #expect(!bench.exists("one"))
    #expect(try Records(bench.database).status(of: "one") == nil)
    let nothing = try bench.run("runs", "show", "./base", "--database", bench.database)
    #expect(nothing.exitCode == 65)
    #expect(nothing.errors.contains("No run './base'"))
  }
}
