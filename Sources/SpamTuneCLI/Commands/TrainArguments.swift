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
extension PrecisionChoice: ExpressibleByArgument {}
extension Compatibility: ExpressibleByArgument {}

extension ModelSelection.Criterion: ExpressibleByArgument {
  public static var allValueStrings: [String] { allNames }
}

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

  @Flag(help: "Neither keep the frozen part's answers for later runs, nor use those that are kept.")
  var noCache = false
}

/// Labelled messages, and what of them training sees.
struct MessageArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "File of labelled messages.") var data: String?

  @Flag(help: "Keep the order of the file, in the split and in training.") var noShuffle = false

  @Option(
    help: """
      What to do about classes of unequal size: nothing, keep as many messages of each as the \
      rarest has, or weigh the loss. (default: none)
      """)
  var balance: DataOptions.Balance?

  @Option(
    help: """
      How much each class counts in the loss, such as ham=1,spam=4; auto is --balance class-weights.
      """)
  var classWeights: String?

  @Option(
    help: "The class that precision and recall speak of. (default: spam, or the second of two)")
  var positiveLabel: String?

  /// Options for messages from `source`.
  ///
  /// - Parameter recommended: How classes are balanced where nothing is given. A split that is balanced
  ///   itself needs no recommended undersampling.
  func options(
    _ source: DataOptions.Source, _ reading: ReadingArguments, recommended: DataOptions.Balance?
  ) throws -> DataOptions {
    var data = options(source, reading)
    (data.balance, data.classWeights) = try weighing(recommended)
    if balance == nil, data.balance == .undersample,
      try source.splitProtocol()?.isBalanced ?? false
    {
      data.balance = .none
    }
    return data
  }

  private func options(_ source: DataOptions.Source, _ reading: ReadingArguments) -> DataOptions {
    var options = DataOptions(source: source)
    options.format = reading.dataFormat
    options.textColumn = reading.textColumn
    options.labelColumn = reading.labelColumn
    options.encoding = reading.encoding
    options.skipsBadRows = reading.skipBadRows
    options.shuffles = !noShuffle
    options.positiveLabel = positiveLabel
    return options
  }

  /// How classes are balanced, and weights that were given for them.
  private func weighing(
    _ recommended: DataOptions.Balance?
  ) throws -> (balance: DataOptions.Balance, weights: [String: Double]?) {
    guard let classWeights else { return (balance ?? recommended ?? .none, nil) }
    guard balance != .classWeights else {
      throw ValidationError("--class-weights and --balance class-weights say the same twice.")
    }
    if classWeights == "auto" {
      guard balance == nil else {
        throw ValidationError("--class-weights auto goes without --balance.")
      }
      return (.classWeights, nil)
    }
    var weights: [String: Double] = [:]
    for entry in classWeights.split(separator: ",", omittingEmptySubsequences: false) {
      let place = entry.lastIndex(of: "=") ?? entry.endIndex
      let name = entry[..<place].trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty, let weight = Double(entry[place...].dropFirst()), weight.isFinite,
        weight >= 0, weights.updateValue(weight, forKey: name) == nil
      else {
        throw ValidationError(
          "--class-weights is auto, or names with weights of 0 or more, such as ham=1,spam=4.")
      }
    }
    return (balance ?? .none, weights)
  }

  /// The file named, or the one used by default, as an absolute path.
  func file(in home: Home) throws -> String {
    absolutePath(try data ?? DefaultPlaces.data(in: home))
  }
}

