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
  /// All parameters in the order of a checkpoint, the adapter of each map after it.
  public var parameters: [Parameter] {
    [norm1.gain, norm1.bias] + attentionInput.parameters + attentionProjection.parameters
      + [norm2.gain, norm2.bias] + inner.parameters + outer.parameters
  }

  /// Whether anything in the block learns.
  var isTrainable: Bool { parameters.contains(where: \.isTrainable) }

  /// Calls `body` with every parameter for changing it, in the order of `parameters`.
  public mutating func forEachParameter(_ body: (inout Parameter) throws -> Void) rethrows {
    try body(&norm1.gain)
    try body(&norm1.bias)
    try attentionInput.forEachParameter(body)
    try attentionProjection.forEachParameter(body)
    try body(&norm2.gain)
    try body(&norm2.bias)
    try inner.forEachParameter(body)
    try outer.forEachParameter(body)
  }
}
