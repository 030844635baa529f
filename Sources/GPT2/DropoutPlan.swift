import GPT2Kernels

/// Where dropout acts in one training step: GPT-2's three places and the inputs of adapters, each
/// with its own probability.
///
/// Every application has a random stream named by step, layer and place, so that a step can be
/// repeated exactly, and a resumed run draws the same numbers.
public struct DropoutPlan: Sendable, Equatable {
  /// Probabilities, each 0 up to but not including 1.
  public struct Probabilities: Sendable, Equatable {
    /// After the sum of token and position embeddings (`embd_pdrop`).
    public var embedding: Float
    /// On the attention probabilities (`attn_pdrop`).
    public var attention: Float
    /// On the output of both projections that end a residual branch (`resid_pdrop`).
    public var residual: Float
    /// On the inputs of low-rank adapters (PEFT's `lora_dropout`).
    public var adapter: Float

    public init(
      embedding: Float = 0, attention: Float = 0, residual: Float = 0, adapter: Float = 0
    ) {
      self.embedding = embedding
      self.attention = attention
      self.residual = residual
      self.adapter = adapter
    }

    public var isZero: Bool {
      embedding == 0 && attention == 0 && residual == 0 && adapter == 0
    }
  }

  public let probabilities: Probabilities
  public let seed: UInt64
  /// Counts forward passes of a run.
  public let pass: Int

  public init(probabilities: Probabilities, seed: UInt64, pass: Int) {
    self.probabilities = probabilities
    self.seed = seed
    self.pass = pass
  }

  var embedding: Dropout { dropout(probabilities.embedding, layer: 0, place: 0) }

  func block(_ layer: Int) -> BlockDropout {
    BlockDropout(
      attention: dropout(probabilities.attention, layer: layer, place: 1),
      attentionProjection: dropout(probabilities.residual, layer: layer, place: 2),
      mlpOutput: dropout(probabilities.residual, layer: layer, place: 3),
      adapters: BlockDropout.Adapters(
        queryKeyValue: dropout(probabilities.adapter, layer: layer, place: 4),
        attentionProjection: dropout(probabilities.adapter, layer: layer, place: 5),
        mlpInput: dropout(probabilities.adapter, layer: layer, place: 6),
        mlpOutput: dropout(probabilities.adapter, layer: layer, place: 7)))
  }

  private func dropout(_ probability: Float, layer: Int, place: Int) -> Dropout {
    Dropout(
      probability: probability, seed: seed,
      stream: RandomPurpose.dropout.stream(
        UInt64(pass) << 20 | UInt64(layer) << 4 | UInt64(place)))
  }
}

/// The applications of dropout in one block.
struct BlockDropout {
  let attention: Dropout
  let attentionProjection: Dropout
  let mlpOutput: Dropout
  let adapters: Adapters

  /// On the input of each map's adapter.
  struct Adapters {
    let queryKeyValue: Dropout
    let attentionProjection: Dropout
    let mlpInput: Dropout
    let mlpOutput: Dropout
  }
}