/// How messages are divided for one run.
struct SplitArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Percent of the messages for training, validation and test, or a split that has a name. \
      (default: 70/10/20)
      """,
      discussion: """
        kfold:K:I: of K parts I is the test and the next one for validation; kfold:K is kfold:K:1. Of \
        the UCI SMS Spam Collection: almeida2011, its makers' lines; raschka, the rows of his book; \
        raschka-experiments, those of its additional experiments.
        """))
  var split: String?

  @Option(help: "File of training messages, for a split that was made elsewhere.")
  var trainFile: String?

  @Option(help: "File of validation messages, with --train-file.") var validationFile: String?

  @Option(help: "File of test messages, with --train-file.") var testFile: String?

  func validate() throws {
    if trainFile == nil, validationFile != nil || testFile != nil {
      throw ValidationError("--validation-file and --test-file go with --train-file.")
    }
    if split != nil, trainFile != nil {
      throw ValidationError("--split divides --data; with --train-file the parts are given.")
    }
  }

  func source(_ messages: MessageArguments, home: Home) throws -> DataOptions.Source {
    guard let trainFile else {
      return .file(try messages.file(in: home), split: split ?? "70/10/20")
    }
    return .files(
      train: absolutePath(trainFile), validation: validationFile.map(absolutePath),
      test: testFile.map(absolutePath))
  }
}

/// What a run starts from.
struct ModelArguments: ParsableArguments {
  @Option(name: [.short, .long], help: "Folder of the base model.") var base: String?

  @Option(
    help: """
      Which hidden state speaks for a message: of the last token, the first, the mean, or the last \
      after padding to one length. (default: last)
      """)
  var pooling: Pooling?

  @Option(
    help: """
      Length in tokens for padded-last, or of messages that are padded for mean. (default: that of the \
      longest training message)
      """)
  var paddedLength: Int?

  @Flag(help: "Every token attends to all others, not only to earlier ones.")
  var noCausalMask = false

  @Option(help: "How the weights of a new head begin. (default: normal)")
  var headInit: ClassificationHead.Initialization?

  @Flag(help: "A head without bias, as Hugging Face's classifier has it.") var noHeadBias = false
}

extension TrainingOptions {
  /// Puts together what the groups of arguments say, and tells the user what the base adds to it.
  ///
  /// - Parameter tell: Told what the base adds.
  init(
    source: DataOptions.Source, messages: MessageArguments, reading: ReadingArguments,
    model: ModelArguments, adapters: AdapterArguments, training: TrainingArguments,
    storesText: Bool, home: Home, compatibility: Compatibility? = nil,
    tell: (String) -> Void = note
  ) throws {
    let base = try model.base ?? DefaultPlaces.base(in: home)
    // A program that is repeated asks no base.
    let recommended =
      try compatibility == nil ? RecommendedSettings(base: base) : RecommendedSettings()
    if recommended != RecommendedSettings() {
      tell("recommended for this base, where you say nothing else: \(recommended.commandLine)")
    }
    self.init(
      data: try messages.options(source, reading, recommended: recommended.balance),
      base: absolutePath(base))
    pooling = model.pooling ?? recommended.pooling ?? .last
    paddedLength = model.paddedLength
    hasCausalMask = !model.noCausalMask
    headInitialization = model.headInit ?? .normal
    let adapterSettings = try adapters.settings()
    // PEFT's adapters have a head as Hugging Face's classifier has it.
    hasHeadBias = !model.noHeadBias && adapterSettings == nil
    quantisation = adapters.method.quantisation
    self.training = training.settings(recommended, adapters: adapterSettings)
    self.storesText = storesText
    if let compatibility { follow(compatibility, pooling: model.pooling) }
  }
}

/// How the weights change. What is not given is as the base recommends, else as `TrainingSettings`
/// has it.
struct TrainingArguments: ParsableArguments {
  @Option(
    help: """
      What learns: head, last-N (the last N blocks, final norm and head), or all. (default: last-1; all \
      for adapters)
      """)
  var trainable: TrainablePart?

  @Option(help: "Passes over the training messages. (default: 5)") var epochs: Int?
  @Option(help: "Messages per batch. (default: 8)") var batchSize: Int?
  @Option(help: "Batches per step.") var gradientAccumulation = 1
  @Option(help: "Learning rate. (default: 5e-05)") var learningRate: Double?
  @Option(
    help: "Factor on the learning rate for each layer further down from the head. (default: 1)")
  var layerDecay: Double?
  @Option(help: "Weight decay. (default: 0.1)") var weightDecay: Double?
  @Option(
    help: "What weight decay acts on: all parameters, or matrices only. (default: all)")
  var decay: OptimizerSettings.Decay?
  @Option(help: "Optimiser.") var optimizer: OptimizerSettings.Method = .adamW
  @Option(help: "Of AdamW and Adam.") var beta1 = 0.9
  @Option(help: "Of AdamW and Adam.") var beta2 = 0.999
  @Option(help: "Of AdamW and Adam.") var epsilon = 1e-8
  @Option(help: "Of SGD.") var momentum = 0.9
  @Flag(help: "Nesterov's momentum, for SGD.") var nesterov = false
  @Option(help: "How the learning rate changes after the warm-up. (default: constant)")
  var schedule: LearningRateSchedule.Shape?
  @Option(help: "Steps of warm-up; below 1 a share of all steps. (default: 0)")
  var warmup: Double?
  @Option(help: "Longest gradient; longer ones are scaled down. (default: inf, no limit)")
  var maxGradientNorm: Double?
  @Option(help: "Probability of dropout in the part that learns. (default: 0)")
  var dropout: Double?
  @Option(help: "Share of the target that is spread over all classes. (default: 0)")
  var labelSmoothing: Double?
  @Option(
    help: """
      Share of the steps, counted from the end, whose weights are averaged into the model; 0 for the \
      weights after the last step. (default: 0)
      """)
  var averageLast: Double?
  @Option(help: "γ of the focal loss, which looks away from what is learned already; 0 for none.")
  var focalGamma = 0.0
  @Option(
    help: "Epochs after which the next layer below the head begins to learn; 0 for all at once.")
  var gradualUnfreezing = 0.0
  @Flag(
    help: "Compute activations twice instead of keeping them: a third slower, for less memory.")
  var gradientCheckpointing = false
  @Flag(help: "Keep the weights that did best on the validation part, not the last ones.")
  var keepBest = false
  @Option(
    help: "Stop after so many results without a better one on the validation part; keeps the best.")
  var earlyStopping: Int?
  @Option(help: "What best means for --keep-best and --early-stopping.")
  var bestMetric: ModelSelection.Criterion = .loss
  @Option(help: "Seed of everything random.") var seed: UInt64 = 123
  @Option(help: "Evaluate every so many steps, beside once per epoch; 0 for never.")
  var evalEvery = 0
  @Option(help: "Save a checkpoint every so many steps, beside once per epoch; 0 for never.")
  var saveEvery = 0

  /// What was given of the settings that a base may recommend.
  private var given: RecommendedSettings {
    var given = RecommendedSettings()
    given.trainable = trainable
    given.epochs = epochs
    given.batchSize = batchSize
    given.learningRate = learningRate
    given.layerDecay = layerDecay
    given.weightDecay = weightDecay
    given.decay = decay
    given.schedule = schedule
    given.warmup = warmup
    given.maxGradientNorm = maxGradientNorm
    given.dropout = dropout
    given.labelSmoothing = labelSmoothing
    given.averageLast = averageLast
    return given
  }

  /// - Parameters:
  ///   - recommended: What holds where nothing is given, before the program's defaults.
  ///   - adapters: That learn in place of weights.
  func settings(
    _ recommended: RecommendedSettings, adapters: AdapterSettings?
  ) -> TrainingSettings {
    var settings = TrainingSettings()
    if adapters != nil { settings.trainable = .all }
    settings = recommended.applied(to: settings)
    // Adapters want a higher rate than weights: "LoRA without regret" (Schulman and others, 2025) has ten
    // times as much; on weights/mini two and four times were best, and ten too much.
    if adapters != nil { settings.optimizer.learningRate *= 4 }
    settings = given.applied(to: settings)
    settings.adapters = adapters
    settings.focalGamma = focalGamma
    settings.gradualUnfreezing = gradualUnfreezing
    settings.recomputesActivations = gradientCheckpointing
    settings.selection =
      keepBest || earlyStopping != nil
      ? ModelSelection(bestMetric, patience: earlyStopping) : nil
    settings.gradientAccumulation = gradientAccumulation
    settings.optimizer.method = optimizer
    settings.optimizer.beta1 = beta1
    settings.optimizer.beta2 = beta2
    settings.optimizer.epsilon = epsilon
    settings.optimizer.momentum = momentum
    settings.optimizer.nesterov = nesterov
    settings.seed = seed
    settings.evaluateEvery = evalEvery
    settings.saveEvery = saveEvery
    return settings
  }
}
