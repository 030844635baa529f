import FineTuning
import GPT2
import GPT2Kernels
import TestFiles
import TestSupport
import Testing

@Suite struct ModelSelectionTests {
  private let data = SmallTraining.data

  /// So high a rate that results go up and down.
  private func settings(
    _ criterion: ModelSelection.Criterion, patience: Int? = nil
  ) -> TrainingSettings {
    var settings = SmallTraining.settings()
    settings.epochs = 12
    settings.optimizer.learningRate = 0.05
    settings.selection = ModelSelection(criterion, patience: patience)
    return settings
  }

  @Test(arguments: [ModelSelection.Criterion.loss, .metric(.mcc), .metric(.logLoss)])
  func theBestWeightsAreTheResult(criterion: ModelSelection.Criterion) throws {
    let trainer = try SmallTraining.trainer(settings(criterion))
    var weights: [Int: [[UInt32]]] = [:]
    _ = try trainer.run { event in
      if case .progress(let progress) = event { weights[progress.step] = trainer.weightBits }
      return true
    }
    // Undefined, as the correlation is of answers that are all the same, is never the best.
    let scores = trainer.history.map { $0.score ?? -.infinity }
    let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
    try #require(scores[best] > -.infinity)
    #expect(trainer.history.count == 12 && trainer.isFinished)
    #expect(trainer.selectedStep == trainer.history[best].step)
    #expect(trainer.weightBits == weights[trainer.history[best].step])
    if criterion == .loss {
      #expect(trainer.selectedStep != trainer.totalSteps, "the last was the best: a poor test")
      #expect(scores == trainer.history.map { -($0.validation?.loss ?? 0) })
    }
  }

  @Test func trainingStopsWhenNothingGetsBetter() throws {
    var settings = settings(.loss, patience: 2)
    settings.epochs = 60
    let trainer = try SmallTraining.trainer(settings)
    try SmallTraining.run(trainer)
    let scores = try trainer.history.map { try #require($0.score) }
    #expect(trainer.isFinished && trainer.history.count < 60)
    let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
    #expect(best == scores.count - 3)
  }

  @Test(arguments: [4, 17])
  func aResumedRunChoosesTheSame(stop: Int) throws {
    let settings = settings(.loss, patience: 4)
    let straight = try SmallTraining.trainer(settings)
    try SmallTraining.run(straight)
    let folder = try TemporaryFolder()
    let checkpoints = CheckpointFolder(path: folder.path)
    try SmallTraining.run(
      try SmallTraining.trainer(settings), until: stop, checkpoints: checkpoints)
    let resumed = try SmallTraining.trainer(settings)
    let newest = try checkpoints.newest()
    try resumed.restore(from: try #require(newest))
    try SmallTraining.run(resumed, checkpoints: checkpoints)
    #expect(resumed.weightBits == straight.weightBits)
    #expect(resumed.selectedStep == straight.selectedStep)
    #expect(resumed.history == straight.history)

    // The newest checkpoint is that of a finished run: the best weights come out of it.
    let finished = try SmallTraining.trainer(settings)
    let last = try checkpoints.newest()
    try finished.restore(from: try #require(last))
    #expect(finished.isFinished)
    #expect(try finished.run { _ in true })
    #expect(finished.weightBits == straight.weightBits)
  }

  @Test func thereMustBeMessagesToChooseBy() throws {
    let unvalidated = TrainingData(
      messages: data.messages, labels: data.labels, train: data.train, validation: [])
    #expect(throws: TrainingError.nothingToSelectBy) {
      try SmallTraining.trainer(settings(.loss), data: unvalidated)
    }
  }

  @Test func criteriaAreKnownByTheNamesOfMetrics() {
    for name in ModelSelection.Criterion.allNames {
      #expect(ModelSelection.Criterion(name)?.description == name)
    }
    #expect(ModelSelection.Criterion("speed") == nil)
  }

  @Test func layersBeginToLearnOneByOne() throws {
    var settings = SmallTraining.settings()
    settings.epochs = 4
    settings.schedule = LearningRateSchedule()
    settings.gradualUnfreezing = 1
    let trainer = try SmallTraining.trainer(settings)
    let depths = trainer.classifier.depthsOfTrainableParameters
    var before = trainer.weightBits
    for epoch in 0..<4 {
      _ = try trainer.run { event in
        if case .step(let step) = event { step.step < 3 * (epoch + 1) } else { true }
      }
      for (index, depth) in depths.enumerated() {
        #expect((trainer.weightBits[index] != before[index]) == (depth <= epoch))
      }
      before = trainer.weightBits
    }
  }
}
