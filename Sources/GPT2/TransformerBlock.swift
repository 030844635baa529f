import GPT2Kernels

/// One pre-norm transformer block:
///
///     middle = x + attentionProjection(attention(norm1(x)))
///     output = middle + outer(activation(inner(norm2(middle))))
///
/// Source: Radford et al., "Language models are unsupervised multitask learners" (2019),
/// section 2.3, on Vaswani et al. (2017).
public struct TransformerBlock: Sendable {
  public var norm1: LayerNormalization
  /// `attn.c_attn`, (C, 3C): queries, keys and values side by side.
  public var attentionInput: Linear
  public let attention: Attention
  /// `attn.c_proj`, (C, C).
  public var attentionProjection: Linear
  public var norm2: LayerNormalization
  /// `mlp.c_fc`, (C, I).
  public var inner: Linear
  public let activation: Activation
  /// `mlp.c_proj`, (I, C).
  public var outer: Linear

  /// The two parts of `attentionInput` while it is packed.
  private var packedParts: (queries: Linear, keysAndValues: Linear)?

  init(
    norm1: LayerNormalization, attentionInput: Linear, attention: Attention,
    attentionProjection: Linear, norm2: LayerNormalization, inner: Linear, activation: Activation,
    outer: Linear
  ) {
    self.norm1 = norm1
    self.attentionInput = attentionInput
    self.attention = attention
    self.attentionProjection = attentionProjection
    self.norm2 = norm2
    self.inner = inner
    self.activation = activation
    self.outer = outer
  }

  var width: Int { norm1.gain.value.columns }

  /// The map onto queries, keys or values alone: part 0, 1 or 2 of `attentionInput`.
  func outputs(_ part: Int, withGradient: Bool = false) -> Linear {
    attentionInput.outputs(part * width..<(part + 1) * width, withGradient: withGradient)
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
    attentionInput.adapter == nil && attentionInput.weight.hasValue
  }

  /// Whether some weights are codes.
  public var isQuantised: Bool {
    AdapterTarget.allCases.contains { self[keyPath: $0.map].quantised != nil }
  }

  /// Whether the weights were packed, which leaves no way back for gradients.
  var isPacked: Bool { packedParts != nil }

  private var queries: Linear { packedParts?.queries ?? outputs(0) }
  private var keysAndValues: Linear {
    packedParts?.keysAndValues ?? attentionInput.outputs(width..<3 * width)
  }

  /// The same block with packed weights: for forward passes only.
  func packed(as precision: Precision) -> TransformerBlock {
    var block = self
    block.packedParts = (
      outputs(0).packed(as: precision),
      attentionInput.outputs(width..<3 * width).packed(as: precision)
    )
    block.attentionProjection = attentionProjection.packed(as: precision)
    block.inner = inner.packed(as: precision)
    block.outer = outer.packed(as: precision)
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
      input: x, queryRows: selects ? layout.queryRows : nil, innerWidth: inner.bias.value.columns,
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
      adaptAttentionInput(dropout?.adapters.attentionInput, &a)
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
    inner.forward(
      a.norm2, activation: activation, dropout: dropout?.adapters.inner,
      adapter: &a.adapters.inner, linear: a.hidden, into: a.activated)
    add(
      outer, of: a.activated, dropout?.outer, dropout?.adapters.outer, &a.adapters.outer,
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

  /// Adds what the adapter of `attentionInput` has to say to queries, keys and values. It is projected once
  /// for all three, so that they share its dropout as they do in PEFT.
  private func adaptAttentionInput(_ dropout: Dropout?, _ a: inout BlockActivations) {
    guard let adapter = attentionInput.adapter else { return }
    adapter.project(a.norm1, dropout: dropout, into: &a.adapters.attentionInput)
    let lowRank = a.adapters.attentionInput.lowRank
    adapter.add(lowRank, outputs: width..<3 * width, to: a.keyValues)
    adapter.add(queryRows(of: lowRank, &a), outputs: 0..<width, to: a.q)
  }

  /// The rows of an adapter's projection that queries come from.
  func queryRows(of lowRank: Matrix, _ a: inout BlockActivations) -> Matrix {
    guard let rows = a.queryRows else { return lowRank }
    let selected = a.adapters.queryLowRank.take(rows: rows.count, columns: lowRank.columns)
    selected.gatherRows(of: lowRank, at: rows)
    return selected
  }
}
