import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct RunTableTests {
  let folder: TemporaryFolder
  let database: RunDatabase

  /// Three runs, the last created last: "first", "second" and the cross-validation "rounds".
  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
    try make("first", settings: ["epochs": 5, "learning-rate": 5e-5, "shuffle": true])
    try make("second", data: "/data/other.tsv", settings: ["epochs": 10, "method": "lora"])
    let rounds = try make("rounds", kind: "cross-validate", settings: ["epochs": 5])
    for (name, accuracy) in [("first", 0.75), ("second", 0.5)] {
      let run = try #require(try database.run(named: name))
      for accuracy in [0.25, accuracy] {
        try database.append(
          evaluation: sampleEvaluation(of: run.id, part: .test, step: nil, accuracy: accuracy))
      }
      try database.updateStatus(of: run.id, to: .finished)
    }
    try database.append(
      evaluation: sampleEvaluation(of: rounds.id, part: .test, step: 1, accuracy: 0.875))
  }

  @discardableResult
  func make(
    _ name: String, kind: String = "train", data: String = "/data/SMSSpamCollection",
    settings: [String: SettingValue]
  ) throws -> Run {
    var facts = sampleFacts()
    facts.kind = kind
    facts.data = FileReference(path: data, sha256: digest("b"))
    facts.settings = settings
    return try database.createRun(named: name, folder: .inside("/tmp/runs"), facts: facts)
  }

  func names(_ filter: RunFilter) throws -> [String] {
    let names = try database.runs(matching: filter).map(\.name)
    #expect(try database.countRuns(matching: filter) == names.count)
    return names
  }

  @Test func everyConditionChooses() throws {
    #expect(try names(RunFilter()) == ["rounds", "second", "first"])
    #expect(try names(RunFilter(kind: "train")) == ["second", "first"])
    #expect(try names(RunFilter(status: .running)) == ["rounds"])
    #expect(try names(RunFilter(namePattern: "*o*")) == ["rounds", "second"])
    #expect(try names(RunFilter(namePattern: "FIRST")) == [])
    #expect(try names(RunFilter(names: ["first", "rounds", "it's"])) == ["rounds", "first"])
    #expect(try names(RunFilter(since: Date(timeIntervalSinceNow: -60))).count == 3)
    #expect(try names(RunFilter(since: Date(timeIntervalSinceNow: 60))) == [])
  }

  @Test(arguments: ["other.tsv", "/data/other.tsv", "data/other.tsv", "*.tsv", "ot?er.tsv"])
  func dataIsKnownByTheEndOfItsPath(_ name: String) throws {
    #expect(try names(RunFilter(data: name)) == ["second"])
  }

  @Test(arguments: ["ther.tsv", "ata/other.tsv", "other"])
  func partOfANameIsNotTheName(_ name: String) throws {
    #expect(try names(RunFilter(data: name)) == [])
  }

  @Test func settingsAreComparedByValue() throws {
    #expect(try names(RunFilter(settings: ["epochs": "5"])) == ["rounds", "first"])
    #expect(try names(RunFilter(settings: ["epochs": "5.0"])) == ["rounds", "first"])
    #expect(try names(RunFilter(settings: ["learning-rate": "0.00005"])) == ["first"])
    #expect(try names(RunFilter(settings: ["shuffle": "true"])) == ["first"])
    #expect(try names(RunFilter(settings: ["shuffle": "1"])) == [])
    #expect(try names(RunFilter(settings: ["method": "lora"])) == ["second"])
    #expect(try names(RunFilter(settings: ["method": "lora", "epochs": "5"])) == [])
  }

  @Test func columnsAreKnownByTheirNames() throws {
    let names = try database.columnNames()
    #expect(names.facts.starts(with: ["run", "kind", "status"]))
    #expect(names.column("status") == .fact("status"))
    #expect(names.column("test-accuracy") == .fact("test_accuracy"))
    #expect(names.column("setting.learning_rate") == .setting("learning-rate"))
    #expect(names.column("test.f1_low") == .result(.test, "f1_low"))
    #expect(names.column("validation.roc-auc") == .result(.validation, "roc_auc"))
    #expect(names.column("file.loss") == .result(.file, "loss"))
    for unknown in [
      "", "stat", "setting.none", "test.none", "none.f1", "test.", ".f1", "test.loss_low",
    ] {
      #expect(names.column(unknown) == nil, "\(unknown)")
    }
    #expect(names.all.allSatisfy { names.column($0) != nil })
  }

  func table(_ columns: [String], by order: RunOrder = .newestFirst) throws -> [[SettingValue]] {
    let names = try database.columnNames()
    let columns = try columns.map { try #require(names.column($0), "\($0)") }
    return try database.table(of: columns, matching: RunFilter(), by: order)
  }

  @Test func aTableHasSettingsAndTheNewestResults() throws {
    let columns = [
      "run", "setting.epochs", "setting.shuffle", "test.accuracy", "test.accuracy_low",
    ]
    #expect(
      try table(columns + ["test.roc_auc", "test.examples"]) == [
        ["rounds", 5, .null, .null, .null, .null, .null],
        ["second", 10, .null, 0.5, .number(0.5 - 0.02), .null, 300],
        ["first", 5, true, 0.75, 0.73, .null, 300],
      ])
  }

  @Test func aCrossValidationCountsOnceItHasMeans() throws {
    let run = try #require(try database.run(named: "rounds"))
    try database.append(
      evaluation: sampleEvaluation(of: run.id, part: .test, step: nil, accuracy: 0.625))
    #expect(try table(["test.accuracy"]).first == [0.625])
  }

  @Test func runsWithoutAValueComeLastEitherWay() throws {
    for (isDescending, names) in [
      (false, ["second", "first", "rounds"]), (true, ["first", "second", "rounds"]),
    ] {
      let order = RunOrder(column: .result(.test, "accuracy"), isDescending: isDescending)
      #expect(try table(["run"], by: order) == names.map { [.text($0)] })
      #expect(try database.runs(matching: RunFilter(), by: order).map(\.name) == names)
    }
    // As numbers: as texts "10" would come first.
    let byEpochs = RunOrder(column: .setting("epochs"), isDescending: false)
    #expect(try table(["run"], by: byEpochs) == [["rounds"], ["first"], ["second"]])
    #expect(
      try database.runs(matching: RunFilter(), by: byEpochs, limit: 1).map(\.name) == ["rounds"])
  }

  @Test func aRoundIsNoResultOfItsCrossValidation() throws {
    let rounds = try #require(try database.run(named: "rounds"))
    func seen() throws -> [SettingValue] {
      try #require(try table(["test_accuracy", "test.accuracy"]).first)
    }
    #expect(try database.result(of: rounds, part: .test) == nil)
    #expect(try seen() == [.null, .null])
    // The means count, even before a round that is recorded later.
    for (step, accuracy) in [(nil, 0.625), (2, 0.375)] {
      try database.append(
        evaluation: sampleEvaluation(of: rounds.id, part: .test, step: step, accuracy: accuracy))
    }
    #expect(try database.result(of: rounds, part: .test)?.metrics.first?.value == 0.625)
    #expect(try seen() == [0.625, 0.625])
    // Of any other run the newest counts, whether or not it has a step.
    let first = try #require(try database.run(named: "first"))
    #expect(try database.result(of: first, part: .test)?.metrics.first?.value == 0.75)
    try database.append(
      evaluation: sampleEvaluation(of: first.id, part: .test, step: 9, accuracy: 0.125))
    #expect(try database.result(of: first, part: .test)?.metrics.first?.value == 0.125)
    #expect(try database.result(of: first, part: .validation) == nil)
  }

  @Test func kindsAreThoseThatThereAre() throws {
    #expect(try database.kinds() == ["cross-validate", "train"])
  }
}
