import ArgumentParser
import FineTuning
import Foundation
import GPT2
import SpamTuneKit

extension TrainablePart: ExpressibleByArgument {}
extension Pooling: ExpressibleByArgument {}
extension ClassificationHead.Initialization: ExpressibleByArgument {}
extension OptimizerSettings.Method: ExpressibleByArgument {}
extension OptimizerSettings.Decay: ExpressibleByArgument {}
extension LearningRateSchedule.Shape: ExpressibleByArgument {}
extension DataOptions.Balance: ExpressibleByArgument {}

/// Where a run writes.
struct PlaceArguments: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "Folder for the run and its model; it must be new. (default: runs/NAME)")
  var output: String?

  @Option(help: "Name of the run. (default: the time)") var name: String?

  @Option(help: "SQLite file that records runs. (default: runs.sqlite beside the run's folder)")
  var database: String?

  @Flag(help: "Keep the texts of the test messages in the database, beside the predictions.")
  var storeText = false
}

/// What a run learns from.
struct DataArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "File of labelled messages.") var data: String?

  @Option(help: "Percent of the messages for training, validation and test.")
  var split: String?

  @Option(help: "File of training messages, for a split that was made elsewhere.")
  var trainFile: String?

  @Option(help: "File of validation messages, with --train-file.") var validationFile: String?

  @Option(help: "File of test messages, with --train-file.") var testFile: String?

  @Flag(help: "Keep the order of the file, in the split and in training.") var noShuffle = false

  @Option(
    help: """
      What to do about classes of unequal size: nothing, keep as many messages of each as the \
      rarest has, or weigh the loss.
      """)
  var balance: DataOptions.Balance = .none

  @Option(
    help: "The class that precision and recall speak of. (default: spam, or the second of two)")
  var positiveLabel: String?

  func validate() throws {
    if data != nil, trainFile != nil {
      throw ValidationError("--data and --train-file exclude each other.")
    }
    if trainFile == nil, validationFile != nil || testFile != nil {
      throw ValidationError("--validation-file and --test-file go with --train-file.")
    }
    if split != nil, trainFile != nil {
      throw ValidationError("--split divides --data; with --train-file the parts are given.")
    }
  }

  func options(_ reading: ReadingArguments, home: Home) throws -> DataOptions {
    func absolute(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.path
    }
    var options: DataOptions
    if let trainFile {
      options = DataOptions(
        source: .files(
          train: absolute(trainFile), validation: validationFile.map(absolute),
          test: testFile.map(absolute)))
    } else {
      let file = try data ?? DefaultPlaces.data(in: home)
      options = DataOptions(source: .file(absolute(file), split: split ?? "70/10/20"))
    }
    options.format = reading.dataFormat
    options.textColumn = reading.textColumn
    options.labelColumn = reading.labelColumn
    options.encoding = reading.encoding
    options.skipsBadRows = reading.skipBadRows
    options.shuffles = !noShuffle
    options.balance = balance
    options.positiveLabel = positiveLabel
    return options
  }
}

/// What a run starts from.
struct ModelArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?

  @Option(
    help: """
      Which hidden state speaks for a message: of the last token, the first, the mean, or the last \
      after padding to one length.
      """)
  var pooling: Pooling = .last

  @Option(
    help: "Length in tokens for padded-last. (default: that of the longest training message)")
  var paddedLength: Int?

  @Option(help: "How the weights of a new head begin.")
  var headInit: ClassificationHead.Initialization = .normal

  @Flag(help: "A head without bias, as Hugging Face's classifier has it.") var noHeadBias = false
}

/// How the weights change.
struct TrainingArguments: ParsableArguments {
  @Option(help: "What learns: head, last-N (the last N blocks, final norm and head), or all.")
  var trainable: TrainablePart = .lastBlocks(1)

  @Option(help: "Passes over the training messages.") var epochs = 5
  @Option(help: "Messages per batch.") var batchSize = 8
  @Option(help: "Batches per step.") var gradientAccumulation = 1
  @Option(help: "Learning rate.") var learningRate = 5e-5
  @Option(help: "Weight decay.") var weightDecay = 0.1
  @Option(help: "What weight decay acts on: all parameters, or matrices only.")
  var decay: OptimizerSettings.Decay = .all
  @Option(help: "Optimiser.") var optimizer: OptimizerSettings.Method = .adamW
  @Option(help: "Of AdamW.") var beta1 = 0.9
  @Option(help: "Of AdamW.") var beta2 = 0.999
  @Option(help: "Of AdamW.") var epsilon = 1e-8
  @Option(help: "Of SGD.") var momentum = 0.9
  @Flag(help: "Nesterov's momentum, for SGD.") var nesterov = false
  @Option(help: "How the learning rate changes after the warm-up.")
  var schedule: LearningRateSchedule.Shape = .constant
  @Option(help: "Steps of warm-up; below 1 a share of all steps.") var warmup = 0.0
  @Option(help: "Longest gradient; longer ones are scaled down. (default: no limit)")
  var maxGradientNorm: Double?
  @Option(help: "Probability of dropout in the part that learns.") var dropout = 0.0
  @Option(help: "Share of the target that is spread over all classes.") var labelSmoothing = 0.0
  @Option(help: "Seed of everything random.") var seed: UInt64 = 123
  @Option(help: "Evaluate every so many steps, beside once per epoch; 0 for never.")
  var evalEvery = 0
  @Option(help: "Save a checkpoint every so many steps, beside once per epoch; 0 for never.")
  var saveEvery = 0

  var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.trainable = trainable
    settings.epochs = epochs
    settings.batchSize = batchSize
    settings.gradientAccumulation = gradientAccumulation
    settings.optimizer.method = optimizer
    settings.optimizer.learningRate = learningRate
    settings.optimizer.weightDecay = weightDecay
    settings.optimizer.decay = decay
    settings.optimizer.beta1 = beta1
    settings.optimizer.beta2 = beta2
    settings.optimizer.epsilon = epsilon
    settings.optimizer.momentum = momentum
    settings.optimizer.nesterov = nesterov
    settings.schedule = LearningRateSchedule(shape: schedule, warmup: warmup)
    settings.maximumGradientNorm = maxGradientNorm
    settings.dropout = dropout
    settings.labelSmoothing = labelSmoothing
    settings.seed = seed
    settings.evaluateEvery = evalEvery
    settings.saveEvery = saveEvery
    return settings
  }
}
