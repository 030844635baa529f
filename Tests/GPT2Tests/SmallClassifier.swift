import GPT2
import GPT2Kernels
import TestSupport

/// Classifiers of a few hundred weights, random and so large that every path through the network
/// shows in the result.
enum SmallClassifier {
  static let messages: [[Int32]] = [[3, 17, 8, 0, 11], [19], [5, 5, 2], [8, 1, 14, 6, 9, 12, 3]]
  /// The same, cut or padded to six tokens.
  static let paddedMessages = messages.map {
    Array(($0 + [Int32](repeating: 19, count: 6)).prefix(6))
  }
  /// Tokens below 50 in messages of 20 to 60: several of the chunks that are
  /// worked on at once.
  static let manyMessages: [[Int32]] = (0..<100).map { message in
    let length = 20 + message * 7 % 41
    return (0..<length).map { position in Int32((message * 31 + position * 17) % 50) }
  }

  static func configuration(
    blocks: Int = 3, width: Int = 8, vocabulary: Int = 20, context: Int = 10
  ) -> GPT2Configuration {
    var configuration = GPT2Configuration(
      vocabularySize: vocabulary, contextLength: context, embeddingWidth: width,
      blockCount: blocks, headCount: 2)
    configuration.innerWidth = 3 * width
    configuration.layerNormEpsilon = 1e-3
    return configuration
  }

  static func model(_ configuration: GPT2Configuration = configuration()) -> GPT2Model {
    var seed: UInt64 = 100
    return GPT2Model(configuration: configuration) { name, shape in
      seed += 1
      let columns = shape.last ?? 1
      let value = Matrix.random(
        shape.dropLast().reduce(1, *), columns, seed: seed,
        deviation: 1.2 / Float(configuration.embeddingWidth).squareRoot())
      if shape.count == 1, name.hasSuffix(".weight") {
        for column in 0..<columns { value[0, column] += 1 }
      }
      return Parameter(name: name, shape: shape, value: value)
    }
  }

  static func head(classes: Int, width: Int = 8, hasBias: Bool) -> ClassificationHead {
    let bias = Parameter(
      name: "score.bias", shape: [classes],
      value: Matrix.random(1, classes, seed: 91, deviation: 0.5))
    return ClassificationHead(
      weight: Parameter(
        name: "score.weight", shape: [classes, width],
        value: Matrix.random(classes, width, seed: 90, deviation: 0.5)),
      bias: hasBias ? bias : nil)
  }

  static func classifier(
    _ configuration: GPT2Configuration = configuration(), classes: Int = 2, hasBias: Bool = true,
    pooling: Pooling = .last
  ) -> SequenceClassifier {
    SequenceClassifier(
      model: model(configuration),
      head: head(classes: classes, width: configuration.embeddingWidth, hasBias: hasBias),
      pooling: pooling)
  }
}
