import GPT2
import GPT2Kernels

/// Everything that decides how the weights of a run change, apart from the data.
public struct TrainingSettings: Sendable, Equatable, Codable {
  public var trainable: TrainablePart = .lastBlocks(1)
  public var epochs: Int = 5
  /// Messages per step.
  public var batchSize: Int = 8
  /// Batches whose gradients are averaged into one step.
  public var gradientAccumulation: Int = 1
  public var optimizer = OptimizerSettings()
  public var schedule = LearningRateSchedule()
  /// Longest gradient, nil for no limit.
  public var maximumGradientNorm: Double?
  /// Probability of dropout in the part that trains.
  public var dropout: Double = 0
  public var labelSmoothing: Double = 0
  /// The share of the steps, counted from the end, whose weights are averaged into the result; 0 for the
  /// weights after the last step.
  public var averagedShare: Double = 0
  /// One weight per class; nil for 1 everywhere.
  public var classWeights: [Double]?
  public var seed: UInt64 = 123
  /// Evaluate every so many steps, beside once per epoch; 0 for never.
  public var evaluateEvery: Int = 0
  /// Save a checkpoint every so many steps, beside once per epoch; 0 for never.
  public var saveEvery: Int = 0

  public init() {}

  var crossEntropy: CrossEntropy {
    CrossEntropy(classWeights: classWeights, labelSmoothing: labelSmoothing)
  }

  var dropoutProbabilities: DropoutPlan.Probabilities {
    let probability = Float(dropout)
    return DropoutPlan.Probabilities(
      embedding: trainable == .all ? probability : 0, attention: probability,
      residual: probability)
  }
}
