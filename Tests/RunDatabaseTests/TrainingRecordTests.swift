import Foundation
import RunDatabase
import TestFiles
import Testing

@Suite struct TrainingRecordTests {
  let folder: TemporaryFolder
  let database: RunDatabase
  let run: Run.ID

  init() throws {
    folder = try TemporaryFolder()
    database = try RunDatabase(path: folder.database)
    run = try database.createRun(folder: .inside("/runs"), facts: sampleFacts()).id
  }

  @Test func storesStepsBitForBit() throws {
    var steps = sampleSteps(1...250)
    steps[0].loss = .infinity
    steps[1].gradientNorm = nil
    steps[2].learningRate = 0.1.nextUp
    steps[3].loss = -0.0
    try database.append(steps: Array(steps[..<100]), to: run)
    try database.append(steps: Array(steps[100...]), to: run)
    try database.append(steps: [], to: run)
    #expect(try database.steps(of: run) == steps)
  }

  @Test func storesANaNAsNull() throws {
    try database.append(
      steps: [
        StepRecord(step: 1, epoch: 1, loss: .nan, learningRate: 0.1, gradientNorm: .nan)
      ], to: run)
    let step = try #require(try database.steps(of: run).first)
    #expect(step.loss.isNaN)
    #expect(step.gradientNorm == nil)
    #expect(
      try rows("SELECT loss, gradient_norm FROM v_steps", in: database.path)
        == [["loss": nil, "gradient_norm": nil]])
  }

  @Test func refusesAStepTwiceWithTheWholeBatch() throws {
    try database.append(steps: sampleSteps(1...10), to: run)
    #expect(throws: RunDatabaseError.stepAlreadyRecorded(10, path: folder.database)) {
      try database.append(steps: sampleSteps(11...12) + sampleSteps(10...10), to: run)
    }
    #expect(try database.steps(of: run) == sampleSteps(1...10))
  }

  @Test func replacesAnEpochMadeAgain() throws {
    var epoch = EpochRecord(epoch: 1, step: 100, examples: 800, loss: 0.5, seconds: 2)
    try database.append(epoch: epoch, to: run)
    epoch.loss = 0.25
    try database.append(epoch: epoch, to: run)
    #expect(try database.epochs(of: run) == [epoch])
  }

  @Test func keepsCheckpointsByPath() throws {
    let date = Date(timeIntervalSince1970: 1_795_271_525.5)
    let checkpoint = { (step: Int, name: String) in
      CheckpointRecord(
        step: step, epoch: 1, file: FileReference(path: "/runs/a/" + name, sha256: digest("f")),
        bytes: 5_000_000_000, createdAt: date)
    }
    for (step, name) in [(10, "latest"), (20, "best"), (30, "latest")] {
      try database.append(checkpoint: checkpoint(step, name), to: run)
    }
    #expect(
      try database.checkpoints(of: run) == [checkpoint(20, "best"), checkpoint(30, "latest")])
    try database.removeCheckpoint(at: "/runs/a/../a/latest", of: run)
    try database.removeCheckpoint(at: "/runs/a/nothing", of: run)
    #expect(try database.checkpoints(of: run) == [checkpoint(20, "best")])
  }

  @Test func rewindsToAStep() throws {
    let other = try fillWithSampleRun(database, named: "other")
    let run = try fillWithSampleRun(database, named: "rewound")
    let later = sampleEvaluation(
      of: run.id, part: .file, step: nil,
      model: FileReference(path: run.folder, sha256: digest("9")))
    try database.append(evaluation: later)

    try database.rewind(run.id, toStep: 150)
    #expect(try database.steps(of: run.id) == sampleSteps(1...150))
    #expect(try database.epochs(of: run.id).map(\.epoch) == [1])
    #expect(try database.checkpoints(of: run.id).map(\.step) == [100])
    #expect(try database.evaluations(of: run.id).map(\.record.step) == [100, 100, nil])

    try database.append(steps: sampleSteps(151...200), to: run.id)
    #expect(try database.steps(of: run.id) == database.steps(of: other.id))
    #expect(try database.epochs(of: other.id).count == 2)

    try database.rewind(run.id, toStep: 0)
    #expect(try database.steps(of: run.id).isEmpty)
    #expect(try database.steps(of: other.id).count == 200)
  }
}
