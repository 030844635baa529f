import GPT2Kernels

extension TransformerBlock {
  /// Adds to the gradients of whatever is trainable in the block.
  ///
  /// - Parameters:
  ///   - dOutput: (M, C); overwritten while working.
  ///   - a: What `forward` left, with the same `layout` and `dropout`, in unpacked weights.
  ///   - dx: (N, C), overwritten with the gradient of the input; nil when nothing below trains.
  func backward(
    _ dOutput: Matrix, activations a: inout BlockActivations, layout: AttentionLayout,
    dropout: BlockDropout? = nil, scratch: inout BackwardScratch, into dx: Matrix?
  ) {
    let s = scratch.prepare(for: a)

    // MLP. dOutput reaches `middle` both directly and through the MLP.
    var dMLP = dOutput
    if let dropout {
      dMLP = s.branch
      dMLP.copy(from: dOutput)
      dropout.outer.apply(to: dMLP)
    }
    outer.accumulateGradients(dMLP, input: a.activated)
    outer.backward(
      dMLP, dropout: dropout?.adapters.outer, adapter: a.adapters.outer, scratch: &scratch.adapter,
      into: s.dHidden)
    activation.backward(s.dHidden, input: a.hidden)
    inner.accumulateGradients(s.dHidden, input: a.norm2)
    inner.backward(
      s.dHidden, dropout: dropout?.adapters.inner, adapter: a.adapters.inner,
      scratch: &scratch.adapter, into: s.dNorm2)
    norm2.accumulateGradients(s.dNorm2, input: a.middle, statistics: a.statistics2)
    let dMiddle = dOutput
    norm2.backward(s.dNorm2, input: a.middle, statistics: a.statistics2, addingTo: dMiddle)

    // Attention.
    var dProjection = dMiddle
    if let dropout {
      dProjection = s.branch
      dProjection.copy(from: dMiddle)
      dropout.attentionProjection.apply(to: dProjection)
    }
    attentionProjection.accumulateGradients(dProjection, input: a.attended)
    attentionProjection.backward(
      dProjection, dropout: dropout?.adapters.attentionProjection,
      adapter: a.adapters.attentionProjection, scratch: &scratch.adapter, into: s.dAttended)
    if a.keyValues.count == 0 {
      singleQueryBackward(layout, dropout, a, s, &scratch.singleQuery)
    } else {
      attentionBackward(
        layout, dropout, &a, s, &scratch.adapter, wantsInput: dx != nil || norm1.gain.isTrainable)
    }
    guard dx != nil || norm1.gain.isTrainable else { return }
    norm1.accumulateGradients(s.dNorm1, input: a.input, statistics: a.statistics1)
    guard let dx else { return }
    if let rows = a.queryRows {
      dx.clear()
      dMiddle.scatterRows(addingTo: dx, at: rows)
    } else {
      dx.copy(from: dMiddle)
    }
    norm1.backward(s.dNorm1, input: a.input, statistics: a.statistics1, addingTo: dx)
  }

  /// From `dAttended` to `dNorm1`, without keys and values.
  private func singleQueryBackward(
    _ layout: AttentionLayout, _ dropout: BlockDropout?, _ a: BlockActivations,
    _ s: BackwardScratch.Matrices, _ scratch: inout SingleQueryAttention.Scratch
  ) {
    let (keys, values) = (outputs(1, withGradient: true), outputs(2, withGradient: true))
    singleQueryAttention.backward(
      dOut: s.dAttended, q: a.q, x: a.norm1, layout: layout, dropout: dropout?.attention,
      activations: a.singleQuery, scratch: &scratch,
      dKeyWeights: keys.weight.gradient, dValueWeights: values.weight.gradient,
      dValueBias: values.bias.gradient, dq: s.dq, dx: s.dNorm1)
    queryBackward(a, s)
  }

  /// From `dAttended` to `dNorm1`.
  ///
  /// - Parameter wantsInput: False where nothing below needs `dNorm1`, which is then left alone.
  private func attentionBackward(
    _ layout: AttentionLayout, _ dropout: BlockDropout?, _ a: inout BlockActivations,
    _ s: BackwardScratch.Matrices, _ scratch: inout LowRankAdapter.Scratch, wantsInput: Bool
  ) {
    attention.backward(
      dOut: s.dAttended, q: a.q, k: a.keyValues.columns(0..<width),
      v: a.keyValues.columns(width..<2 * width), layout: layout, dropout: dropout?.attention,
      dq: s.dq, dk: s.dKeyValues.columns(0..<width),
      dv: s.dKeyValues.columns(width..<2 * width))
    let keysAndValues = attentionInput.outputs(width..<3 * width, withGradient: true)
    keysAndValues.accumulateGradients(s.dKeyValues, input: a.norm1)
    if wantsInput { keysAndValues.backward(s.dKeyValues, into: s.dNorm1) }
    queryBackward(a, s, wantsInput: wantsInput)

    guard let adapter = attentionInput.adapter else { return }
    let activations = a.adapters.attentionInput
    let dLowRank = scratch.dLowRank(activations)
    if let rows = a.queryRows {
      let selected = queryRows(of: activations.lowRank, &a)
      let dSelected = scratch.dSelected(selected)
      adapter.backward(s.dq, outputs: 0..<width, lowRank: selected, addingTo: dSelected)
      dSelected.scatterRows(addingTo: dLowRank, at: rows)
    } else {
      adapter.backward(
        s.dq, outputs: 0..<width, lowRank: activations.lowRank, addingTo: dLowRank)
    }
    adapter.backward(
      s.dKeyValues, outputs: width..<3 * width, lowRank: activations.lowRank, addingTo: dLowRank)
    adapter.backward(
      dLowRank: dLowRank, activations: activations, dropout: dropout?.adapters.attentionInput,
      scratch: &scratch, addingTo: wantsInput ? s.dNorm1 : nil)
  }

  /// Adds the queries' share to `dNorm1`, where it is wanted.
  private func queryBackward(
    _ a: BlockActivations, _ s: BackwardScratch.Matrices, wantsInput: Bool = true
  ) {
    let queries = outputs(0, withGradient: true)
    queries.accumulateGradients(s.dq, input: a.queryNorm)
    guard wantsInput else { return }
    if let rows = a.queryRows {
      queries.backward(s.dq, into: s.dQueryNorm)
      s.dQueryNorm.scatterRows(addingTo: s.dNorm1, at: rows)
    } else {
      queries.backward(s.dq, addingTo: s.dNorm1)
    }
  }
}
