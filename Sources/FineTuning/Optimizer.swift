import GPT2
import GPT2Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The optimiser of a run, with its moments.
public final class Optimizer {
  public let settings: OptimizerSettings
  /// Steps taken.
  public private(set) var step = 0
  private let parameters: [Parameter]
  /// Of each parameter, times the learning rate.
  private let rateFactors: [Double]
  /// How many steps are taken before each parameter begins to learn.
  private let waits: [Int]
  /// First moments of AdamW and Adam, momentum buffers of SGD; shaped as the parameters.
  private let firstMoments: [Matrix]
  /// Second moments of AdamW and Adam; empty for SGD.
  private let secondMoments: [Matrix]

  /// - Parameters:
  ///   - parameters: Trainable ones; their gradients are read at each step.
  ///   - depths: How far below the head each parameter lies, which `layerDecay` counts; nil for 0.
  ///   - stepsPerDepth: Steps until what lies one layer deeper begins to learn; 0 for all at once.
  public init(
    _ settings: OptimizerSettings, parameters: [Parameter], depths: [Int]? = nil,
    stepsPerDepth: Int = 0
  ) {
    precondition(parameters.allSatisfy(\.isTrainable), "a frozen parameter")
    precondition(depths.map { $0.count == parameters.count } ?? true, "a depth per parameter")
    func zeros() -> [Matrix] {
      parameters.map { Matrix(rows: $0.value.rows, columns: $0.value.columns) }
    }
    self.settings = settings
    self.parameters = parameters
    rateFactors =
      depths?.map { pow(settings.layerDecay, Double($0)) } ?? parameters.map { _ in 1 }
    waits = parameters.indices.map { (depths?[$0] ?? 0) * stepsPerDepth }
    firstMoments = zeros()
    secondMoments = settings.method == .sgd ? [] : zeros()
  }

  /// Sets all gradients to zero.
  public func clearGradients() {
    for parameter in parameters { parameter.clearGradient() }
  }

  /// The Euclidean norm of all gradients together.
  public func gradientNorm() -> Double {
    parameters.reduce(0) { sum, parameter in
      sum + (parameter.thinGradient?.sumOfSquares() ?? parameter.gradient?.sumOfSquares() ?? 0)
    }.squareRoot()
  }

  /// The factor that keeps the norm of the gradients at or below `maximum`, at most 1 (Pascanu,
  /// Mikolov, Bengio: "On the difficulty of training recurrent neural networks", ICML 2013,
  /// algorithm 1; with the 1e-6 of PyTorch's `clip_grad_norm_`).
  public static func clippingFactor(norm: Double, maximum: Double) -> Double {
    min(1, maximum / (norm + 1e-6))
  }

  /// Updates all parameters from their gradients.
  ///
  /// - Parameters:
  ///   - learningRate: Of this step, before the factor of each parameter.
  ///   - gradientScale: The clipping factor.
  public func update(learningRate: Double, gradientScale: Double) {
    step += 1
    for (index, parameter) in parameters.enumerated() where step > waits[index] {
      let ownStep = step - waits[index]
      let decays = settings.decay == .all || parameter.shape.count > 1
      let weightDecay = decays ? settings.weightDecay : 0
      let learningRate = learningRate * rateFactors[index]
      switch settings.method {
      case .adamW, .adam:
        let step = AdamWStep(
          learningRate: learningRate, weightDecay: weightDecay,
          isDecoupled: settings.method == .adamW, beta1: settings.beta1, beta2: settings.beta2,
          epsilon: settings.epsilon, step: ownStep, gradientScale: gradientScale)
        if let product = parameter.thinGradient {
          step.apply(
            product: product, firstMoment: firstMoments[index],
            secondMoment: secondMoments[index], parameter: parameter.value)
        } else if let gradient = parameter.gradient {
          step.apply(
            gradient: gradient, firstMoment: firstMoments[index],
            secondMoment: secondMoments[index], parameter: parameter.value)
        }
      case .sgd:
        guard let gradient = parameter.gradient else { continue }
        SGDStep(
          learningRate: learningRate, weightDecay: weightDecay, momentum: settings.momentum,
          nesterov: settings.nesterov, step: ownStep, gradientScale: gradientScale
        ).apply(
          gradient: gradient, momentumBuffer: firstMoments[index], parameter: parameter.value)
      }
    }
  }

  /// Everything that a checkpoint must hold to go on: parameters and moments by name.
  var state: [CheckpointTensor] {
    var state: [CheckpointTensor] = []
    for (index, parameter) in parameters.enumerated() {
      func add(_ prefix: String, _ value: Matrix) {
        state.append(
          CheckpointTensor(name: prefix + parameter.name, shape: parameter.shape, value: value))
      }
      add("", parameter.value)
      add("optimizer.first.", firstMoments[index])
      if settings.method != .sgd { add("optimizer.second.", secondMoments[index]) }
    }
    return state
  }

  /// Goes on after `step`, once `state` has been loaded.
  func resume(after step: Int) { self.step = step }
}

extension Optimizer {
  /// A step of a run: clips the gradients and updates all parameters at the scheduled rate.
  ///
  /// - Parameters:
  ///   - loss: Whose gradients they are.
  ///   - maxGradientNorm: Nil to clip nothing.
  /// - Returns: The rate, and the norm of the gradients before they were clipped.
  /// - Throws: `TrainingError.diverged` before anything changes, when the loss or a gradient is not
  ///   finite.
  func takeStep(
    of totalSteps: Int, loss: Double, schedule: LearningRateSchedule, maxGradientNorm: Double?
  ) throws(TrainingError) -> (learningRate: Double, gradientNorm: Double) {
    let norm = gradientNorm()
    guard loss.isFinite, norm.isFinite else { throw .diverged(step: step + 1) }
    let rate = settings.learningRate * schedule.factor(step: step, totalSteps: totalSteps)
    let scale = maxGradientNorm.map { Self.clippingFactor(norm: norm, maximum: $0) }
    update(learningRate: rate, gradientScale: scale ?? 1)
    return (rate, norm)
  }
}
