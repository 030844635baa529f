import FineTuning
import GPT2
import GPT2Kernels
import TestSupport

/// A task that a tiny model learns in a few steps: messages with token 5 somewhere are of class 1.
enum SmallTraining {
  /// Twenty-four messages to train on and eight to validate with, half of each class.
  static let data: TrainingData = {
    var generator = Philox(seed: 2024)
    func draw(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
    let labels = (0..<32).map { $0 % 2 }
    let messages = labels.map { label in
      var message = (0..<draw(3..<9)).map { _ in Int32(draw(6..<16)) }
      if label == 1 { message[draw(0..<message.count)] = 5 }
      return message
    }
    return TrainingData(
      messages: messages, labels: labels, train: Array(0..<24), validation: Array(24..<32))
  }()

  /// Everything that a resumed run could get wrong: dropout, accumulation, a schedule with warm-up,
  /// clipping, both moments. Nine steps, three in each epoch.
  static func settings(trainable: TrainablePart = .all) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.trainable = trainable
    settings.epochs = 3
    settings.batchSize = 4
    settings.gradientAccumulation = 2
    settings.optimizer.learningRate = 0.01
    settings.schedule = LearningRateSchedule(shape: .cosine, warmup: 2)
    settings.maxGradientNorm = 0.5
    settings.dropout = 0.1
    return settings
  }

  /// Plain gradient descent: without moments an update shows the gradient itself.
  static func plainDescent(trainable: TrainablePart = .all) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.trainable = trainable
    settings.epochs = 1
    settings.optimizer.method = .sgd
    settings.optimizer.momentum = 0
    settings.optimizer.weightDecay = 0
    settings.optimizer.learningRate = 0.1
    return settings
  }

  static func classifier(
    trainable: TrainablePart, seed: UInt64 = 7, width: Int = 16, vocabulary: Int = 16,
    context: Int = 12
  ) -> SequenceClassifier {
    var configuration = GPT2Configuration(
      vocabularySize: vocabulary, contextLength: context, embeddingWidth: width, blockCount: 2,
      headCount: 2)
    configuration.initializerRange = 0.2
    var classifier = SequenceClassifier(
      model: GPT2Model(configuration: configuration, seed: seed),
      head: ClassificationHead(
        classCount: 2, width: width, hasBias: true, initialization: .normal, deviation: 0.2,
        seed: seed),
      pooling: .last)
    classifier.setTrainable(trainable)
    return classifier
  }

  /// A trainer of a fresh classifier.
  ///
  /// - Parameter batches: Positions in `data.train`; nil for batches in an order of each epoch's
  ///   own.
  static func trainer(
    _ settings: TrainingSettings, data: TrainingData = data, classifier: SequenceClassifier? = nil,
    batches: [[Int]]? = nil
  ) throws -> Trainer {
    let classifier = classifier ?? Self.classifier(trainable: settings.trainable)
    let features = classifier.frozenDepth.flatMap {
      classifier.frozenFeatures(of: data.messages, depth: $0)
    }
    return try Trainer(classifier, settings: settings, data: data, features: features) { epoch in
      if let batches { return batches.map { $0[...] } }
      var generator = Philox(seed: settings.seed, for: .batchOrder, index: UInt64(epoch))
      let order = data.train.indices.shuffled(using: &generator)
      return stride(from: 0, to: order.count, by: settings.batchSize).map {
        order[$0..<min($0 + settings.batchSize, order.count)]
      }
    }
  }

  /// Runs to the end.
  @discardableResult
  static func run(
    _ trainer: Trainer, checkpoints: CheckpointFolder? = nil
  ) throws -> [TrainingStep] {
    var steps: [TrainingStep] = []
    _ = try trainer.run(checkpoints: checkpoints) { event in
      if case .step(let step) = event { steps.append(step) }
      return true
    }
    return steps
  }

  /// Runs until a step, which leaves a checkpoint.
  static func run(_ trainer: Trainer, until last: Int, checkpoints: CheckpointFolder) throws {
    _ = try trainer.run(checkpoints: checkpoints) { event in
      if case .step(let step) = event { step.step < last } else { true }
    }
  }
}

extension Trainer {
  /// All weights, down to the bit.
  var weightBits: [[UInt32]] { classifier.parameters.map(\.value.bits) }
}
