import GPT2
import GPT2Kernels
import TestFiles
import TestSupport
import Testing

/// Gradient × input against slopes of the formulas in double precision: the difference of logits as each
/// token's embedding grows.
@Suite struct TokenContributionTests {
  enum Weights: Sendable, CaseIterable {
    case plain, adapted, nf4, int8
  }

  @Test(arguments: Pooling.allCases, [true, false])
  func contributionsAreSlopesForEveryPooling(pooling: Pooling, isCausal: Bool) throws {
    var configuration = SmallClassifier.configuration()
    configuration.isCausal = isCausal
    try check(SmallClassifier.classifier(configuration, classes: 3, pooling: pooling))
  }

  @Test(arguments: Weights.allCases, [Pooling.last, .mean])
  func contributionsAreSlopesWhateverTheWeightsAre(weights: Weights, pooling: Pooling) throws {
    var classifier = SmallClassifier.classifier(pooling: pooling)
    switch weights {
    case .plain: break
    case .adapted:
      classifier.addAdapters(AdapterSettings(), to: .all, seed: 1)
      // A fresh adapter adds nothing.
      classifier.forEachParameter { parameter in
        if parameter.name.contains("lora_B") {
          parameter = Parameter(
            name: parameter.name, shape: parameter.shape,
            value: .random(parameter.value.rows, parameter.value.columns, seed: 5, deviation: 0.1))
        }
        parameter.setTrainable(false)
      }
    case .nf4: classifier.model = try Self.quantised(classifier.model, as: .nf4)
    case .int8: classifier.model = try Self.quantised(classifier.model, as: .int8)
    }
    try check(classifier)
  }

  /// A token that the pooled one cannot see has no say.
  @Test func tokensAfterTheFirstDoNotCountWhereOnlyThatIsRead() throws {
    let classifier = SmallClassifier.classifier(pooling: .first)
    let contributions = classifier.tokenContributions(
      of: SmallClassifier.messages,
      to: SmallClassifier.messages.map { _ in LogitDifference(target: 1, rival: 0) })
    for message in contributions {
      #expect(message[0] != 0)
      #expect(message.dropFirst().allSatisfy { $0 == 0 })
    }
  }

  @Test func aMessageHasTheSameContributionsInAnyCompany() throws {
    let classifier = SmallClassifier.classifier(
      SmallClassifier.configuration(vocabulary: 50, context: 64), pooling: .mean)
    let messages = SmallClassifier.manyMessages
    let differences = messages.indices.map { LogitDifference(target: $0 % 2, rival: 1 - $0 % 2) }
    let together = classifier.tokenContributions(of: messages, to: differences)
    for index in stride(from: 0, to: messages.count, by: 13) {
      let alone = classifier.tokenContributions(
        of: [messages[index]], to: [differences[index]])
      expectClose(together[index], alone[0], within: 1e-4, "message \(index)")
    }
  }

  @Test func theRivalIsTheMostProbableOther() {
    #expect(
      LogitDifference(of: 1, in: [0.5, 3, 2.0, 1]) == LogitDifference(target: 1, rival: 2))
    #expect(LogitDifference(of: 0, in: [0.5, 3]) == LogitDifference(target: 0, rival: 1))
    #expect(LogitDifference(of: 2, in: [0.5, 3, 2.0]).value(in: [0.5, 3, 2.0]) == -1)
  }

  /// Compares contributions to two differences of logits with slopes.
  private func check(
    _ classifier: SequenceClassifier, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let messages =
      classifier.pooling == .paddedLast
      ? SmallClassifier.paddedMessages : SmallClassifier.messages
    let classes = classifier.head.classCount
    let differences = messages.indices.map {
      LogitDifference(target: $0 % classes, rival: ($0 + 1) % classes)
    }
    var plain = classifier
    plain.model.mergeAdapters()
    let naive = NaiveGPT2(plain)
    let found = classifier.tokenContributions(of: messages, to: differences)
    for (index, message) in messages.enumerated() {
      let expected = try message.enumerated().map { position, id in
        let embedding = try #require(naive.parameters["transformer.wte.weight"])[Int(id)]
        return slope { step in
          var moved = naive
          // Positions are added to the tokens' own embeddings, so moving the one moves their sum.
          for (channel, value) in embedding.enumerated() {
            moved.parameters["transformer.wpe.weight"]?[position][channel] += step * value
          }
          return differences[index].value(in: moved.logits(of: message))
        }
      }
      expectClose(
        found[index], expected, within: 2e-5, "message \(index)", sourceLocation: sourceLocation)
    }
  }

  private static func quantised(
    _ model: GPT2Model, as format: QuantisationFormat
  ) throws -> GPT2Model {
    let values = Dictionary(
      model.parameters.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return try GPT2Model(
      configuration: model.configuration,
      parameter: { name, _ in try #require(values[name]) },
      quantised: { name, _ in
        try QuantisedWeights(try #require(values[name]).value, format: format)
      })
  }
}

/// PyTorch 2.15.0 and transformers 5.23.0 in double precision: `(x.grad * x).sum(-1)` with x the token
/// embeddings of two of the tiny model's sequences, given as `inputs_embeds`.
@Suite(.disabled(if: Fixtures.isMissing, "\(Fixtures.note)"))
struct ReferenceContributionTests {
  @Test func ofTheLastTokensAnswerBetweenTwoClasses() throws {
    try check(
      .last, LogitDifference(target: 1, rival: 0), classes: 2,
      [
        [-1.5162663, 0.061944833, 0.51390029, 0.075573726, -0.36737102],
        [
          0.22764522, -0.20183912, -0.14613782, 0.25454967, 0.64066296, -0.19645859, -0.54657393,
          -0.13556488, 0.40669931, -0.023853385, -0.029899213, 1.3236877,
        ],
      ])
  }

  @Test func ofTheMeanAmongThreeClasses() throws {
    try check(
      .mean, LogitDifference(target: 2, rival: 0), classes: 3,
      [
        [-1.7175001, -1.1384391, -0.65969452, -0.24785735, -0.0038542651],
        [
          0.42024406, 0.26227945, -0.0030156413, -0.69457847, -0.22608111, 0.062013426, 0.12465942,
          0.44121137, 0.30902238, -0.031683229, -0.1560074, -0.047556182,
        ],
      ])
  }

  private func check(
    _ pooling: Pooling, _ difference: LogitDifference, classes: Int, _ expected: [[Double]]
  ) throws {
    let classifier = SequenceClassifier(
      model: try TinyModel.model(), head: try TinyModel.head(classes: classes), pooling: pooling)
    let found = classifier.tokenContributions(
      of: Array(try TinyModel.sequences()[1...2]), to: [difference, difference])
    for (found, expected) in zip(found, expected) { expectClose(found, expected, within: 2e-5) }
  }
}
