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

extension TransformerBlock {
  /// All parameters in the order of a checkpoint.
  public var parameters: [Parameter] {
    [
      norm1.gain, norm1.bias, attentionInput.weight, attentionInput.bias,
      attentionProjection.weight, attentionProjection.bias, norm2.gain, norm2.bias, inner.weight,
      inner.bias, outer.weight, outer.bias,
    ]
  }

  /// Calls `body` with every parameter for changing it, in the order of `parameters`.
  public mutating func forEachParameter(_ body: (inout Parameter) throws -> Void) rethrows {
    try body(&norm1.gain)
    try body(&norm1.bias)
    try body(&attentionInput.weight)
    try body(&attentionInput.bias)
    try body(&attentionProjection.weight)
    try body(&attentionProjection.bias)
    try body(&norm2.gain)
    try body(&norm2.bias)
    try body(&inner.weight)
    try body(&inner.bias)
    try body(&outer.weight)
    try body(&outer.bias)
  }
}
