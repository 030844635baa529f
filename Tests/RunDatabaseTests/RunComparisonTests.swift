import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct RunComparisonTests {
  let folder: TemporaryFolder
  let database: RunDatabase

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
  }

  @Test func runsOfTheSameKindHaveNothingApart() throws {
    let first = try fillWithSampleRun(database, named: "first")
    let second = try fillWithSampleRun(database, named: "second")
    let comparison = try RunComparison(first, second, in: database)
    #expect(comparison.isEmpty)
    #expect(comparison.names == ("first", "second"))
    #expect(comparison.seconds.map(\.phase) == ["evaluate", "train"])
  }

  @Test func whatDiffersIsThereOnce() throws {
    let first = try fillWithSampleRun(database, named: "first")
    var facts = sampleFacts(seed: 8)
    facts.settings["epochs"] = 10
    facts.settings["warm-up"] = 0.125
    // The fact is what came of it; this is what was asked for.
    facts.settings["precision"] = "auto"
    let second = try database.createRun(named: "second", folder: .inside("/runs"), facts: facts)
    try database.append(
      evaluation: sampleEvaluation(of: second.id, part: .test, step: 200, accuracy: 0.5))

    let comparison = try RunComparison(first, second, in: database)
    #expect(!comparison.isEmpty)
    #expect(comparison.settings.map(\.name) == ["seed", "epochs", "precision_asked", "warm-up"])
    #expect(comparison.settings[0].values == .init(first: "7", second: "8"))
    #expect(comparison.settings[3].values == .init(first: nil, second: 0.125))
    let results = comparison.results.map { "\($0.part) \($0.name)" }
    #expect(results.contains("validation accuracy") && results.contains("test accuracy"))
    // The sample's test part has the same mcc and loss on both sides.
    #expect(results.filter { $0.hasPrefix("test") } == ["test accuracy"])
    #expect(comparison.peakMemoryBytes == .init(first: 700_000_000, second: nil))
  }

  @Test func roundsAreNoResults() throws {
    var facts = sampleFacts()
    facts.kind = "cross-validate"
    let runs = try ["first", "second"].map { name in
      try database.createRun(named: name, folder: .inside("/runs"), facts: facts)
    }
    for (run, accuracy) in zip(runs, [0.5, 0.75]) {
      try database.append(
        evaluation: sampleEvaluation(of: run.id, part: .test, step: 1, accuracy: accuracy))
    }
    #expect(try RunComparison(runs[0], runs[1], in: database).isEmpty)
  }
}
