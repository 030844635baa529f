import GPT2
import GPT2Kernels
import ModelFiles
import TestFiles
import TestSupport
import Testing

@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceGradientTests {
  @Test(arguments: [
    "last_block", "all", "fixed_last", "bidir_mean_weighted", "all_fixed_mean",
  ])
  func everyGradient(name: String) throws {
    let reference = try Fixtures.json("tiny/reference/grads.json")["cases"][name]
    let classes = try #require(reference["classes"].int)
    let poolingName = try #require(reference["pooling"].string)
    let pooling: Pooling =
      poolingName.contains("mean") ? .mean : poolingName == "fixed_last" ? .paddedLast : .last
    var classifier = SequenceClassifier(
      model: try TinyModel.model(isCausal: reference["mask"].string == "causal"),
      head: try TinyModel.head(classes: classes), pooling: pooling)
    let trainsAll = try #require(reference["trainable"].string).hasPrefix("all")
    classifier.setTrainable(trainsAll ? .all : .lastBlocks(1))
    let sequences = try TinyModel.sequences(padded: poolingName.hasPrefix("fixed"))
    let labels = try TinyModel.labels(try #require(reference["labels"].string))
    let weights = reference["cross_entropy"]["weight"].doubles
    let entropy = CrossEntropy(
      classWeights: weights.isEmpty ? nil : weights,
      labelSmoothing: reference["cross_entropy"]["label_smoothing"].double ?? 0)

    let workspace = ClassifierWorkspace(for: classifier, keeping: .activations)
    var inputs: [ClassifierInput] = [.tokens(TokenBatch(sequences))]
    if !trainsAll {
      let depth = try #require(classifier.frozenDepth)
      let features = try #require(classifier.frozenFeatures(of: sequences, depth: depth))
      var memory = ScratchMatrix()
      inputs.append(features.input(for: sequences.indices, using: &memory))
    }
    for input in inputs {
      for parameter in classifier.trainableParameters { parameter.gradient?.clear() }
      let logits = classifier.forward(input, in: workspace)
      let dLogits = Matrix(rows: logits.rows, columns: logits.columns)
      let divisor = labels.reduce(0) { $0 + entropy.weight(of: $1) }
      let total = entropy.forward(logits, labels: labels, gradient: dLogits, divisor: divisor)
      let loss = try #require(reference["loss"].double)
      #expect(abs(total.mean - loss) < 1e-5)
      classifier.backward(dLogits, in: workspace)

      let file = try TinyModel.reference("grads_" + name)
      #expect(classifier.trainableParameters.count == file.tensors.count)
      for parameter in classifier.trainableParameters {
        let gradient = try #require(parameter.gradient)
        var found = gradient.elements.map(Double.init)
        var expected = try Fixtures.doubles(parameter.name, in: file)
        if parameter.name.hasSuffix("c_attn.bias") {
          // The key third is exactly zero in theory and rounding noise in practice.
          for index in 48..<96 { (found[index], expected[index]) = (0, 0) }
        }
        expectClose(found, expected, within: 1e-4, parameter.name)
      }
    }
  }
}

@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceLanguageModelTests {
  /// Sequences of at least two tokens, each without its last, and what follows each token.
  private static func predictions() throws -> (batch: TokenBatch, targets: [Int32]) {
    let sequences = try TinyModel.sequences().filter { $0.count > 1 }
    return (
      TokenBatch(sequences.map { Array($0.dropLast()) }), sequences.flatMap { $0.dropFirst() }
    )
  }

  @Test func lossAndEveryGradient() throws {
    var model = try TinyModel.model()
    model.forEachParameter { $0.setTrainable(true) }
    let (batch, targets) = try Self.predictions()
    let pass = LanguageModelPass(model: model)
    let sum = pass.accumulateGradients(
      of: batch, targets: targets, divisor: Double(targets.count))
    let expected = try #require(
      Fixtures.json("tiny/reference/lm_loss.json")["mean"].double)
    #expect(abs(sum / Double(targets.count) - expected) < 1e-5)
    #expect(abs(pass.loss(of: batch, targets: targets) - sum) < 1e-3)

    let file = try TinyModel.reference("grads_lm")
    #expect(model.parameters.count == file.tensors.count)
    for parameter in model.parameters {
      var found = try #require(parameter.gradient).elements.map(Double.init)
      var expected = try Fixtures.doubles(parameter.name, in: file)
      if parameter.name.hasSuffix("c_attn.bias") {
        for index in 48..<96 { (found[index], expected[index]) = (0, 0) }
      }
      expectClose(found, expected, within: 1e-4, parameter.name)
    }
  }
}
