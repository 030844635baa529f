import RunDatabase
import TestFiles
import Testing

@Suite struct RunRankingTests {
  let folder: TemporaryFolder
  let database: RunDatabase
  let criterion = RunRanking.Criterion(part: .test, metric: "accuracy")

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
  }

  /// - Parameter accuracy: nil for a run without a measurement.
  @discardableResult
  func make(_ name: String, accuracy: Double?, split: Character = "c") throws -> Run {
    var facts = sampleFacts()
    facts.split?.sha256 = digest(split)
    let run = try database.createRun(named: name, folder: .inside("/runs"), facts: facts)
    if let accuracy {
      try database.append(
        evaluation: sampleEvaluation(of: run.id, part: .test, step: nil, accuracy: accuracy))
    }
    return run
  }

  func ranking(by criterion: RunRanking.Criterion? = nil) throws -> RunRanking? {
    try RunRanking(database.runs(), by: criterion ?? self.criterion, in: database)
  }

  @Test func theHighestIsTheBestAndTheOlderOfTwo() throws {
    for (name, accuracy) in [("low", 0.5), ("first", 0.75), ("second", 0.75)] {
      try make(name, accuracy: accuracy)
    }
    let ranking = try #require(try ranking())
    #expect(ranking.entries.map(\.run.name) == ["first", "second", "low"])
    #expect(ranking.best.low == 0.73 && ranking.best.high == 0.77)
    #expect(ranking.overlapping.map(\.run.name) == ["second"])
    #expect(ranking.elsewhere == 0 && ranking.unmeasured == 0)
  }

  @Test func onlyTheMessagesOfTheNewestCount() throws {
    try make("elsewhere", accuracy: 0.99, split: "d")
    try make("same", accuracy: 0.75)
    try make("newest", accuracy: 0.5)
    try make("unmeasured", accuracy: nil)
    let ranking = try #require(try ranking())
    #expect(ranking.entries.map(\.run.name) == ["same", "newest"])
    #expect(ranking.elsewhere == 1 && ranking.unmeasured == 1)
  }

  @Test func ofALossTheLowestIsTheBest() throws {
    for (name, loss) in [("high", 0.75), ("low", 0.25), ("undefined", .nan)] {
      let run = try make(name, accuracy: nil)
      var record = sampleEvaluation(of: run.id, part: .test, step: nil)
      record.loss = loss
      try database.append(evaluation: record)
    }
    let ranking = try #require(try ranking(by: .init(part: .test, metric: "loss")))
    #expect(ranking.entries.map(\.run.name) == ["low", "high"])
    #expect(ranking.best.low == nil && ranking.overlapping.isEmpty)
    #expect(ranking.unmeasured == 1)
  }

  @Test(arguments: ["loss", "perplexity", "log_loss", "false_positive_rate"])
  func lossesAreTheBetterTheLower(_ metric: String) {
    #expect(RunRanking.Criterion(part: .test, metric: metric).isLoss)
  }

  @Test func withoutTheMetricThereIsNoRanking() throws {
    try make("unmeasured", accuracy: nil)
    #expect(try ranking() == nil)
    try make("measured", accuracy: 0.5)
    #expect(try ranking(by: .init(part: .test, metric: "roc_auc")) == nil)
    #expect(try ranking(by: .init(part: .validation, metric: "accuracy")) == nil)
  }
}
