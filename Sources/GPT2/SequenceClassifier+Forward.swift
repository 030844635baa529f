import GPT2Kernels

extension SequenceClassifier {
  /// Logits of B messages, (B, K), valid until the next pass in the same workspace.
  ///
  /// - Parameter dropout: Nil outside of training.
  public func forward(
    _ input: ClassifierInput, dropout: DropoutPlan? = nil, in workspace: ClassifierWorkspace
  ) -> Matrix {
    workspace.input = input
    workspace.dropout = dropout.flatMap { $0.probabilities.isZero ? nil : $0 }
    let pooled = pooledStates(input, in: workspace)
    let logits = workspace.take(.logits, rows: pooled.rows, columns: head.classCount)
    head.forward(pooled, into: logits)
    workspace.pooled = pooled
    workspace.logits = logits
    return logits
  }

  /// One vector per message, (B, C): the final hidden states, pooled.
  func pooledStates(_ input: ClassifierInput, in workspace: ClassifierWorkspace) -> Matrix {
    switch input {
    case .pooled(let rows):
      return rows
    case .tokens(let batch):
      let x = embed(batch, in: workspace)
      return pooledStates(x, layout: batch.layout, depth: 0, in: workspace)
    case .hidden(let x, let layout, let depth):
      return pooledStates(x, layout: layout, depth: depth, in: workspace)
    }
  }

  /// Hidden states after some blocks, (N, C), one row per token.
  func hiddenStates(
    of batch: TokenBatch, afterBlocks depth: Int, in workspace: ClassifierWorkspace
  ) -> Matrix {
    var x = embed(batch, in: workspace)
    for index in 0..<depth {
      let slot = workspace.slot(ofBlock: index)
      model.blocks[index].forward(x, layout: batch.layout, into: &workspace.blocks[slot])
      x = workspace.blocks[slot].output
    }
    return x
  }

  private func embed(_ batch: TokenBatch, in workspace: ClassifierWorkspace) -> Matrix {
    let x = workspace.take(
      .embedded, rows: batch.ids.count, columns: model.configuration.embeddingWidth)
    model.embedding.forward(ids: batch.ids, positions: batch.positions, into: x)
    workspace.dropout?.embedding.apply(to: x)
    return x
  }

  private func pooledStates(
    _ hidden: Matrix, layout: AttentionLayout, depth: Int, in workspace: ClassifierWorkspace
  ) -> Matrix {
    precondition(depth < blockCount, "no block above \(depth) to select the pooled rows")
    let positions = layout.segments.map { pooling.position(length: $0.keys.count) }
    // Only one token of each message goes on, unless pooling reads them all.
    let selection =
      pooling == .mean ? layout : layout.selecting(positions: positions.compactMap(\.self))
    var x = hidden
    workspace.layouts = model.blocks.indices.map { $0 == blockCount - 1 ? selection : layout }
    for index in depth..<blockCount {
      let slot = workspace.slot(ofBlock: index)
      model.blocks[index].forward(
        workspace.input(x, ofBlock: index), layout: workspace.layouts[index],
        dropout: workspace.dropout?.block(index),
        into: &workspace.blocks[slot])
      x = workspace.blocks[slot].output
    }
    workspace.top = x
    workspace.statistics = workspace.take(.statistics, rows: x.rows, columns: 2)
    workspace.normed = workspace.take(.normed, rows: x.rows, columns: x.columns)
    model.finalNorm.forward(x, statistics: workspace.statistics, into: workspace.normed)
    guard pooling == .mean else { return workspace.normed }

    let pooled = workspace.take(.pooled, rows: layout.segments.count, columns: x.columns)
    pooled.clear()
    for (row, segment) in layout.segments.enumerated() {
      let target = pooled.rows(row..<row + 1)
      workspace.normed.rows(segment.keys).addColumnSums(to: target)
      target.scale(by: 1 / Float(segment.keys.count))
    }
    return pooled
  }
}
