import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct GPT2ConfigurationTests {
  private static func configuration(blocks: Int, heads: Int, width: Int) -> GPT2Configuration {
    GPT2Configuration(
      vocabularySize: 50257, contextLength: 1024, embeddingWidth: width, blockCount: blocks,
      headCount: heads)
  }

  @Test(arguments: [
    (12, 12, 768, 124_439_808), (24, 16, 1024, 354_823_168), (36, 20, 1280, 774_030_080),
    (48, 25, 1600, 1_557_611_200),
  ])
  func theFourSizesHaveTheirKnownNumberOfWeights(
    blocks: Int, heads: Int, width: Int, expected: Int
  ) {
    #expect(
      Self.configuration(blocks: blocks, heads: heads, width: width).parameterCount == expected)
  }

  @Test func aBlockOfTheSmallestSizeHasSevenMillionWeights() {
    let two = Self.configuration(blocks: 2, heads: 12, width: 768).parameterCount
    let one = Self.configuration(blocks: 1, heads: 12, width: 768).parameterCount
    #expect(two - one == 7_087_872)
  }

  @Test func theCountIsThatOfTheParameters() {
    let configuration = SmallClassifier.configuration()
    let weights = SmallClassifier.model(configuration).parameters.reduce(0) { $0 + $1.value.count }
    #expect(configuration.parameterCount == weights)
  }

  /// The last block, the final norm and a head with bias for two classes.
  @Test func lastBlockOfTheSmallestSizeTrainsItsKnownNumberOfWeights() {
    let configuration = GPT2Configuration(
      vocabularySize: 1, contextLength: 1, embeddingWidth: 768, blockCount: 1, headCount: 12)
    let model = GPT2Model(configuration: configuration) { name, shape in
      Parameter(
        name: name, shape: shape,
        value: Matrix(rows: shape.dropLast().reduce(1, *), columns: shape.last ?? 1))
    }
    let head = ClassificationHead(
      classCount: 2, width: 768, hasBias: true, initialization: .zeros, deviation: 0, seed: 0)
    var classifier = SequenceClassifier(model: model, head: head, pooling: .last)
    classifier.setTrainable(.lastBlocks(1))
    #expect(classifier.trainableParameters.reduce(0) { $0 + $1.value.count } == 7_090_946)
  }

  /// Of PEFT's default, rank 8 on `c_attn`, with its head; in one block of twelve.
  @Test func adaptersOfTheSmallestSizeHaveTheirKnownNumberOfWeights() {
    let configuration = GPT2Configuration(
      vocabularySize: 1, contextLength: 1, embeddingWidth: 768, blockCount: 1, headCount: 12)
    var classifier = SequenceClassifier(
      model: GPT2Model(configuration: configuration, seed: 1),
      head: ClassificationHead(
        classCount: 2, width: 768, hasBias: false, initialization: .zeros, deviation: 0, seed: 0),
      pooling: .last)
    var settings = AdapterSettings()
    settings.targets = AdapterTarget.matching("c_attn")
    classifier.addAdapters(settings, to: .all, seed: 1)
    let count = classifier.trainableParameters.reduce(0) { $0 + $1.value.count }
    #expect(count == 294_912 / 12 + 1_536)
  }

  @Test func attentionIsScaledByTheRootOfTheHeadWidth() {
    var configuration = Self.configuration(blocks: 12, heads: 12, width: 768)
    #expect(configuration.attentionScale(ofBlock: 5) == 0.125)
    configuration.scalesAttentionByBlock = true
    #expect(configuration.attentionScale(ofBlock: 3) == 0.03125)
    configuration.scalesAttention = false
    #expect(configuration.attentionScale(ofBlock: 3) == 0.25)
  }

  @Test func freshWeightsAreDrawnAsTheirConfigurationSays() throws {
    var configuration = SmallClassifier.configuration(blocks: 2, width: 64, vocabulary: 500)
    configuration.initializerRange = 0.1
    let model = GPT2Model(configuration: configuration, seed: 3)
    for parameter in model.parameters {
      let elements = parameter.value.elements.map(Double.init)
      let deviation = (elements.reduce(0) { $0 + $1 * $1 } / Double(elements.count)).squareRoot()
      switch parameter.name {
      case let name where parameter.shape.count == 1:
        #expect(elements.allSatisfy { $0 == (name.hasSuffix(".bias") ? 0 : 1) }, "\(name)")
      case let name where name.hasSuffix(".c_proj.weight"):
        #expect(abs(deviation - 0.05) < 0.003, "\(name)")
      case let name:
        #expect(abs(deviation - 0.1) < 0.01, "\(name)")
      }
    }
  }

  @Test func freshWeightsFollowFromTheSeed() {
    let configuration = SmallClassifier.configuration()
    func bits(_ seed: UInt64) -> [[UInt32]] {
      GPT2Model(configuration: configuration, seed: seed).parameters.map(\.value.bits)
    }
    #expect(bits(1) == bits(1))
    #expect(bits(1)[0] != bits(2)[0])
    #expect(bits(1)[0] != Array(bits(1)[1].prefix(bits(1)[0].count)))
  }
}
