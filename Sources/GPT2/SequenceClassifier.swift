import GPT2Kernels

/// A GPT-2 with a classification head.
///
/// What a caller may hand to a forward pass is a `ClassifierInput`: tokens, or what the frozen lower
/// part made of them, computed once and remembered (`FrozenFeatures`).
public struct SequenceClassifier: Sendable {
  public var model: GPT2Model
  public var head: ClassificationHead
  public let pooling: Pooling
  /// What learns; see `setTrainable`.
  public internal(set) var trainablePart: TrainablePart?
  /// Whether adapters learn in place of the weights of that part.
  public internal(set) var hasAdapters = false

  public init(model: GPT2Model, head: ClassificationHead, pooling: Pooling) {
    self.model = model
    self.head = head
    self.pooling = pooling
  }

  public var blockCount: Int { model.blocks.count }

  /// The parameters layer by layer from the bottom: embeddings, each block, and what reads them
  /// (final norm and head).
  public var layers: [[Parameter]] {
    [[model.embedding.tokens, model.embedding.positions]] + model.blocks.map(\.parameters)
      + [
        [model.finalNorm.gain, model.finalNorm.bias, head.weight] + (head.bias.map { [$0] } ?? [])
      ]
  }

  /// All parameters: the transformer's in the order of a checkpoint, then the head's.
  public var parameters: [Parameter] { layers.flatMap(\.self) }

  public var trainableParameters: [Parameter] { parameters.filter(\.isTrainable) }

  /// How many layers below the head each of the `trainableParameters` lies: 0 for final norm and
  /// head, 1 for the last block, L + 1 for the embeddings.
  public var depthsOfTrainableParameters: [Int] {
    layers.reversed().enumerated().reversed().flatMap { depth, layer in
      layer.filter(\.isTrainable).map { _ in depth }
    }
  }

  /// Calls `body` with every parameter for changing it, in the order of `parameters`.
  public mutating func forEachParameter(_ body: (inout Parameter) throws -> Void) rethrows {
    try model.forEachParameter(body)
    try body(&head.weight)
    if var bias = head.bias {
      try body(&bias)
      head.bias = bias
    }
  }

  /// Chooses what learns; everything else is frozen.
  ///
  /// - Parameter part: `lastBlocks` of at most the number of blocks.
  public mutating func setTrainable(_ part: TrainablePart) {
    trainablePart = part
    let firstBlock = firstTrainableBlock(of: part)
    let trainsAll = part == .all
    model.embedding.tokens.setTrainable(trainsAll)
    model.embedding.positions.setTrainable(trainsAll)
    for index in model.blocks.indices {
      model.blocks[index].forEachParameter { $0.setTrainable(index >= firstBlock) }
    }
    model.finalNorm.gain.setTrainable(part != .head)
    model.finalNorm.bias.setTrainable(part != .head)
    head.weight.setTrainable(true)
    head.bias?.setTrainable(true)
  }

  /// The same classifier with memory of its own for everything that learns; what is frozen is shared.
  public func withWeightsOfItsOwn() -> SequenceClassifier {
    var copy = self
    copy.forEachParameter { parameter in
      if parameter.isTrainable { parameter = parameter.copied() }
    }
    return copy
  }

  /// The same classifier with the weights of some blocks packed, for forward passes only. Where this
  /// machine cannot pack float32, they are used as they are.
  ///
  /// - Parameter precision: Float32, or one that this machine `canPack`.
  public func packed(_ blocks: Range<Int>, as precision: Precision) -> SequenceClassifier {
    guard precision.canPack || precision != .float32 else { return self }
    var copy = self
    for index in blocks {
      copy.model.blocks[index] = model.blocks[index].packed(as: precision)
    }
    return copy
  }

  func firstTrainableBlock(of part: TrainablePart) -> Int {
    switch part {
    case .head: blockCount
    case .lastBlocks(let count): blockCount - min(count, blockCount)
    case .all: 0
    }
  }

  /// How far up the frozen part reaches, nil when nothing is frozen.
  public var frozenDepth: FrozenDepth? {
    switch trainablePart {
    case nil, .all: nil
    case .head: .pooled
    case .lastBlocks(let count): .blocks(blockCount - min(count, blockCount))
    }
  }
}

/// How much of the network is frozen below the first thing that learns.
public enum FrozenDepth: Sendable, Equatable, Hashable {
  /// The embeddings and this many blocks, not all; features are one row per token.
  case blocks(Int)
  /// Everything but the head; features are one row per message.
  case pooled

  /// How many of a classifier's blocks are frozen.
  public func blockCount(of classifier: SequenceClassifier) -> Int {
    switch self {
    case .blocks(let count): count
    case .pooled: classifier.blockCount
    }
  }
}

/// What enters a forward pass.
public enum ClassifierInput: Sendable {
  case tokens(TokenBatch)
  /// Hidden states after `depth` blocks, one row per token of `layout`.
  case hidden(Matrix, layout: AttentionLayout, depth: Int)
  /// Pooled final hidden states, one row per message.
  case pooled(Matrix)
}
