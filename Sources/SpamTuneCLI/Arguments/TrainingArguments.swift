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

/// How the weights change. Every option is a setting of `TrainingSettings`.
struct TrainingArguments: ParsableArguments {
  @Option(help: .setting("trainable")) var trainable: TrainablePart?
  @Option(help: .setting("epochs")) var epochs: Int?
  @Option(help: .setting("batch_size")) var batchSize: Int?
  @Option(help: .setting("gradient_accumulation")) var gradientAccumulation: Int?
  @Option(help: .setting("learning_rate")) var learningRate: Double?
  @Option(help: .setting("layer_decay")) var layerDecay: Double?
  @Option(help: .setting("weight_decay")) var weightDecay: Double?
  @Option(help: .setting("decay")) var decay: OptimizerSettings.Decay?
  @Option(help: .setting("optimizer")) var optimizer: OptimizerSettings.Method?
  @Option(help: .setting("beta1")) var beta1: Double?
  @Option(help: .setting("beta2")) var beta2: Double?
  @Option(help: .setting("epsilon")) var epsilon: Double?
  @Option(help: .setting("momentum")) var momentum: Double?
  @Flag(help: .setting("nesterov")) var nesterov = false
  @Option(help: .setting("schedule")) var schedule: LearningRateSchedule.Shape?
  @Option(help: .setting("warmup")) var warmup: Double?
  @Option(help: .setting("max_gradient_norm")) var maxGradientNorm: Double?
  @Option(help: .setting("dropout")) var dropout: Double?
  @Option(help: .setting("label_smoothing")) var labelSmoothing: Double?
  @Option(help: .setting("average_last")) var averageLast: Double?
  @Option(help: .setting("focal_gamma")) var focalGamma: Double?
  @Option(help: .setting("gradual_unfreezing")) var gradualUnfreezing: Double?
  @Flag(help: .setting("gradient_checkpointing")) var gradientCheckpointing = false
  @Flag(help: .setting("keep_best")) var keepBest = false
  @Option(help: .setting("early_stopping")) var earlyStopping: Int?
  @Option(help: .setting("best_metric")) var bestMetric: ModelSelection.Criterion?
  @Option(help: .setting("seed")) var seed: UInt64?
  @Option(help: .setting("eval_every")) var evalEvery: Int?
  @Option(help: .setting("save_every")) var saveEvery: Int?
}
