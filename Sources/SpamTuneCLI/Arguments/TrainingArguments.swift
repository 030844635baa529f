import ArgumentParser
import FineTuning
import GPT2
import SpamTuneKit

extension TrainablePart: ExpressibleByArgument {}
extension OptimizerSettings.Method: ExpressibleByArgument {}
extension OptimizerSettings.Decay: ExpressibleByArgument {}
extension LearningRateSchedule.Shape: ExpressibleByArgument {}

extension ModelSelection.Criterion: ExpressibleByArgument {
  public static var allValueStrings: [String] { allNames }
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
  @Option(help: "What best means; keeps the best weights. (default: loss)")
  var bestMetric: ModelSelection.Criterion?
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
    settings = recommended.applied(to: settings)
    if adapters != nil { settings.trainable = .all }
    // Adapters want a higher rate than weights: "LoRA without regret" (Schulman and others, 2025) has ten
    // times as much; on weights/mini two and four times were best, and ten too much.
    if adapters != nil { settings.optimizer.learningRate *= 4 }
    settings = given.applied(to: settings)
    settings.adapters = adapters
    settings.focalGamma = focalGamma
    settings.gradualUnfreezing = gradualUnfreezing
    settings.recomputesActivations = gradientCheckpointing
    settings.selection =
      keepBest || earlyStopping != nil || bestMetric != nil
      ? ModelSelection(bestMetric ?? .loss, patience: earlyStopping) : nil
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
