import FineTuning
import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct OptimizerTests {
  /// A matrix of ones and a vector of ones, trainable.
  private func parameters() -> [Parameter] {
    [[2, 3], [3]].map { shape in
      let value = Matrix(rows: shape.dropLast().reduce(1, *), columns: 3)
      value.fill(with: 1)
      var parameter = Parameter(name: "\(shape.count)", shape: shape, value: value)
      parameter.setTrainable(true)
      return parameter
    }
  }

  @Test(arguments: [OptimizerSettings.Method.adamW, .sgd])
  func decayActsOnWhatItIsToldTo(method: OptimizerSettings.Method) {
    for (decay, vector) in [(OptimizerSettings.Decay.all, 0.95), (.matrices, 1)] {
      var settings = OptimizerSettings()
      settings.method = method
      settings.learningRate = 0.5
      settings.weightDecay = 0.1
      settings.decay = decay
      let parameters = parameters()
      // Without a gradient only the decay moves a weight.
      Optimizer(settings, parameters: parameters).update(learningRate: 0.5, gradientScale: 1)
      expectClose(parameters[0].value, [Double](repeating: 0.95, count: 6), within: 1e-6)
      expectClose(parameters[1].value, [Double](repeating: vector, count: 3), within: 1e-6)
    }
  }

  @Test func lowerLayersLearnAtLowerRates() {
    var settings = OptimizerSettings()
    settings.method = .sgd
    settings.momentum = 0
    settings.weightDecay = 0
    settings.layerDecay = 0.5
    let parameters = parameters()
    for parameter in parameters { parameter.gradient?.fill(with: 1) }
    Optimizer(settings, parameters: parameters, depths: [3, 0])
      .update(learningRate: 0.4, gradientScale: 1)
    expectClose(parameters[0].value, [Double](repeating: 0.95, count: 6), within: 1e-6)
    expectClose(parameters[1].value, [Double](repeating: 0.6, count: 3), within: 1e-6)
  }

  @Test func theNormIsThatOfAllGradientsTogether() {
    let parameters = parameters()
    parameters[0].gradient?.fill(with: 2)
    parameters[1].gradient?.fill(with: -4)
    let optimizer = Optimizer(OptimizerSettings(), parameters: parameters)
    #expect(abs(optimizer.gradientNorm() - 72.0.squareRoot()) < 1e-12)
    optimizer.clearGradients()
    #expect(optimizer.gradientNorm() == 0)
  }

  @Test func clippingShortensOnlyWhatIsTooLong() {
    #expect(abs(Optimizer.clippingFactor(norm: 10, maximum: 1) - 0.1) < 1e-7)
    #expect(Optimizer.clippingFactor(norm: 0.5, maximum: 1) == 1)
    #expect(Optimizer.clippingFactor(norm: 0, maximum: 1) == 1)
  }

  @Test func stepsAreCounted() {
    let optimizer = Optimizer(OptimizerSettings(), parameters: parameters())
    for _ in 0..<3 { optimizer.update(learningRate: 0, gradientScale: 1) }
    #expect(optimizer.step == 3)
  }
}
