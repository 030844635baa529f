import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct RunCurveTests {
  let folder: TemporaryFolder
  let database: RunDatabase

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
  }

  @Test func aTrainingHasItsStepsAndItsEvaluations() throws {
    let run = try fillWithSampleRun(database, named: "sample")
    let losses = try RunCurve.curves(of: run, .loss, in: database)
    #expect(losses.map(\.series) == ["batches", "train", "validation", "test"])
    #expect(losses.map(\.axis) == [.step, .step, .step, .step])
    #expect(losses[0].points.count == 200 && losses[0].points[199] == (200, 1 / 200.0))
    #expect(losses[1].points.map(\.position) == [100, 200])
    let accuracies = try RunCurve.curves(of: run, .accuracy, in: database)
    #expect(accuracies.map(\.series) == ["train", "validation", "test"])
    let rates = try RunCurve.curves(of: run, .learningRate, in: database)
    #expect(rates.map(\.series) == ["batches"] && rates[0].points[0].value == 5e-5)
  }

  @Test func aCrossValidationHasItsRounds() throws {
    var facts = sampleFacts()
    facts.kind = "cross-validate"
    let run = try database.createRun(named: "rounds", folder: .inside("/runs"), facts: facts)
    for (round, accuracy) in [(2, 0.75), (1, 0.5)] {
      try database.append(
        evaluation: sampleEvaluation(of: run.id, part: .test, step: round, accuracy: accuracy))
    }
    try database.append(
      evaluation: sampleEvaluation(of: run.id, part: .test, step: nil, accuracy: 0.625))
    let curves = try RunCurve.curves(of: run, .accuracy, in: database)
    #expect(curves.map(\.axis) == [.round])
    #expect(curves[0].points.map(\.value) == [0.5, 0.75])
  }

  @Test func thinningTakesMeansOfStretches() throws {
    let run = try fillWithSampleRun(database, named: "sample")
    let curve = try RunCurve.curves(of: run, .gradientNorm, in: database)[0]
    #expect(curve.thinned(to: 200).count == 200)
    let thinned = curve.thinned(to: 4)
    #expect(thinned.map(\.x) == [25.5, 75.5, 125.5, 175.5])
    #expect(thinned.map(\.y) == [0.5, 0.5, 0.5, 0.5])
  }
}
