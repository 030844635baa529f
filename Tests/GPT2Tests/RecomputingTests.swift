import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct RecomputingTests {
  /// Gradients of all parameters, down to the bit.
  private func gradients(
    of classifier: SequenceClassifier, keeping: ClassifierWorkspace.Keeping, deepest: Int? = nil
  ) -> [[UInt32]?] {
    let workspace = ClassifierWorkspace(for: classifier, keeping: keeping)
    let dropout = DropoutPlan(
      probabilities: .init(embedding: 0.1, attention: 0.2, residual: 0.2, adapter: 0.1), seed: 3,
      pass: 8)
    for parameter in classifier.trainableParameters { parameter.clearGradient() }
    for messages in [SmallClassifier.messages, Array(SmallClassifier.messages.prefix(2))] {
      let logits = classifier.forward(
        .tokens(TokenBatch(messages)), dropout: dropout, in: workspace)
      let dLogits = workspace.gradientOfLogits()
      _ = CrossEntropy().forward(
        logits, labels: messages.indices.map { $0 % 2 }, gradient: dLogits)
      classifier.backward(dLogits, in: workspace, deepest: deepest)
    }
    return classifier.trainableParameters.map { $0.gradient?.bits }
  }

  @Test(arguments: [TrainablePart.all, .lastBlocks(2), .head], [Pooling.last, .mean])
  func gradientsHaveTheSameBits(part: TrainablePart, pooling: Pooling) {
    var classifier = SmallClassifier.classifier(pooling: pooling)
    classifier.setTrainable(part)
    #expect(
      gradients(of: classifier, keeping: .inputs)
        == gradients(of: classifier, keeping: .activations))
  }

  @Test func alsoThoseOfAdapters() {
    var classifier = SmallClassifier.classifier()
    classifier.addAdapters(AdapterSettings(), to: .all, seed: 1)
    #expect(
      gradients(of: classifier, keeping: .inputs)
        == gradients(of: classifier, keeping: .activations))
  }

  @Test(arguments: 0...4)
  func aPassGoesNoDeeperThanItIsTold(deepest: Int) {
    var classifier = SmallClassifier.classifier()
    classifier.setTrainable(.all)
    let all = gradients(of: classifier, keeping: .activations)
    let some = gradients(of: classifier, keeping: .activations, deepest: deepest)
    for (index, depth) in classifier.depthsOfTrainableParameters.enumerated() {
      let isZero = some[index]?.allSatisfy { $0 == 0 } ?? true
      #expect(depth <= deepest ? some[index] == all[index] : isZero, "\(index) at depth \(depth)")
    }
  }
}
