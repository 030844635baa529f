import FineTuning
import GPT2
import GPT2Kernels
import TestFiles
import TestSupport
import Testing

@Suite struct TrainerTests {
  private let data = SmallTraining.data

  @Test(arguments: [TrainablePart.all, .lastBlocks(1), .lastBlocks(2)])
  func aLearnableTaskIsLearned(part: TrainablePart) throws {
    var settings = SmallTraining.settings(trainable: part)
    settings.epochs = 30
    settings.maxGradientNorm = nil
    let trainer = try SmallTraining.trainer(settings)
    let before = CrossEntropy().forward(trainer.logits(at: data.train), labels: trainLabels).mean
    try SmallTraining.run(trainer)
    let last = try #require(trainer.history.last)
    #expect(trainer.isFinished && last.isEndOfEpoch)
    #expect(before > 0.5 && last.train.loss < 0.2)
    #expect(last.train.correct >= 23 && last.train.count == 24)
    #expect(last.validation?.count == 8)
  }

  @Test(arguments: [TrainablePart.all, .lastBlocks(1), .head])
  func onlyWhatIsTrainableChanges(part: TrainablePart) throws {
    let trainer = try SmallTraining.trainer(SmallTraining.settings(trainable: part))
    let before = trainer.weightBits
    try SmallTraining.run(trainer)
    for (index, parameter) in trainer.classifier.parameters.enumerated() {
      #expect(
        (parameter.value.bits != before[index]) == parameter.isTrainable, "\(parameter.name)")
    }
  }

  @Test func stepsAreReportedInOrder() throws {
    let trainer = try SmallTraining.trainer(SmallTraining.settings())
    let steps = try SmallTraining.run(trainer)
    #expect(steps.map(\.step) == Array(1...9))
    #expect(steps.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
    #expect(steps.allSatisfy { $0.totalSteps == 9 && $0.messageCount == 8 })
    #expect(steps[0].learningRate == 0 && steps[2].learningRate == 0.01)
    #expect(steps.allSatisfy { $0.loss.isFinite && $0.gradientNorm > 0 })
  }

  @Test func resultsComeAtTheEndsOfEpochsAndInBetween() throws {
    var settings = SmallTraining.settings()
    settings.evalEvery = 2
    let trainer = try SmallTraining.trainer(settings)
    let steps = try SmallTraining.run(trainer)
    #expect(trainer.history.map(\.step) == [2, 3, 4, 6, 8, 9])
    #expect(trainer.history.map(\.isEndOfEpoch) == [false, true, false, true, false, true])
    // Mean loss of the epoch so far, as the steps reported it.
    let expected = (steps[3].loss + steps[4].loss + steps[5].loss) / 3
    #expect(abs(trainer.history[3].runningLoss - expected) < 1e-12)
  }

  @Test func lowerLayersLearnAtLowerRates() throws {
    func weights(_ layerDecay: Double) throws -> (before: [[Double]], after: [[Double]]) {
      var settings = SmallTraining.plainDescent()
      settings.optimizer.layerDecay = layerDecay
      let trainer = try SmallTraining.trainer(settings, batches: [Array(0..<8)])
      func all() -> [[Double]] {
        trainer.classifier.parameters.map { $0.value.doubles.flatMap(\.self) }
      }
      let before = all()
      try SmallTraining.run(trainer)
      return (before, all())
    }
    let (plain, decayed) = (try weights(1), try weights(0.5))
    let depths =
      [3, 3] + Array(repeating: 2, count: 12) + Array(repeating: 1, count: 12)
      + [0, 0, 0, 0]
    for (index, depth) in depths.enumerated() {
      let factor = [1, 0.5, 0.25, 0.125][depth]
      for element in plain.before[index].indices {
        let full = plain.after[index][element] - plain.before[index][element]
        let part = decayed.after[index][element] - decayed.before[index][element]
        #expect(abs(part - factor * full) < 1e-6)
      }
    }
  }

  @Test func measuringOnTheWayChangesNoWeight() throws {
    let (measured, unmeasured) = (
      try SmallTraining.trainer(SmallTraining.settings()),
      try SmallTraining.trainer(SmallTraining.settings())
    )
    try SmallTraining.run(measured)
    #expect(try unmeasured.run(evaluating: false) { _ in true })
    #expect(unmeasured.history.isEmpty && measured.history.count == 3)
    #expect(unmeasured.weightBits == measured.weightBits)
  }

  @Test func theLastBatchMayBeSmaller() throws {
    var settings = SmallTraining.settings()
    settings.batchSize = 7
    settings.epochs = 1
    let trainer = try SmallTraining.trainer(settings)
    #expect(trainer.stepsPerEpoch == 2)
    #expect(try SmallTraining.run(trainer).map(\.messageCount) == [14, 10])
  }

  @Test func anAccumulatedStepIsThatOfTheWholeBatch() throws {
    try expectSameStep([[0, 1, 2, 3, 4, 5, 6, 7]], [[0, 1, 2, 3], [4, 5, 6, 7]])
  }

  @Test func anAccumulatedStepWeighsMessagesNotBatches() throws {
    try expectSameStep([[0, 1, 2, 3, 4, 5, 6]], [[0, 1, 2, 3, 4], [5], [6]])
  }

  @Test func aClassWeightOfTwoCountsItsMessagesTwice() throws {
    // Positions with an odd number are of class 1.
    var weighted = SmallTraining.plainDescent()
    weighted.classWeights = [1, 2]
    let once = try SmallTraining.trainer(weighted, batches: [[0, 1, 2, 3, 5]])
    let twice = try SmallTraining.trainer(
      SmallTraining.plainDescent(), batches: [[0, 1, 1, 2, 3, 3, 5, 5]])
    try expectSameWeights(once, twice)
  }

  @Test func aGradientIsShortenedToItsLongestLength() throws {
    var settings = SmallTraining.plainDescent()
    settings.maxGradientNorm = 0.01
    settings.optimizer.learningRate = 1
    let trainer = try SmallTraining.trainer(settings, batches: [[0, 1, 2]])
    let before = trainer.classifier.parameters.map { $0.value.doubles }
    let steps = try SmallTraining.run(trainer)
    #expect(steps[0].gradientNorm > 0.1)
    var squares = 0.0
    for (parameter, start) in zip(trainer.classifier.parameters, before) {
      for (after, before) in zip(parameter.value.doubles.joined(), start.joined()) {
        squares += (after - before) * (after - before)
      }
    }
    expectClose([squares.squareRoot()], [0.01], within: 1e-3)
  }

  @Test func dropoutActsInTrainingAndNotInResults() throws {
    var settings = SmallTraining.settings()
    let with = try SmallTraining.trainer(settings)
    #expect(with.logits(at: data.train).bits == with.logits(at: data.train).bits)
    settings.dropout = 0
    let without = try SmallTraining.trainer(settings)
    #expect(with.logits(at: data.train).bits == without.logits(at: data.train).bits)
    #expect(try SmallTraining.run(with)[0].loss != SmallTraining.run(without)[0].loss)
  }

  @Test func everyPassDrawsMasksOfItsOwn() throws {
    var settings = SmallTraining.settings()
    settings.optimizer.learningRate = 0
    settings.gradientAccumulation = 1
    settings.epochs = 2
    let trainer = try SmallTraining.trainer(settings, batches: [[0, 1, 2], [0, 1, 2]])
    let losses = try SmallTraining.run(trainer).map(\.loss)
    #expect(Set(losses).count == 4)
  }

  @Test func theSameRunGivesTheSameBits() throws {
    let trainers = try (0..<2).map { _ in try SmallTraining.trainer(SmallTraining.settings()) }
    for trainer in trainers { try SmallTraining.run(trainer) }
    #expect(trainers[0].weightBits == trainers[1].weightBits)
    #expect(trainers[0].history == trainers[1].history)
  }

  @Test func askedToStopItStopsAfterTheStep() throws {
    let trainer = try SmallTraining.trainer(SmallTraining.settings())
    let finished = try trainer.run { event in
      if case .step(let step) = event { step.step < 4 } else { true }
    }
    #expect(!finished && trainer.step == 4 && !trainer.isFinished)
    #expect(try SmallTraining.run(trainer).map(\.step) == Array(5...9))
  }

  @Test func anErrorOfTheReportEndsTheRun() throws {
    struct Refusal: Error {}
    let trainer = try SmallTraining.trainer(SmallTraining.settings())
    #expect(throws: Refusal.self) { try trainer.run { _ in throw Refusal() } }
    #expect(trainer.step == 1)
  }

  @Test func divergenceIsNoticedAtTheNextStep() throws {
    var settings = SmallTraining.settings()
    settings.schedule = LearningRateSchedule()
    settings.optimizer.learningRate = 1e30
    let trainer = try SmallTraining.trainer(settings)
    #expect(throws: TrainingError.diverged(step: 2)) { try SmallTraining.run(trainer) }
  }

  /// The last step of a run has no next one that would notice.
  @Test func divergenceInTheLastStepIsNoticed() throws {
    var settings = SmallTraining.settings()
    settings.schedule = LearningRateSchedule()
    settings.optimizer.learningRate = 1e30
    settings.epochs = 1
    settings.gradientAccumulation = 6
    let trainer = try SmallTraining.trainer(settings)
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    #expect(trainer.totalSteps == 1)
    #expect(throws: TrainingError.diverged(step: 1)) {
      try SmallTraining.run(trainer, checkpoints: checkpoints)
    }
    #expect(checkpoints.all().isEmpty)
  }

  @Test func thereMustBeMessagesToTrainOn() {
    let empty = TrainingData(messages: [[1]], labels: [0], train: [], validation: [0])
    let error = TrainingError.noTrainingMessages
    #expect(throws: error) {
      try SmallTraining.trainer(SmallTraining.settings(), data: empty)
    }
  }

  private var trainLabels: [Int] { data.train.map { data.labels[$0] } }

  /// Expects one step over all batches to change the weights as one step over one batch does.
  private func expectSameStep(_ whole: [[Int]], _ parts: [[Int]]) throws {
    var accumulated = SmallTraining.plainDescent()
    accumulated.gradientAccumulation = parts.count
    try expectSameWeights(
      try SmallTraining.trainer(SmallTraining.plainDescent(), batches: whole),
      try SmallTraining.trainer(accumulated, batches: parts))
  }

  /// Runs both for a step and compares how far the weights have gone.
  private func expectSameWeights(_ one: Trainer, _ other: Trainer) throws {
    let start = one.classifier.parameters.map { $0.value.copied() }
    let steps = try [SmallTraining.run(one), SmallTraining.run(other)]
    #expect(steps[0].count == 1 && steps[1].count == 1)
    #expect(abs(steps[0][0].loss - steps[1][0].loss) < 1e-6)
    var ways: [[Double]] = [[], []]
    for (index, trainer) in [one, other].enumerated() {
      for (parameter, start) in zip(trainer.classifier.parameters, start) {
        ways[index] += zip(parameter.value.elements, start.elements).map { Double($0 - $1) }
      }
    }
    expectClose(ways[1], ways[0], within: 1e-4)
  }
}
