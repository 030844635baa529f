import GPT2
import GPT2Kernels
import TestSupport
import Testing

/// Gradients of the whole classifier against slopes of the formulas in double precision.
@Suite struct GradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var trains: TrainablePart = .all
    var pooling: Pooling = .last
    var classes = 2
    var hasBias = true
    var activation: Activation = .tanhGELU
    var isCausal = true
    var scalesByBlock = false
    var entropy = CrossEntropy()

    var testDescription: String {
      "\(trains), \(pooling), \(classes) classes, \(activation), causal \(isCausal)"
    }
  }

  static let cases: [Case] = [
    Case(),
    Case(pooling: .first, classes: 3, hasBias: false, activation: .exactGELU),
    Case(pooling: .mean, activation: .relu),
    Case(pooling: .paddedLast, classes: 3),
    Case(
      classes: 3, isCausal: false, scalesByBlock: true,
      entropy: CrossEntropy(classWeights: [0.5, 2, 1.25], labelSmoothing: 0.1)),
    Case(trains: .lastBlocks(1)),
    Case(trains: .lastBlocks(1), pooling: .mean, classes: 3, hasBias: false, isCausal: false),
    Case(trains: .lastBlocks(1), pooling: .first, classes: 3, activation: .relu),
    Case(trains: .lastBlocks(2), pooling: .paddedLast, activation: .exactGELU),
    Case(trains: .lastBlocks(2), pooling: .mean, classes: 3),
    Case(trains: .lastBlocks(3), hasBias: false),
    Case(trains: .head, classes: 3),
    Case(trains: .head, pooling: .mean, hasBias: false),
  ]

  @Test(arguments: cases)
  func gradientsAreSlopesOfTheFormulas(test: Case) throws {
    let messages =
      test.pooling == .paddedLast ? SmallClassifier.paddedMessages : SmallClassifier.messages
    let labels = [1, 0, test.classes - 1, 1]
    let classifier = Self.classifier(test)
    let naive = NaiveGPT2(classifier)
    let expectedLoss = naive.loss(of: messages, labels: labels, entropy: test.entropy)

    for input in try Self.inputs(for: classifier, messages: messages) {
      for parameter in classifier.trainableParameters { parameter.gradient?.clear() }
      let loss = backward(
        through: classifier, input: input, labels: labels, entropy: test.entropy)
      #expect(abs(loss - expectedLoss) < 1e-6)
      for parameter in classifier.trainableParameters {
        let gradient = try #require(parameter.gradient).doubles
        let directions = Self.directions(for: parameter)
        let expected = directions.map { direction in
          slope { step in
            var moved = naive
            moved.parameters[parameter.name] = parameter.value.doubles.enumerated().map {
              zip($1, direction[$0]).map { $0 + step * $1 }
            }
            return moved.loss(of: messages, labels: labels, entropy: test.entropy)
          }
        }
        expectClose(
          directions.map { Naive.dot(gradient, $0) }, expected, within: 2e-5, parameter.name)
      }
    }
  }

  @Test(arguments: [TrainablePart.all, .lastBlocks(1), .lastBlocks(2), .head])
  func whatIsTrainableIsCountedFromTheTop(part: TrainablePart) {
    let classifier = Self.classifier(Case(trains: part))
    let names = classifier.trainableParameters.map(\.name)
    let blocks = (0..<3).filter { names.contains("transformer.h.\($0).ln_1.weight") }
    switch part {
    case .all: #expect(names == classifier.parameters.map(\.name))
    case .lastBlocks(let count):
      #expect(names.count == 12 * count + 4)
      #expect(blocks == Array((3 - count)..<3))
    case .head: #expect(names == ["score.weight", "score.bias"])
    }
  }

  @Test func gradientsAreAddedToThoseOfEarlierPasses() {
    let classifier = Self.classifier(Case())
    let input = ClassifierInput.tokens(TokenBatch(SmallClassifier.messages))
    func pass() -> [Matrix] {
      _ = backward(through: classifier, input: input, labels: [1, 0, 1, 1])
      return classifier.trainableParameters.compactMap { $0.gradient?.copied() }
    }
    let (once, twice) = (pass(), pass())
    for (index, parameter) in classifier.trainableParameters.enumerated() {
      expectClose(
        twice[index], once[index].doubles.joined().map { 2 * $0 }, within: 1e-6, parameter.name)
    }
  }

  private static func classifier(_ test: Case) -> SequenceClassifier {
    var configuration = SmallClassifier.configuration()
    configuration.activation = test.activation
    configuration.isCausal = test.isCausal
    configuration.scalesAttentionByBlock = test.scalesByBlock
    var classifier = SmallClassifier.classifier(
      configuration, classes: test.classes, hasBias: test.hasBias, pooling: test.pooling)
    classifier.setTrainable(test.trains)
    return classifier
  }

  /// The tokens, and what the frozen part made of them.
  private static func inputs(
    for classifier: SequenceClassifier, messages: [[Int32]]
  ) throws -> [ClassifierInput] {
    let tokens = ClassifierInput.tokens(TokenBatch(messages))
    guard let depth = classifier.frozenDepth else { return [tokens] }
    let features = try #require(classifier.frozenFeatures(of: messages, depth: depth))
    var memory = ScratchMatrix()
    return [tokens, features.input(for: messages.indices, using: &memory)]
  }

  /// Every element of a small parameter; of a large one some elements, and two directions in which
  /// all elements move at once.
  private static func directions(for parameter: Parameter) -> [Naive.Rows] {
    let (rows, columns) = (parameter.value.rows, parameter.value.columns)
    let zeros = Naive.Rows(repeating: [Double](repeating: 0, count: columns), count: rows)
    let count = rows * columns
    let elements = (0..<count).filter { count <= 16 || $0 % (count / 5) == 3 }.map { index in
      var direction = zeros
      direction[index / columns][index % columns] = 1
      return direction
    }
    return elements + [1, 2].map { Matrix.random(rows, columns, seed: $0).doubles }
  }
}

/// Runs a pass in both directions, which adds to the gradients.
///
/// - Returns: The mean loss.
@discardableResult
func backward(
  through classifier: SequenceClassifier, input: ClassifierInput, labels: [Int],
  entropy: CrossEntropy = CrossEntropy(), dropout: DropoutPlan? = nil
) -> Double {
  let workspace = ClassifierWorkspace(for: classifier, keeping: .activations)
  let logits = classifier.forward(input, dropout: dropout, in: workspace)
  let dLogits = workspace.gradientOfLogits()
  let total = entropy.forward(
    logits, labels: labels, gradient: dLogits,
    divisor: labels.reduce(0) { $0 + entropy.weight(of: $1) })
  classifier.backward(dLogits, in: workspace)
  return total.mean
}
