import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct LanguageModelGradientTests {
  /// Sequences of at least two tokens, each without its last, and what follows each token.
  private static let sequences = SmallClassifier.messages.filter { $0.count > 1 }
  private static let batch = TokenBatch(sequences.map { Array($0.dropLast()) })
  private static let targets = sequences.flatMap { $0.dropFirst() }

  @Test(arguments: [Activation.tanhGELU, .relu])
  func gradientsAreSlopesOfTheFormulas(activation: Activation) throws {
    var configuration = SmallClassifier.configuration()
    configuration.activation = activation
    let model = Self.trainable(SmallClassifier.model(configuration))
    let naive = NaiveGPT2(SmallClassifier.classifier(configuration))
    let pass = LanguageModelPass(model: model)
    let loss = pass.accumulateGradients(
      of: Self.batch, targets: Self.targets, divisor: Double(Self.targets.count))
    #expect(abs(loss / Double(Self.targets.count) - Self.loss(of: naive)) < 1e-5)
    #expect(abs(pass.loss(of: Self.batch, targets: Self.targets) - loss) < 1e-5)

    for parameter in model.parameters {
      let gradient = try #require(parameter.gradient).doubles
      let directions = (1...4).map { seed in
        Matrix.random(parameter.value.rows, parameter.value.columns, seed: seed).doubles
      }
      let expected = directions.map { direction in
        slope(at: parameter.value.doubles, along: direction) { value in
          var moved = naive
          moved.parameters[parameter.name] = value
          return Self.loss(of: moved)
        }
      }
      expectClose(
        directions.map { Naive.dot(gradient, $0) }, expected, within: 2e-5, parameter.name)
    }
  }

  /// Logits are computed for 512 rows at a time; the parts here stay below that.
  @Test func aLargeBatchIsTheSumOfItsParts() throws {
    let configuration = SmallClassifier.configuration(
      blocks: 1, width: 8, vocabulary: 50, context: 64)
    let sequences = SmallClassifier.manyMessages
    func gradients(of parts: [ArraySlice<[Int32]>]) -> (loss: Double, gradients: [Matrix]) {
      let model = Self.trainable(SmallClassifier.model(configuration))
      let pass = LanguageModelPass(model: model)
      let loss = parts.reduce(0) { sum, part in
        sum
          + pass.accumulateGradients(
            of: TokenBatch(part.map { Array($0.dropLast()) }),
            targets: part.flatMap { $0.dropFirst() }, divisor: 1000)
      }
      return (loss, model.parameters.compactMap(\.gradient))
    }
    let whole = gradients(of: [sequences[...]])
    let parts = gradients(of: sequences.indices.map { sequences[$0...$0] })
    #expect(abs(whole.loss - parts.loss) < 1e-6 * parts.loss)
    for (whole, part) in zip(whole.gradients, parts.gradients) {
      expectClose(whole, part.doubles.flatMap(\.self), within: 2e-5)
    }
  }

  @Test func theBitsAreTheSameOnAnyThreads() {
    let configuration = SmallClassifier.configuration(
      blocks: 2, width: 32, vocabulary: 200, context: 64)
    let sequences = SmallClassifier.manyMessages
    expectSameBitsOnAnyThreads {
      let model = Self.trainable(SmallClassifier.model(configuration))
      _ = LanguageModelPass(model: model).accumulateGradients(
        of: TokenBatch(sequences.map { Array($0.dropLast()) }),
        targets: sequences.flatMap { $0.dropFirst() }, divisor: 1000,
        dropout: DropoutPlan(
          probabilities: DropoutPlan.Probabilities(embedding: 0.1, attention: 0.1, residual: 0.1),
          seed: 1, pass: 2))
      return model.parameters.compactMap(\.gradient)
    }
  }

  private static func trainable(_ model: GPT2Model) -> GPT2Model {
    var model = model
    model.forEachParameter { $0.setTrainable(true) }
    return model
  }

  private static func loss(of naive: NaiveGPT2) -> Double {
    Naive.crossEntropy(
      sequences.flatMap { naive.languageLogits(of: Array($0.dropLast())) },
      labels: targets.map(Int.init))
  }
}
