import FineTuning
import GPT2
import TestFiles
import Testing

@Suite struct ResumingTests {
  @Test(arguments: [TrainablePart.all, .lastBlocks(1), .head], 1...8)
  func aResumedRunEndsWithTheBitsOfAStraightOne(part: TrainablePart, stop: Int) throws {
    var settings = SmallTraining.settings(trainable: part)
    settings.evalEvery = 2
    let straight = try SmallTraining.trainer(settings)
    let expected = try SmallTraining.run(straight)

    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    let interrupted = try SmallTraining.trainer(settings)
    try SmallTraining.run(interrupted, until: stop, checkpoints: checkpoints)
    #expect(interrupted.step == stop)
    #expect(checkpoints.all().last == checkpoints.path(ofStep: stop))

    let resumed = try SmallTraining.trainer(settings)
    let file = try #require(try checkpoints.newest())
    #expect(file.step == stop)
    try resumed.restore(from: file)
    #expect(resumed.step == stop)
    #expect(resumed.weightBits == interrupted.weightBits)
    #expect(try SmallTraining.run(resumed) == Array(expected[stop...]))
    #expect(resumed.weightBits == straight.weightBits)
    #expect(resumed.history == straight.history)
  }

  @Test func aRunInterruptedAtEveryStepEndsWithTheSameBits() throws {
    let settings = SmallTraining.settings()
    let straight = try SmallTraining.trainer(settings)
    try SmallTraining.run(straight)

    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    var bits: [[UInt32]] = []
    for step in 1...9 {
      let trainer = try SmallTraining.trainer(settings)
      if let file = try checkpoints.newest() { try trainer.restore(from: file) }
      try SmallTraining.run(trainer, until: step, checkpoints: checkpoints)
      bits = trainer.weightBits
    }
    #expect(bits == straight.weightBits)
  }

  @Test func withMomentumARunIsResumedToTheSameBits() throws {
    var settings = SmallTraining.settings()
    settings.optimizer.method = .sgd
    settings.optimizer.nesterov = true
    let straight = try SmallTraining.trainer(settings)
    try SmallTraining.run(straight)

    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    let interrupted = try SmallTraining.trainer(settings)
    try SmallTraining.run(interrupted, until: 1, checkpoints: checkpoints)
    let resumed = try SmallTraining.trainer(settings)
    try resumed.restore(from: try #require(try checkpoints.newest()))
    try SmallTraining.run(resumed)
    #expect(resumed.weightBits == straight.weightBits)
  }

  @Test func whatTrainsComesFromTheCheckpointAlone() throws {
    let settings = SmallTraining.settings()
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    let first = try SmallTraining.trainer(settings)
    try SmallTraining.run(first, until: 5, checkpoints: checkpoints)

    let other = SmallTraining.classifier(trainable: .all, seed: 999)
    let resumed = try SmallTraining.trainer(settings, classifier: other)
    try resumed.restore(from: try #require(try checkpoints.newest()))
    #expect(resumed.weightBits == first.weightBits)
  }

  @Test func aFinishedRunHasNothingLeftToDo() throws {
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    let settings = SmallTraining.settings()
    let trainer = try SmallTraining.trainer(settings)
    try SmallTraining.run(trainer, checkpoints: checkpoints)
    let resumed = try SmallTraining.trainer(settings)
    try resumed.restore(from: try #require(try checkpoints.newest()))
    #expect(resumed.isFinished)
    #expect(try SmallTraining.run(resumed).isEmpty)
    #expect(resumed.weightBits == trainer.weightBits)
  }
}
