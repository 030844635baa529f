import GPT2Kernels

/// The shape of a GPT-2 and the settings that its checkpoint depends on: what `config.json` says.
public struct GPT2Configuration: Sendable, Equatable {
  /// V.
  public var vocabularySize: Int
  /// The longest message in tokens.
  public var contextLength: Int
  /// C.
  public var embeddingWidth: Int
  /// L.
  public var blockCount: Int
  /// H; C is a multiple of it.
  public var headCount: Int
  /// Width of the MLP; 4·C in GPT-2.
  public var innerWidth: Int
  public var activation: Activation
  public var layerNormEpsilon: Double
  /// Deviation of freshly drawn weights.
  public var initializerRange: Double
  /// Whether attention scores are divided by √(C/H).
  public var scalesAttention: Bool
  /// Whether they are divided by the block's number, counted from 1, as well.
  public var scalesAttentionByBlock: Bool
  /// Whether a token attends only to itself and to earlier ones. Every GPT-2 does; a classifier need
  /// not.
  public var isCausal: Bool
  /// Probabilities that the checkpoint was pretrained with; fine-tuning has its own setting.
  public var dropout: DropoutPlan.Probabilities
  /// The token that ends a text, and pads one where padding is asked for.
  public var endOfTextToken: Int32?
  public var padToken: Int32?

  public init(
    vocabularySize: Int, contextLength: Int, embeddingWidth: Int, blockCount: Int, headCount: Int
  ) {
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.embeddingWidth = embeddingWidth
    self.blockCount = blockCount
    self.headCount = headCount
    innerWidth = 4 * embeddingWidth
    activation = .tanhGELU
    layerNormEpsilon = 1e-5
    initializerRange = 0.02
    scalesAttention = true
    scalesAttentionByBlock = false
    isCausal = true
    dropout = DropoutPlan.Probabilities(embedding: 0.1, attention: 0.1, residual: 0.1)
    endOfTextToken = nil
    padToken = nil
  }

  /// Factor on the attention scores of one block, counted from 0.
  public func attentionScale(ofBlock index: Int) -> Float {
    let headWidth = Double(embeddingWidth / headCount)
    let scale = scalesAttention ? 1 / headWidth.squareRoot() : 1
    return Float(scalesAttentionByBlock ? scale / Double(index + 1) : scale)
  }

  /// Number of weights in the transformer without a head:
  /// V·C + T·C + L·(4C + C·3C + 3C + C·C + C + 2·C·I + I + C) + 2C.
  public var parameterCount: Int {
    let (c, inner) = (embeddingWidth, innerWidth)
    let block = 4 * c + c * 3 * c + 3 * c + c * c + c + 2 * c * inner + inner + c
    return vocabularySize * c + contextLength * c + blockCount * block + 2 * c
  }

  /// Arithmetic of a forward pass through a block, in floating-point operations per token, without the
  /// attention scores: two for every weight.
  public var operationsPerBlock: Double {
    let (c, inner) = (Double(embeddingWidth), Double(innerWidth))
    return 2 * (4 * c * c + 2 * c * inner)
  }

  /// Arithmetic of a forward and backward pass as a language model, in floating-point operations per
  /// token, without the attention scores: six for every weight that is multiplied with (Kaplan et
  /// al.: "Scaling laws for neural language models", 2020, section 2.1), the output layer included.
  public var trainingOperationsPerToken: Double {
    3 * (Double(blockCount) * operationsPerBlock + 2 * Double(vocabularySize * embeddingWidth))
  }
}
