import ClassifierModels
import Experiments
import FineTuning
import Foundation
import RunDatabase
import Testing

/// Whole runs in this process.
@Suite struct TrainingRunTests {
  private let experiment: SmallExperiment

  init() throws { experiment = try SmallExperiment() }

  @Test func aTrainingIsRecordedWithItsThreeParts() throws {
    let run = try TrainingRun(experiment.options, in: experiment.destination("run"))
    var steps = 0
    let result = try #require(
      try run.run { event in
        if case .training(.step) = event { steps += 1 }
        return true
      })
    let record = try #require(try experiment.record())
    #expect(record.status == .finished)
    #expect(steps == 5)
    #expect(try experiment.database.steps(of: record.id).count == steps)
    let results = try experiment.database.evaluations(of: record.id).map(\.record).filter {
      $0.step == nil
    }
    #expect(results.map(\.part) == EvaluationPart.ofSplit)
    #expect(results.map(\.examples) == [36, 12, 12])
    #expect(result.metrics.test?.examples == 12)
    #expect(
      record.seconds.keys.sorted()
        == ["evaluate", "features", "load", "save", "tokenise", "train"])
    #expect(try TextClassifier(directory: run.folder).classes.names == ["ham", "spam"])
  }

  @Test func aTrainingThatWasStoppedGoesOnToTheSameWeights() throws {
    var options = experiment.options
    options.training.epochs = 2
    let whole = try TrainingRun(options, in: experiment.destination("whole"))
    _ = try #require(try whole.run { _ in true })
    do {
      let stopped = try TrainingRun(options, in: experiment.destination("stopped"))
      let end = try stopped.run { event in
        if case .training(.step(let step)) = event { return step.step < 3 }
        return true
      }
      #expect(end == nil)
      #expect(try experiment.record("stopped")?.status == .interrupted)
    }
    let resumed = try TrainingRun(resuming: "stopped", home: experiment.home)
    _ = try #require(try resumed.run { _ in true })
    let weights = try [whole.folder, resumed.folder].map {
      try Data(contentsOf: URL(fileURLWithPath: $0 + "/model.safetensors"))
    }
    #expect(weights[0] == weights[1])
    let id = try #require(try experiment.record("stopped")).id
    #expect(try experiment.database.steps(of: id).map(\.step) == Array(1...10))
  }

  @Test func aRunWhoseMessagesOrBaseChangedIsNotResumed() throws {
    _ = try TrainingRun(experiment.options, in: experiment.destination("run")).run { _ in false }
    let base = URL(fileURLWithPath: experiment.base + "/config.json")
    let configuration = try Data(contentsOf: base)
    try (configuration + Data("\n".utf8)).write(to: base)
    #expect(throws: KitError.changed(experiment.base, since: "run run began")) {
      _ = try TrainingRun(resuming: "run", home: experiment.home)
    }
    try configuration.write(to: base)
    try experiment.write(classes: ["spam", "ham"], to: "messages.tsv")
    #expect(throws: KitError.changed(experiment.data, since: "run run began")) {
      _ = try TrainingRun(resuming: "run", home: experiment.home)
    }
  }

  @Test func aSimpleMethodIsRecordedAsATrainingIs() throws {
    let run = try BaselineRun(
      BaselineOptions(.naiveBayes, data: experiment.options.data),
      in: experiment.destination("words"))
    let result = try #require(try run.run { _ in true })
    let record = try #require(try experiment.record("words"))
    #expect(record.facts.kind == "baseline")
    #expect(record.status == .finished)
    let parts = try experiment.database.evaluations(of: record.id).map(\.record.part)
    #expect(parts == EvaluationPart.ofSplit)
    #expect(result.split.digest == record.facts.split?.sha256)
  }

  @Test func aCrossValidationGoesOnWithTheRoundsThatHadNotEnded() throws {
    let plan = CrossValidationPlan(.folds(3))
    do {
      let stopped = try CrossValidation(
        experiment.options, plan: plan, in: experiment.destination("rounds"))
      let end = try stopped.run { event in
        if case .training(.round) = event { return false }
        return true
      }
      #expect(end == nil)
    }
    let resumed = try CrossValidation(resuming: "rounds", home: experiment.home)
    let result = try #require(try resumed.run { _ in true })
    let whole = try #require(
      try CrossValidation(
        experiment.options, plan: plan, in: experiment.destination("whole")
      ).run { _ in true })
    #expect(result.rounds.map(\.number) == [1, 2, 3])
    #expect(result.rounds.map(\.metrics.loss) == whole.rounds.map(\.metrics.loss))
    #expect(
      try experiment.record("rounds")?.seconds.keys.sorted() == ["features", "train"])
  }
}
