import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct ClassifierTests {
  private static let messages = SmallClassifier.messages

  @Test(arguments: Pooling.allCases, [true, false])
  func logitsAgreeWithTheFormulas(pooling: Pooling, isCausal: Bool) {
    var configuration = SmallClassifier.configuration()
    configuration.isCausal = isCausal
    let classifier = SmallClassifier.classifier(configuration, classes: 3, pooling: pooling)
    let naive = NaiveGPT2(classifier)
    expectClose(
      classifier.logits(of: Self.messages), Self.messages.flatMap(naive.logits), within: 5e-6)
  }

  @Test(arguments: Pooling.allCases)
  func aMessageGetsTheSameLogitsAloneAsInABatch(pooling: Pooling) {
    let classifier = SmallClassifier.classifier(pooling: pooling)
    let workspace = ClassifierWorkspace(for: classifier, keeping: .nothing)
    let batch = classifier.forward(.tokens(TokenBatch(Self.messages)), in: workspace).copied()
    for (row, message) in Self.messages.enumerated() {
      let alone = classifier.forward(.tokens(TokenBatch([message])), in: workspace)
      expectClose(alone, batch.doubles[row], within: 2e-6, "message \(row)")
    }
  }

  /// A head that is the token embedding turns the classifier into a language model that is asked
  /// about one position; the language model computes all of them.
  @Test(arguments: [Pooling.last, .first])
  func theRowOfOneQueryIsThatOfAllQueries(pooling: Pooling) {
    let model = SmallClassifier.model()
    let head = ClassificationHead(
      weight: Parameter(
        name: "score.weight", shape: [20, 8], value: model.embedding.tokens.value), bias: nil)
    let classifier = SequenceClassifier(model: model, head: head, pooling: pooling)
    for message in Self.messages {
      let language = LanguageModel(model: model)
      let all = language.read(message).doubles
      let row = pooling == .first ? 0 : all.count - 1
      expectClose(classifier.logits(of: [message]), all[row], within: 2e-6)
    }
  }

  @Test func noMessagesHaveNoLogits() {
    let logits = SmallClassifier.classifier().logits(of: [])
    #expect(logits.rows == 0 && logits.columns == 2)
  }

  @Test func aWorkspaceServesLargeAndSmallBatchesInTurn() {
    let classifier = SmallClassifier.classifier()
    let workspace = ClassifierWorkspace(for: classifier, keeping: .activations)
    func logits(_ messages: [[Int32]]) -> [Float] {
      classifier.forward(.tokens(TokenBatch(messages)), in: workspace).elements
    }
    let first = logits([Self.messages[1]])
    _ = logits(Self.messages)
    #expect(logits([Self.messages[1]]) == first)
  }

  @Test(arguments: Pooling.allCases)
  func manyMessagesGetTheSameBitsOnAnyThreads(pooling: Pooling) {
    let configuration = SmallClassifier.configuration(
      blocks: 2, width: 32, vocabulary: 50, context: 64)
    let classifier = SmallClassifier.classifier(configuration, pooling: pooling)
    expectSameBitsOnAnyThreads { [classifier.logits(of: SmallClassifier.manyMessages)] }
  }
}
