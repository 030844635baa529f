import GPT2Kernels

extension SequenceClassifier {
  /// Adds to the gradients of all trainable parameters; goes down only as far as something trains.
  ///
  /// - Parameters:
  ///   - dLogits: (B, K), the gradient of the loss with respect to the logits of the last forward
  ///     pass in `workspace`, which does not keep nothing.
  ///   - deepest: How many layers below the head the pass goes down at most: 0 for final norm and head, 1 for
  ///     the last block as well, and so on; nil for as far as something trains.
  public func backward(
    _ dLogits: Matrix, in workspace: ClassifierWorkspace, deepest: Int? = nil
  ) {
    let deepest = deepest ?? blockCount + 1
    backward(dLogits, in: workspace) { depth in
      depth < deepest && trainsBelow(blockCount - depth)
    }
  }

  /// The same all the way down, whatever trains: in a frozen classifier no gradient is kept on the way.
  ///
  /// - Parameters:
  ///   - dLogits: (B, K), the gradient with respect to the logits of the last forward pass in `workspace`,
  ///     whose input was tokens.
  /// - Returns: The gradient with respect to the embeddings, token and position added up: (N, C), valid until
  ///   the next pass in the same workspace.
  func embeddingGradient(_ dLogits: Matrix, in workspace: ClassifierWorkspace) -> Matrix {
    guard case .tokens = workspace.input,
      let gradient = backward(dLogits, in: workspace, goesOn: { _ in true })
    else { preconditionFailure("a forward pass that did not begin with tokens") }
    return gradient
  }

  /// - Parameter goesOn: Whether the gradient is wanted of what lies below so many blocks from the top.
  /// - Returns: The gradient with respect to the embeddings, where it was wanted.
  @discardableResult
  private func backward(
    _ dLogits: Matrix, in workspace: ClassifierWorkspace, goesOn: (_ depth: Int) -> Bool
  ) -> Matrix? {
    precondition(workspace.keeping != .nothing, "a workspace for inference")
    guard let input = workspace.input else { preconditionFailure("backward before forward") }
    let width = model.configuration.embeddingWidth
    let reachesBlocks = goesOn(0)
    guard model.finalNorm.gain.isTrainable || reachesBlocks else {
      head.backward(dLogits, input: workspace.pooled, into: nil)
      return nil
    }
    let dPooled = workspace.take(.dPooled, rows: dLogits.rows, columns: width)
    head.backward(dLogits, input: workspace.pooled, into: dPooled)

    let dNormed = spreadOverPooledRows(dPooled, in: workspace)
    model.finalNorm.accumulateGradients(
      dNormed, input: workspace.top, statistics: workspace.statistics)
    guard reachesBlocks else { return nil }
    var dOutput = workspace.take(.dEven, rows: workspace.top.rows, columns: width)
    dOutput.clear()
    model.finalNorm.backward(
      dNormed, input: workspace.top, statistics: workspace.statistics, addingTo: dOutput)

    for index in model.blocks.indices.reversed() {
      let depth = blockCount - index
      let slot = workspace.slot(ofBlock: index)
      if let x = workspace.inputToRecompute(ofBlock: index) {
        model.blocks[index].forward(
          x, layout: workspace.layouts[index], dropout: workspace.dropout?.block(index),
          into: &workspace.blocks[slot])
      }
      let rows = workspace.blocks[slot].input.rows
      let dx =
        goesOn(depth)
        ? workspace.take(depth % 2 == 0 ? .dEven : .dOdd, rows: rows, columns: width) : nil
      model.blocks[index].backward(
        dOutput, activations: &workspace.blocks[slot], layout: workspace.layouts[index],
        dropout: workspace.dropout?.block(index), scratch: &workspace.scratch, into: dx)
      guard let dx else { return nil }
      dOutput = dx
    }
    guard case .tokens(let batch) = input else { return nil }
    workspace.dropout?.embedding.apply(to: dOutput)
    model.embedding.accumulateGradients(dOutput, ids: batch.ids, positions: batch.positions)
    return dOutput
  }

  /// Whether anything learns in the embeddings or in the blocks before `block`.
  private func trainsBelow(_ block: Int) -> Bool {
    model.embedding.tokens.isTrainable || model.blocks[..<block].contains(where: \.isTrainable)
  }

  /// Gradient of the normed rows, (M, C): that of the pooled vectors, divided among the tokens that
  /// a mean was taken of.
  private func spreadOverPooledRows(_ dPooled: Matrix, in workspace: ClassifierWorkspace) -> Matrix
  {
    guard pooling == .mean, let layout = workspace.layouts.last else { return dPooled }
    let dNormed = workspace.take(.dTop, rows: workspace.normed.rows, columns: dPooled.columns)
    for (row, segment) in layout.segments.enumerated() {
      let rows = dNormed.rows(segment.keys)
      rows.fillRows(with: dPooled.rows(row..<row + 1))
      rows.scale(by: 1 / Float(segment.keys.count))
    }
    return dNormed
  }
}
