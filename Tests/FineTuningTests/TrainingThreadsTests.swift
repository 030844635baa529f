import FineTuning
import GPT2
import GPT2Kernels
import TestSupport
import Testing

/// A model and messages large enough for every kernel to share its work among threads.
@Suite struct TrainingThreadsTests {
  @Test(arguments: [TrainablePart.all, .lastBlocks(1)])
  func aRunGivesTheSameBitsOnAnyThreads(part: TrainablePart) throws {
    let messages: [[Int32]] = (0..<16).map { message in
      let length = 40 + message
      return (0..<length).map { position in Int32((message * 61 + position * 37) % 1000) }
    }
    let data = TrainingData(
      messages: messages, labels: messages.indices.map { $0 % 2 }, train: Array(0..<12),
      validation: Array(12..<16))
    var settings = SmallTraining.settings(trainable: part)
    settings.epochs = 2
    settings.batchSize = 6
    settings.gradientAccumulation = 1
    try expectSameBitsOnAnyThreads {
      let classifier = SmallTraining.classifier(
        trainable: part, width: 64, vocabulary: 1000, context: 64)
      let trainer = try SmallTraining.trainer(settings, data: data, classifier: classifier)
      try SmallTraining.run(trainer)
      return trainer.classifier.parameters.map(\.value)
    }
  }
}
