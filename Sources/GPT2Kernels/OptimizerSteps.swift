import CVectorLoops

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One AdamW step on one parameter (Loshchilov and Hutter: "Decoupled weight decay
/// regularization", ICLR 2019, algorithm 2; epsilon added after the bias correction, as in PyTorch), or one
/// of Adam (Kingma and Ba: "Adam", ICLR 2015, algorithm 1), which differs in its decay alone.
public struct AdamWStep: Sendable {
  public var learningRate: Double
  /// Decoupled: the parameter is multiplied by 1 − learningRate · weightDecay. Else weightDecay times the
  /// parameter is added to the gradient.
  public var weightDecay: Double
  public var isDecoupled: Bool
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double
  /// 1 for the first step.
  public var step: Int
  /// Factor on the gradient, from clipping; 1 without.
  public var gradientScale: Double

  public init(
    learningRate: Double, weightDecay: Double, isDecoupled: Bool = true, beta1: Double,
    beta2: Double, epsilon: Double, step: Int, gradientScale: Double
  ) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.step = step
    self.gradientScale = gradientScale
  }

  private var constants: vl_adamw_step {
    vl_adamw_step(
      learning_rate: Float(learningRate),
      decay: isDecoupled ? Float(learningRate * weightDecay) : 0,
      coupled_decay: isDecoupled ? 0 : Float(weightDecay), beta1: Float(beta1), beta2: Float(beta2),
      epsilon: Float(epsilon),
      new1: Float(1 - beta1), new2: Float(1 - beta2),
      bias_correction1: Float(1 - pow(beta1, Double(step))),
      root_bias_correction2: Float((1 - pow(beta2, Double(step))).squareRoot()),
      gradient_scale: Float(gradientScale))
  }

  /// Updates parameter and moments in one pass over memory; all four of one contiguous shape.
  public func apply(
    gradient: Matrix, firstMoment: Matrix, secondMoment: Matrix, parameter: Matrix
  ) {
    var constants = constants
    checkShapes(gradient, firstMoment, secondMoment, parameter)
    withUnsafePointer(to: &constants) { constants in
      nonisolated(unsafe) let constants = constants
      Parallel.forEachRange(of: parameter.count, step: 1 << 15, work: 4 * parameter.count) {
        range in
        vl_adamw(
          constants, gradient.pointer + range.lowerBound,
          firstMoment.mutablePointer + range.lowerBound,
          secondMoment.mutablePointer + range.lowerBound,
          parameter.mutablePointer + range.lowerBound, range.count)
      }
    }
  }

  /// The same from a gradient that is multiplied out on the way and never written down.
  ///
  /// - Parameters:
  ///   - product: Factors (B, K) and (B, N), not empty.
  ///   - firstMoment, secondMoment, parameter: (K, N), contiguous.
  public func apply(
    product: ThinGradient, firstMoment: Matrix, secondMoment: Matrix, parameter: Matrix
  ) {
    var constants = constants
    let (x, dy) = (product.x, product.dy)
    precondition(
      x.columns == parameter.rows && dy.columns == parameter.columns,
      "\(x.shapeText), \(dy.shapeText) for \(parameter.shapeText)")
    checkShapes(parameter, firstMoment, secondMoment)
    withUnsafePointer(to: &constants) { constants in
      nonisolated(unsafe) let constants = constants
      Parallel.forEachRange(
        of: parameter.rows, step: max(1, (1 << 15) / parameter.columns), work: 4 * parameter.count
      ) { rows in
        for row in rows {
          let offset = row * parameter.columns
          vl_adamw_product(
            constants, x.pointer + row, x.stride, dy.pointer, dy.stride, x.rows,
            firstMoment.mutablePointer + offset, secondMoment.mutablePointer + offset,
            parameter.mutablePointer + offset, parameter.columns)
        }
      }
    }
  }
}

/// One step of stochastic gradient descent on one parameter, as `torch.optim.SGD` defines it
/// (Sutskever et al.: "On the importance of initialization and momentum", ICML 2013): weight decay
/// is added to the gradient, and the buffer starts as the first gradient.
public struct SGDStep: Sendable {
  public var learningRate: Double
  public var weightDecay: Double
  public var momentum: Double
  public var nesterov: Bool
  /// 1 for the first step.
  public var step: Int
  public var gradientScale: Double

  public init(
    learningRate: Double, weightDecay: Double, momentum: Double, nesterov: Bool, step: Int,
    gradientScale: Double
  ) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.nesterov = nesterov
    self.step = step
    self.gradientScale = gradientScale
  }

  /// Updates parameter and momentum buffer; all three of one contiguous shape.
  public func apply(gradient: Matrix, momentumBuffer: Matrix, parameter: Matrix) {
    var constants = vl_sgd_step(
      learning_rate: Float(learningRate), weight_decay: Float(weightDecay),
      momentum: Float(momentum), nesterov: nesterov ? 1 : 0, first_step: step == 1 ? 1 : 0,
      gradient_scale: Float(gradientScale))
    checkShapes(gradient, momentumBuffer, parameter)
    withUnsafePointer(to: &constants) { constants in
      nonisolated(unsafe) let constants = constants
      Parallel.forEachRange(of: parameter.count, step: 1 << 15, work: 3 * parameter.count) {
        range in
        vl_sgd(
          constants, gradient.pointer + range.lowerBound,
          momentumBuffer.mutablePointer + range.lowerBound,
          parameter.mutablePointer + range.lowerBound, range.count)
      }
    }
  }
}

private func checkShapes(_ first: Matrix, _ others: Matrix...) {
  for other in others {
    precondition(
      first.isContiguous && other.isContiguous && first.count == other.count,
      "\(first.shapeText), \(other.shapeText)")
  }
}
