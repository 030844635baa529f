import GPT2Kernels

/// One pre-norm transformer block:
///
///     middle = x + attentionProjection(attention(norm1(x)))
///     output = middle + mlpOutput(activation(mlpInput(norm2(middle))))
///
/// Source: Radford et al., "Language models are unsupervised multitask learners" (2019),
/// section 2.3, on Vaswani et al. (2017).
public struct TransformerBlock: Sendable {
  public var norm1: LayerNormalization
  /// `attn.c_attn`, (C, 3C): queries, keys and values side by side.
  public var queryKeyValue: Linear
  public let attention: Attention
  /// `attn.c_proj`, (C, C).
  public var attentionProjection: Linear
  public var norm2: LayerNormalization
  /// `mlp.c_fc`, (C, I).
  public var mlpInput: Linear
  public let activation: Activation
  /// `mlp.c_proj`, (I, C).
  public var mlpOutput: Linear

  /// The two parts of `queryKeyValue` while it is packed.
  private var packedParts: (queries: Linear, keysAndValues: Linear)?

  init(
    norm1: LayerNormalization, queryKeyValue: Linear, attention: Attention,
    attentionProjection: Linear, norm2: LayerNormalization, mlpInput: Linear,
    activation: Activation,
    mlpOutput: Linear
  ) {
    self.norm1 = norm1
    self.queryKeyValue = queryKeyValue
    self.attention = attention
    self.attentionProjection = attentionProjection
    self.norm2 = norm2
    self.mlpInput = mlpInput
    self.activation = activation
    self.mlpOutput = mlpOutput
  }

  var width: Int { norm1.gain.value.columns }

  /// The map onto queries, keys or values alone: part 0, 1 or 2 of `queryKeyValue`.
  private func outputs(_ part: Int, withGradient: Bool = false) -> Linear {
    queryKeyValue.outputs(part * width..<(part + 1) * width, withGradient: withGradient)
  }

  var singleQueryAttention: SingleQueryAttention {
    let (keys, values) = (outputs(1), outputs(2))
    return SingleQueryAttention(
      attention, keyWeights: keys.weight.value, valueWeights: values.weight.value,
      valueBias: values.bias.value)
  }

  /// Keys and values may be left out where the weights they come from can be multiplied into the query: not
  /// where an adapter adds to them, or the weights are codes.
  private var allowsSingleQuery: Bool {
    queryKeyValue.adapter == nil && queryKeyValue.weight.hasValue
  }

  /// Whether some weights are codes.
  public var isQuantised: Bool {
    AdapterTarget.allCases.contains { self[keyPath: $0.map].quantised != nil }
  }

  /// Whether the weights were packed, which leaves no way back for gradients.
  var isPacked: Bool { packedParts != nil }

  private var queries: Linear { packedParts?.queries ?? outputs(0) }
  private var keysAndValues: Linear {
    packedParts?.keysAndValues ?? queryKeyValue.outputs(width..<3 * width)
  }

  /// The same block with packed weights: for forward passes only.
  func packed(as precision: Precision) -> TransformerBlock {
    var block = self
    block.packedParts = (
      outputs(0).packed(as: precision),
      queryKeyValue.outputs(width..<3 * width).packed(as: precision)
    )
    block.attentionProjection = attentionProjection.packed(as: precision)
    block.mlpInput = mlpInput.packed(as: precision)
    block.mlpOutput = mlpOutput.packed(as: precision)
    return block
  }

