import GPT2
import GPT2Kernels
import TestSupport
import Testing

/// With its masks fixed, dropout leaves a smooth function of the weights. Its gradient is compared
/// with slopes of the forward pass itself, in single precision with a large step.
@Suite struct DropoutGradientTests {
  private static let everywhere = DropoutPlan.Probabilities(
    embedding: 0.2, attention: 0.3, residual: 0.25)

  @Test(arguments: [TrainablePart.all, .lastBlocks(1)], [Pooling.last, .mean])
  func gradientsAreSlopesOfTheSameMaskedFunction(part: TrainablePart, pooling: Pooling) throws {
    var classifier = SmallClassifier.classifier(pooling: pooling)
    classifier.setTrainable(part)
    try expectSlopes(of: classifier, Self.everywhere)
  }

  @Test(arguments: [TrainablePart.all, .lastBlocks(1)], [Pooling.last, .mean])
  func gradientsOfAdapters(part: TrainablePart, pooling: Pooling) throws {
    var classifier = SmallClassifier.classifier(pooling: pooling)
    var settings = AdapterSettings()
    settings.rank = 3
    settings.alpha = 2
    settings.trainsFinalNorm = true
    classifier.addAdapters(settings, to: part, seed: 5)
    // A fresh B of zeros would hide half of the gradients.
    for (index, parameter) in classifier.trainableParameters.enumerated()
    where parameter.name.hasSuffix("lora_B.weight") {
      parameter.value.copy(
        from: Matrix.random(
          parameter.value.rows, 3, seed: UInt64(index), deviation: 0.3))
    }
    var probabilities = Self.everywhere
    probabilities.adapter = 0.4
    try expectSlopes(of: classifier, probabilities)
  }

  private func expectSlopes(
    of classifier: SequenceClassifier, _ probabilities: DropoutPlan.Probabilities
  ) throws {
    let messages = SmallClassifier.messages
    var input = ClassifierInput.tokens(TokenBatch(messages))
    if let depth = classifier.frozenDepth {
      let features = try #require(classifier.frozenFeatures(of: messages, depth: depth))
      var memory = ScratchMatrix()
      input = features.input(for: messages.indices, using: &memory)
    }
    let plan = DropoutPlan(probabilities: probabilities, seed: 6, pass: 40)
    let labels = [1, 0, 1, 0]
    let masked = backward(through: classifier, input: input, labels: labels, dropout: plan)
    #expect(abs(masked - loss(classifier, input, labels, nil)) > 0.001)

    var (found, expected) = ([Double](), [Double]())
    for parameter in classifier.trainableParameters {
      let start = parameter.value.copied()
      let direction = Matrix.random(start.rows, start.columns, seed: 77)
      let length = direction.sumOfSquares().squareRoot()
      func moved(by step: Double) -> Double {
        for row in 0..<start.rows {
          for column in 0..<start.columns {
            parameter.value[row, column] =
              start[row, column] + Float(step / length) * direction[row, column]
          }
        }
        return loss(classifier, input, labels, plan)
      }
      // Two central differences cancel the third derivative.
      let (near, far) = (slope(step: 0.02, of: moved), slope(step: 0.04, of: moved))
      parameter.value.copy(from: start)
      expected.append((4 * near - far) / 3)
      let gradient = try #require(parameter.gradient)
      found.append(Naive.dot(gradient.doubles, direction.doubles) / length)
    }
    expectClose(found, expected, within: 1e-3)
  }

  @Test(arguments: [
    DropoutPlan.Probabilities(embedding: 0.5), DropoutPlan.Probabilities(attention: 0.5),
    DropoutPlan.Probabilities(residual: 0.5),
  ])
  func everyPlaceOfDropoutChangesTheResult(probabilities: DropoutPlan.Probabilities) {
    let classifier = SmallClassifier.classifier()
    let input = ClassifierInput.tokens(TokenBatch(SmallClassifier.messages))
    func logits(pass: Int?) -> [Float] {
      let workspace = ClassifierWorkspace(for: classifier, keeping: .nothing)
      let plan = pass.map { DropoutPlan(probabilities: probabilities, seed: 1, pass: $0) }
      return classifier.forward(input, dropout: plan, in: workspace).elements
    }
    #expect(logits(pass: 0) != logits(pass: nil))
    #expect(logits(pass: 0) != logits(pass: 1))
    #expect(logits(pass: 1) == logits(pass: 1))
  }

  private func loss(
    _ classifier: SequenceClassifier, _ input: ClassifierInput, _ labels: [Int],
    _ plan: DropoutPlan?
  ) -> Double {
    let workspace = ClassifierWorkspace(for: classifier, keeping: .nothing)
    let logits = classifier.forward(input, dropout: plan, in: workspace)
    return CrossEntropy().forward(logits, labels: labels).mean
  }
}
