import FineTuning
import Foundation
import GPT2
import GPT2Kernels
import TestFiles
import Testing

@Suite struct LanguageModelTrainerTests {
  private let folder: TemporaryFolder
  private let checkpoints: CheckpointFolder

  init() throws {
    folder = try TemporaryFolder()
    checkpoints = CheckpointFolder(path: folder.path)
  }

  /// Texts that count upwards from anywhere, so that every token but the first follows from the one
  /// before.
  private static func texts(_ count: Int, from first: Int) -> TokenSequences {
    var texts = TokenSequences(contextLength: 12, endOfText: 15)
    for index in first..<first + count {
      let length = 4 + index * 5 % 11
      texts.append((0..<length).map { Int32((index + $0) % 12) })
    }
    return texts
  }

  /// Dropout, warm-up, cosine and clipping; epochs that end in the middle of a step.
  private static let settings: LanguageModelSettings = {
    var settings = LanguageModelSettings()
    settings.epochs = 2.5
    settings.tokensPerStep = 50
    settings.dropout = 0.1
    settings.evalEvery = 2
    settings.saveEvery = 3
    settings.optimizer.learningRate = 0.01
    return settings
  }()

  private func trainer(
    _ settings: LanguageModelSettings = settings, seed: UInt64 = 7
  ) throws -> LanguageModelTrainer {
    var model = SmallTraining.classifier(trainable: .all, seed: seed).model
    model.forEachParameter { $0.setTrainable(true) }
    return try LanguageModelTrainer(
      model, settings: settings, train: Self.texts(20, from: 0),
      validation: Self.texts(4, from: 100))
  }

  private func run(_ trainer: LanguageModelTrainer, until last: Int = .max) throws
    -> [TrainingStep]
  {
    var steps: [TrainingStep] = []
    _ = try trainer.run(checkpoints: checkpoints) { event in
      if case .step(let step) = event { steps.append(step) }
      return (steps.last?.step ?? 0) < last
    }
    return steps
  }

  private func bits(_ trainer: LanguageModelTrainer) -> [[UInt32]] {
    trainer.model.parameters.map(\.value.bits)
  }

  @Test func whatWasReadIsKnown() throws {
    var settings = Self.settings
    settings.epochs = 60
    settings.dropout = 0
    var model = SmallTraining.classifier(trainable: .all).model
    model.forEachParameter { $0.setTrainable(true) }
    let texts = Self.texts(20, from: 0)
    let trainer = try LanguageModelTrainer(
      model, settings: settings, train: texts, validation: texts)
    let before = trainer.validationLoss()
    _ = try run(trainer)
    #expect(trainer.isFinished && before > 2)
    #expect(trainer.validationLoss() < 0.4)
    #expect(trainer.validationLosses.last == trainer.validationLoss())
  }

  @Test(arguments: 1...8)
  func aResumedRunEndsWithTheBitsOfAStraightOne(stop: Int) throws {
    let straight = try trainer()
    let expected = try run(straight)
    #expect(
      straight.totalSteps == 9 && straight.tokens == expected.reduce(0) { $0 + $1.messageCount })
    for path in checkpoints.all() { try FileManager.default.removeItem(atPath: path) }

    _ = try run(try trainer(), until: stop)
    let resumed = try trainer(seed: 999)
    let file = try #require(try checkpoints.newest())
    #expect(file.step == stop)
    try resumed.restore(from: file)
    #expect(try run(resumed) == Array(expected[stop...]))
    #expect(bits(resumed) == bits(straight))
    #expect(resumed.validationLosses == straight.validationLosses)
    #expect(resumed.tokens == straight.tokens)
  }

  @Test func divergenceIsNoticed() throws {
    var settings = Self.settings
    settings.schedule = LearningRateSchedule()
    settings.optimizer.learningRate = 1e30
    settings.evalEvery = 0
    #expect(throws: TrainingError.diverged(step: 2)) { try run(try trainer(settings)) }
  }

  @Test func divergenceInAStepThatIsMeasuredIsNoticed() throws {
    var settings = Self.settings
    settings.schedule = LearningRateSchedule()
    settings.optimizer.learningRate = 1e30
    settings.evalEvery = 1
    #expect(throws: TrainingError.diverged(step: 1)) { try run(try trainer(settings)) }
    #expect(checkpoints.all().isEmpty)
  }

  @Test func aClassifiersCheckpointIsRefused() throws {
    let classifier = try SmallTraining.trainer(SmallTraining.settings())
    try SmallTraining.run(classifier, until: 2, checkpoints: checkpoints)
    let file = try #require(try checkpoints.newest())
    let error = TrainingError.foreignCheckpoint(
      file: file.path, reason: "its state is of another kind of training")
    #expect(throws: error) { try trainer().restore(from: file) }
  }

  @Test func aClassifierRefusesALanguageModelsCheckpoint() throws {
    _ = try run(try trainer(), until: 2)
    let file = try #require(try checkpoints.newest())
    #expect(throws: TrainingError.self) {
      try SmallTraining.trainer(SmallTraining.settings()).restore(from: file)
    }
  }

  @Test func aRunOfOtherLengthIsRefused() throws {
    _ = try run(try trainer(), until: 2)
    let file = try #require(try checkpoints.newest())
    var settings = Self.settings
    settings.epochs = 5
    #expect(throws: TrainingError.self) { try trainer(settings).restore(from: file) }
  }

  @Test func thereMustBeTextsToTrainOn() {
    let none = TokenSequences(contextLength: 12, endOfText: 15)
    #expect(throws: TrainingError.noTrainingMessages) {
      try LanguageModelTrainer(
        SmallTraining.classifier(trainable: .all).model, settings: Self.settings, train: none,
        validation: none)
    }
  }
}
