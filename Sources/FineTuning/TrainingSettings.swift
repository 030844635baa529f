import GPT2
import GPT2Kernels

/// Everything that decides how the weights of a run change, apart from the data.
public struct TrainingSettings: Sendable, Equatable, Codable {
  public var trainable: TrainablePart = .lastBlocks(1)
  /// Adapters that learn in place of the weights of that part's blocks; nil for the weights themselves.
  public var adapters: AdapterSettings?
  public var epochs: Int = 5
  /// Messages per step.
  public var batchSize: Int = 8
  /// Batches whose gradients are averaged into one step.
  public var gradientAccumulation: Int = 1
  public var optimizer = OptimizerSettings()
  public var schedule = LearningRateSchedule()
  /// Longest gradient, nil for no limit.
  public var maxGradientNorm: Double?
  /// Probability of dropout in the part that trains.
  public var dropout: Double = 0
  public var labelSmoothing: Double = 0
  /// γ of the focal loss; 0 for plain cross-entropy.
  public var focalGamma: Double = 0
  /// Epochs after which the layer below begins to learn, counted from the head downwards; 0 for all layers at
  /// once (Howard and Ruder: "Universal language model fine-tuning", ACL 2018, section 3.3).
  public var gradualUnfreezing: Double = 0
  /// Whether to compute activations again in the backward pass, rather than keep them.
  public var gradientCheckpointing = false
  /// Which weights of a run are its result; nil for the last ones.
  public var selection: ModelSelection?
  /// The share of the steps, counted from the end, whose weights are averaged into the result; 0 for the
  /// weights after the last step.
  public var averageLast: Double = 0
  /// One weight per class; nil for 1 everywhere.
  public var classWeights: [Double]?
  public var seed: UInt64 = 123
  /// Evaluate every so many steps, beside once per epoch; 0 for never.
  public var evalEvery: Int = 0
  /// Save a checkpoint every so many steps, beside once per epoch; 0 for never.
  public var saveEvery: Int = 0

  public init() {}

  /// Keys of `run.json`, where some properties have other names.
  enum CodingKeys: String, CodingKey {
    case trainable, adapters, epochs, batchSize, gradientAccumulation, optimizer, schedule
    case maxGradientNorm = "maximumGradientNorm"
    case dropout, labelSmoothing, focalGamma, gradualUnfreezing
    case gradientCheckpointing = "recomputesActivations"
    case selection
    case averageLast = "averagedShare"
    case classWeights, seed
    case evalEvery = "evaluateEvery"
    case saveEvery
  }

  /// Steps that so many batches of an epoch make; the last step may have fewer batches than the others.
  public func stepsPerEpoch(batches: Int) -> Int {
    (batches + gradientAccumulation - 1) / gradientAccumulation
  }

  /// Steps until the layer below begins to learn; 0 where all do from the first.
  func stepsPerDepth(stepsPerEpoch: Int) -> Int {
    gradualUnfreezing > 0 ? max(1, Int(gradualUnfreezing * Double(stepsPerEpoch))) : 0
  }

  var crossEntropy: CrossEntropy {
    CrossEntropy(
      classWeights: classWeights, labelSmoothing: labelSmoothing, focusing: focalGamma)
  }

  var dropoutProbabilities: DropoutPlan.Probabilities {
    let probability = Float(dropout)
    return DropoutPlan.Probabilities(
      embedding: trainable == .all ? probability : 0, attention: probability,
      residual: probability, adapter: Float(adapters?.dropout ?? 0))
  }
}