  /// Runs the block and leaves every intermediate in `a`, the result in `a.output`.
  ///
  /// - Parameters:
  ///   - x: (N, C), all tokens of the batch.
  ///   - layout: One query per token, or one per message: then only the rows with queries go out.
  ///   - dropout: Nil outside of training.
  ///   - cache: For generation: keys and values of earlier tokens, to which those of x are added.
  func forward(
    _ x: Matrix, layout: AttentionLayout, dropout: BlockDropout? = nil,
    cache: KeyValueCache? = nil, into a: inout BlockActivations
  ) {
    let selects = layout.queryCount < x.rows
    precondition(!selects || layout.hasOneQueryEach, "some queries of a message, and not one")
    let usesSingleQuery = selects && allowsSingleQuery
    a.prepare(
      input: x, queryRows: selects ? layout.queryRows : nil,
      innerWidth: mlpInput.bias.value.columns,
      hasKeyValues: !usesSingleQuery)
    norm1.forward(x, statistics: a.statistics1, into: a.norm1)
    if let rows = a.queryRows {
      a.queryNorm.gatherRows(of: a.norm1, at: rows)
      a.queryInput.gatherRows(of: x, at: rows)
    }
    queries.forward(a.queryNorm, into: a.q)
    if usesSingleQuery {
      singleQueryAttention.forward(
        q: a.q, x: a.norm1, layout: layout, dropout: dropout?.attention,
        activations: &a.singleQuery, into: a.attended)
    } else {
      keysAndValues.forward(a.norm1, into: a.keyValues)
      adaptQueryKeyValue(dropout?.adapters.queryKeyValue, &a)
      let keyValues = cache?.append(a.keyValues) ?? a.keyValues
      attention.forward(
        q: a.q, k: keyValues.columns(0..<width), v: keyValues.columns(width..<2 * width),
        layout: layout, dropout: dropout?.attention, into: a.attended)
    }
    add(
      attentionProjection, of: a.attended, dropout?.attentionProjection,
      dropout?.adapters.attentionProjection, &a.adapters.attentionProjection, to: a.queryInput,
      a.middle)

    norm2.forward(a.middle, statistics: a.statistics2, into: a.norm2)
    mlpInput.forward(
      a.norm2, activation: activation, dropout: dropout?.adapters.mlpInput,
      adapter: &a.adapters.mlpInput, linear: a.hidden, into: a.activated)
    add(
      mlpOutput, of: a.activated, dropout?.mlpOutput, dropout?.adapters.mlpOutput,
      &a.adapters.mlpOutput,
      to: a.middle, a.output)
  }

  /// y = residual + dropout(linear(x)).
  private func add(
    _ linear: Linear, of x: Matrix, _ dropout: Dropout?, _ adapterDropout: Dropout?,
    _ adapter: inout LowRankAdapter.Activations, to residual: Matrix, _ y: Matrix
  ) {
    linear.forward(
      x, adding: dropout == nil ? residual : nil, dropout: adapterDropout, adapter: &adapter,
      into: y)
    guard let dropout else { return }
    dropout.apply(to: y)
    y.add(residual)
  }

  /// Adds what the adapter of `queryKeyValue` has to say to queries, keys and values. It is projected once
  /// for all three, so that they share its dropout as they do in PEFT.
  private func adaptQueryKeyValue(_ dropout: Dropout?, _ a: inout BlockActivations) {
    guard let adapter = queryKeyValue.adapter else { return }
    adapter.project(a.norm1, dropout: dropout, into: &a.adapters.queryKeyValue)
    let lowRank = a.adapters.queryKeyValue.lowRank
    adapter.add(lowRank, outputs: width..<3 * width, to: a.keyValues)
    adapter.add(queryRows(of: lowRank, &a), outputs: 0..<width, to: a.q)
  }

  /// The rows of an adapter's projection that queries come from.
  private func queryRows(of lowRank: Matrix, _ a: inout BlockActivations) -> Matrix {
    guard let rows = a.queryRows else { return lowRank }
    let selected = a.adapters.queryLowRank.take(rows: rows.count, columns: lowRank.columns)
    selected.gatherRows(of: lowRank, at: rows)
    return selected
  }
}

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
      dropout.mlpOutput.apply(to: dMLP)
    }
    mlpOutput.accumulateGradients(dMLP, input: a.activated)
    mlpOutput.backward(
      dMLP, dropout: dropout?.adapters.mlpOutput, adapter: a.adapters.mlpOutput,
      scratch: &scratch.adapter,
      into: s.dHidden)
    activation.backward(s.dHidden, input: a.hidden)
    mlpInput.accumulateGradients(s.dHidden, input: a.norm2)
    mlpInput.backward(
      s.dHidden, dropout: dropout?.adapters.mlpInput, adapter: a.adapters.mlpInput,
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
    let keysAndValues = queryKeyValue.outputs(width..<3 * width, withGradient: true)
    keysAndValues.accumulateGradients(s.dKeyValues, input: a.norm1)
    if wantsInput { keysAndValues.backward(s.dKeyValues, into: s.dNorm1) }
    queryBackward(a, s, wantsInput: wantsInput)

    guard let adapter = queryKeyValue.adapter else { return }
    let activations = a.adapters.queryKeyValue
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
      dLowRank: dLowRank, activations: activations, dropout: dropout?.adapters.queryKeyValue,
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
