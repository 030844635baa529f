import GPT2Kernels
import TestSupport
import Testing

@Suite struct OptimizerStepTests {
  /// A few elements, and enough for several pieces with a remainder.
  static let counts = [7, 40_003]

  /// Follows a parameter through five steps in double precision beside the kernel, and compares
  /// how far both have gone.
  private func compare(
    count: Int, kernel: (_ step: Int, _ gradient: Matrix, _ parameter: Matrix) -> Void,
    formula: (_ step: Int, _ index: Int, _ gradient: Double, _ parameter: Double) -> Double
  ) {
    let start = Matrix.random(1, count, seed: 1, deviation: 0.1)
    let parameter = start.copied()
    var expected = start.doubles[0]
    for step in 1...5 {
      let gradient = Matrix.random(1, count, seed: UInt64(10 + step), deviation: 0.1)
      kernel(step, gradient, parameter)
      for (index, value) in gradient.doubles[0].enumerated() {
        expected[index] = formula(step, index, value, expected[index])
      }
    }
    let way = zip(parameter.doubles[0], start.doubles[0]).map(-)
    expectClose(way, zip(expected, start.doubles[0]).map(-), within: 1e-5)
  }

  @Test(arguments: counts, [(0.0, 1.0), (0.1, 1.0), (0.1, 0.3)])
  func adamW(count: Int, settings: (decay: Double, scale: Double)) {
    let (rate, beta1, beta2, epsilon) = (0.02, 0.9, 0.98, 1e-4)
    let (first, second) = (Matrix(count: count), Matrix(count: count))
    var (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    var (power1, power2) = (1.0, 1.0)
    compare(count: count) { step, gradient, parameter in
      power1 *= beta1
      power2 *= beta2
      AdamWStep(
        learningRate: rate, weightDecay: settings.decay, beta1: beta1, beta2: beta2,
        epsilon: epsilon, step: step, gradientScale: settings.scale
      ).apply(gradient: gradient, firstMoment: first, secondMoment: second, parameter: parameter)
    } formula: { _, index, gradient, parameter in
      let g = gradient * settings.scale
      m[index] = beta1 * m[index] + (1 - beta1) * g
      v[index] = beta2 * v[index] + (1 - beta2) * g * g
      let step = (m[index] / (1 - power1)) / ((v[index] / (1 - power2)).squareRoot() + epsilon)
      return parameter - rate * settings.decay * parameter - rate * step
    }
    expectClose(first, m, within: 1e-5)
    expectClose(second, v, within: 1e-5)
  }

  /// As `torch.optim.Adam`: the decay is part of the gradient, and so of the moments.
  @Test(arguments: counts)
  func adam(count: Int) {
    let (rate, beta1, beta2, epsilon, decay) = (0.02, 0.9, 0.98, 1e-4, 0.1)
    let (first, second) = (Matrix(count: count), Matrix(count: count))
    var (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    var (power1, power2) = (1.0, 1.0)
    compare(count: count) { step, gradient, parameter in
      power1 *= beta1
      power2 *= beta2
      AdamWStep(
        learningRate: rate, weightDecay: decay, isDecoupled: false, beta1: beta1, beta2: beta2,
        epsilon: epsilon, step: step, gradientScale: 0.5
      ).apply(gradient: gradient, firstMoment: first, secondMoment: second, parameter: parameter)
    } formula: { _, index, gradient, parameter in
      let g = gradient * 0.5 + decay * parameter
      m[index] = beta1 * m[index] + (1 - beta1) * g
      v[index] = beta2 * v[index] + (1 - beta2) * g * g
      let step = (m[index] / (1 - power1)) / ((v[index] / (1 - power2)).squareRoot() + epsilon)
      return parameter - rate * step
    }
  }

  /// 1 − 0.999 is not what is left of 1 when 0.999 was rounded to a float.
  @Test func adamWWithTheUsualBetas() {
    let moments = (Matrix(count: 3), Matrix(count: 3))
    let parameter = Matrix(count: 3)
    let gradient = Matrix(rows: 1, columns: 3, [1, -0.5, 0.25])
    AdamWStep(
      learningRate: 1, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1,
      gradientScale: 1
    ).apply(
      gradient: gradient, firstMoment: moments.0, secondMoment: moments.1, parameter: parameter)
    expectClose(parameter, [-1, 1, -1], within: 1e-6)
    expectClose(moments.1, [1e-3, 2.5e-4, 6.25e-5], within: 1e-6)
  }

  @Test(arguments: counts, [(0.0, false, 0.0), (0.9, false, 0.1), (0.9, true, 0.1)])
  func sgd(count: Int, settings: (momentum: Double, nesterov: Bool, decay: Double)) {
    let (rate, scale) = (0.05, 0.7)
    let buffer = Matrix.random(1, count, seed: 99)
    var b = [Double](repeating: 0, count: count)
    compare(count: count) { step, gradient, parameter in
      SGDStep(
        learningRate: rate, weightDecay: settings.decay, momentum: settings.momentum,
        nesterov: settings.nesterov, step: step, gradientScale: scale
      ).apply(gradient: gradient, momentumBuffer: buffer, parameter: parameter)
    } formula: { step, index, gradient, parameter in
      let g = gradient * scale + settings.decay * parameter
      b[index] = step == 1 ? g : settings.momentum * b[index] + g
      return parameter - rate * (settings.nesterov ? g + settings.momentum * b[index] : b[index])
    }
  }
}
