import GPT2Kernels

/// The transformer itself: embeddings, blocks and final norm, without a head.
public struct GPT2Model: Sendable {
  public let configuration: GPT2Configuration
  public var embedding: TokenEmbedding
  public var blocks: [TransformerBlock]
  /// `ln_f`.
  public var finalNorm: LayerNormalization

  /// All parameters in the order of a checkpoint.
  public var parameters: [Parameter] {
    [embedding.tokens, embedding.positions] + blocks.flatMap(\.parameters)
      + [finalNorm.gain, finalNorm.bias]
  }

  /// Calls `body` with every parameter for changing it, in the order of `parameters`.
  public mutating func forEachParameter(_ body: (inout Parameter) throws -> Void) rethrows {
    try body(&embedding.tokens)
    try body(&embedding.positions)
    for index in blocks.indices { try blocks[index].forEachParameter(body) }
    try body(&finalNorm.gain)
    try body(&finalNorm.bias)
  }
}

extension GPT2Model {
  /// Builds a model from parameters that a source gives by name and shape: the tensors of a
  /// checkpoint, or fresh random numbers.
  public init(
    configuration: GPT2Configuration,
    parameter: (_ name: String, _ shape: [Int]) throws -> Parameter
  ) rethrows {
    try self.init(configuration: configuration, parameter: parameter, quantised: { _, _ in nil })
  }

  /// - Parameter quantised: What stands for the weight of a block's map, (in, out); nil for the parameter.
  public init(
    configuration: GPT2Configuration,
    parameter: (_ name: String, _ shape: [Int]) throws -> Parameter,
    quantised: (_ name: String, _ shape: [Int]) throws -> QuantisedWeights?
  ) rethrows {
    let (c, inner) = (configuration.embeddingWidth, configuration.innerWidth)
    func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
      // In the order of a checkpoint, which random numbers are drawn in.
      if let weights = try quantised(name + ".weight", [inputs, outputs]) {
        return Linear(
          quantised: weights, name: name + ".weight",
          bias: try parameter(name + ".bias", [outputs]))
      }
      return Linear(
        weight: try parameter(name + ".weight", [inputs, outputs]),
        bias: try parameter(name + ".bias", [outputs]))
    }
    func norm(_ name: String) throws -> LayerNormalization {
      LayerNormalization(
        gain: try parameter(name + ".weight", [c]), bias: try parameter(name + ".bias", [c]),
        epsilon: Float(configuration.layerNormEpsilon))
    }
    self.configuration = configuration
    embedding = TokenEmbedding(
      tokens: try parameter("transformer.wte.weight", [configuration.vocabularySize, c]),
      positions: try parameter("transformer.wpe.weight", [configuration.contextLength, c]))
    blocks = try (0..<configuration.blockCount).map { index in
      let name = "transformer.h.\(index)"
      return TransformerBlock(
        norm1: try norm(name + ".ln_1"),
        queryKeyValue: try linear(name + ".attn.c_attn", c, 3 * c),
        attention: Attention(
          heads: configuration.headCount, scale: configuration.attentionScale(ofBlock: index),
          isCausal: configuration.isCausal),
        attentionProjection: try linear(name + ".attn.c_proj", c, c),
        norm2: try norm(name + ".ln_2"),
        mlpInput: try linear(name + ".mlp.c_fc", c, inner),
        activation: configuration.activation,
        mlpOutput: try linear(name + ".mlp.c_proj", inner, c))
    }
    finalNorm = try norm("transformer.ln_f")
  }

  /// A model with random weights, drawn as GPT-2's were: normal with deviation `initializerRange`,
  /// divided by √(2L) for the projections that end a residual branch; gains 1, biases 0.
  ///
  /// Source: Radford et al. (2019), section 2.3.
  ///
  /// - Parameter seed: The same seed gives the same weights.
  public init(configuration: GPT2Configuration, seed: UInt64) {
    var index: UInt64 = 0
    self.init(configuration: configuration) { name, shape in
      let matrix = Matrix(rows: shape.dropLast().reduce(1, *), columns: shape.last ?? 1)
      // Each tensor has a stream of its own, so that a change of one shape leaves the others.
      var generator = Philox(seed: seed, for: .weights, index: index)
      index += 1
      if shape.count == 2 {
        let residual = name.hasSuffix(".c_proj.weight")
        let divisor = residual ? (2 * Double(configuration.blockCount)).squareRoot() : 1
        matrix.fillNormal(
          deviation: Float(configuration.initializerRange / divisor), using: &generator)
      } else if name.hasSuffix(".weight") {
        matrix.fill(with: 1)
      }
      return Parameter(name: name, shape: shape, value: matrix)
    }
  }
}

extension TransformerBlock {
  /// All parameters in the order of a checkpoint, the adapter of each map after it.
  public var parameters: [Parameter] {
    [norm1.gain, norm1.bias] + queryKeyValue.parameters + attentionProjection.parameters
      + [norm2.gain, norm2.bias] + mlpInput.parameters + mlpOutput.parameters
  }

  /// Whether anything in the block learns.
  var isTrainable: Bool { parameters.contains(where: \.isTrainable) }

  /// Calls `body` with every parameter for changing it, in the order of `parameters`.
  public mutating func forEachParameter(_ body: (inout Parameter) throws -> Void) rethrows {
    try body(&norm1.gain)
    try body(&norm1.bias)
    try queryKeyValue.forEachParameter(body)
    try attentionProjection.forEachParameter(body)
    try body(&norm2.gain)
    try body(&norm2.bias)
    try mlpInput.forEachParameter(body)
    try mlpOutput.forEachParameter(body)
  }
}
