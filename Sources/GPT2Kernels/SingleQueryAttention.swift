import CVectorLoops

/// Attention of one query per message that computes no keys and no values.
///
/// With xⱼ the normed hidden state of token j, kⱼ = Wₖᵀxⱼ + bₖ and vⱼ = Wᵥᵀxⱼ + bᵥ, for each head:
///
///     q·kⱼ = (Wₖ·q)·xⱼ + q·bₖ            the second term is the same for all j: softmax drops it
///     Σⱼ pⱼ·vⱼ = Wᵥᵀ·(Σⱼ pⱼ·xⱼ) + bᵥ      because Σⱼ pⱼ = 1
///
/// So the projections are applied to one vector per head and message instead of to every token. For T
/// tokens that is 4·C² + 4·T·C·H operations instead of 4·T·C²; the gradients of Wₖ and Wᵥ shrink as much.
/// Exact up to rounding. Source: the associativity of the product, as in DeepSeek-AI: "DeepSeek-V2"
/// (2024), section 2.1.2, where Wₖ and Wᵥ are "absorbed".
public struct SingleQueryAttention: Sendable {
  public let attention: Attention
  /// Wₖ, (C, C).
  public let keyWeights: Matrix
  /// Wᵥ, (C, C), and bᵥ, (1, C).
  public let valueWeights: Matrix
  public let valueBias: Matrix

  public init(
    _ attention: Attention, keyWeights: Matrix, valueWeights: Matrix, valueBias: Matrix
  ) {
    self.attention = attention
    self.keyWeights = keyWeights
    self.valueWeights = valueWeights
    self.valueBias = valueBias
  }

  /// What a forward pass leaves for the backward pass.
  public struct Activations: Sendable {
    /// Wₖ·q for each head, (M, H·C).
    var keyQueries: Matrix
    /// The probabilities that met the tokens, (H, N), and those before dropout.
    var dropped: Matrix
    var probabilities: Matrix
    /// Σⱼ pⱼ·xⱼ for each head, (M, H·C).
    var sums: Matrix

    public init() {
      (keyQueries, dropped, probabilities, sums) = (
        Matrix(count: 0), Matrix(count: 0), Matrix(count: 0), Matrix(count: 0)
      )
    }

    private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 4)

    fileprivate mutating func prepare(queries m: Int, tokens n: Int, heads h: Int, width c: Int) {
      keyQueries = memory[0].take(rows: m, columns: h * c)
      dropped = memory[1].take(rows: h, columns: n)
      probabilities = memory[2].take(rows: h, columns: n)
      sums = memory[3].take(rows: m, columns: h * c)
    }
  }

  /// Working memory of a backward pass.
  public struct Scratch: Sendable {
    private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 3)

    public init() {}

    fileprivate mutating func prepare(queries m: Int, tokens n: Int, heads h: Int, width c: Int)
      -> (dSums: Matrix, dScores: Matrix, weighted: Matrix)
    {
      (
        memory[0].take(rows: m, columns: h * c), memory[1].take(rows: h, columns: n),
        memory[2].take(rows: m, columns: h * c)
      )
    }
  }

  /// - Parameters:
  ///   - q: (M, C), one row per message of `layout`.
  ///   - x: (N, C), one row per token.
  ///   - dropout: Applied to the probabilities.
  ///   - out: (M, C), overwritten.
  public func forward(
    q: Matrix, x: Matrix, layout: AttentionLayout, dropout: Dropout? = nil,
    activations a: inout Activations, into out: Matrix
  ) {
    let (heads, width, size) = (attention.heads, q.columns, q.columns / attention.heads)
    a.prepare(queries: q.rows, tokens: x.rows, heads: heads, width: width)
    let b = a
    Parallel.forEach(heads) { head in
      let columns = head * size..<(head + 1) * size
      multiply(
        q.columns(columns), keyWeights.columns(columns).transposed,
        into: b.keyQueries.columns(head * width..<(head + 1) * width))  // (M, D)·(D, C)
    }
    Parallel.forEach(layout.segments.count) { index in
      let tokens = seen(by: layout.segments[index])
      let p = b.probabilities.columns(tokens)
      let keyQueries = b.keyQueries.rows(index..<index + 1).reshaped(rows: heads, columns: width)
      multiply(keyQueries, x.rows(tokens).transposed, into: p)  // (H, C)·(C, T)
      for head in 0..<heads {
        vl_softmax(p.mutablePointer + head * p.stride, p.columns, attention.scale)
      }
      let dropped = b.dropped.columns(tokens)
      dropped.copy(from: p)
      drop(dropped, dropout, segmentIndex: index, layout)
      let sums = b.sums.rows(index..<index + 1).reshaped(rows: heads, columns: width)
      multiply(dropped, x.rows(tokens), into: sums)  // (H, T)·(T, C)
    }
    Parallel.forEach(heads) { head in
      let columns = head * size..<(head + 1) * size
      multiply(
        b.sums.columns(head * width..<(head + 1) * width), valueWeights.columns(columns),
        into: out.columns(columns))  // (M, C)·(C, D)
    }
    addValueBias(to: out, probabilities: b.dropped, layout, isDropped: dropout != nil)
  }

  /// out += Σⱼ pⱼ · bᵥ; the sum is 1 unless dropout has taken some of it.
  private func addValueBias(
    to out: Matrix, probabilities: Matrix, _ layout: AttentionLayout, isDropped: Bool
  ) {
    let size = out.columns / attention.heads
    for (row, segment) in layout.segments.enumerated() {
      for head in 0..<attention.heads {
        let share = isDropped ? sum(probabilities, head, seen(by: segment)) : 1
        vl_add_scaled(
          share, valueBias.pointer + head * size,
          out.mutablePointer + row * out.stride + head * size, size)
      }
    }
  }

  private func sum(_ p: Matrix, _ head: Int, _ tokens: Range<Int>) -> Float {
    tokens.reduce(0) { $0 + p[head, $1] }
  }

  /// - Parameters:
  ///   - dOut: (M, C).
  ///   - q, x, layout, dropout, activations: Those of the forward pass.
  ///   - dKeyWeights: (C, C), added to; nil when frozen. The key's bias has no gradient.
  ///   - dValueWeights: (C, C), added to; nil when frozen.
  ///   - dValueBias: (1, C), added to; nil when frozen.
  ///   - dq: (M, C), overwritten.
  ///   - dx: (N, C), overwritten.
  public func backward(
    dOut: Matrix, q: Matrix, x: Matrix, layout: AttentionLayout, dropout: Dropout? = nil,
    activations a: Activations, scratch: inout Scratch, dKeyWeights: Matrix?,
    dValueWeights: Matrix?, dValueBias: Matrix?, dq: Matrix, dx: Matrix
  ) {
    let (heads, width, size) = (attention.heads, q.columns, q.columns / attention.heads)
    let (dSums, dScores, weighted) = scratch.prepare(
      queries: q.rows, tokens: x.rows, heads: heads, width: width)
    Parallel.forEach(heads) { head in
      let (columns, wide) = (head * size..<(head + 1) * size, head * width..<(head + 1) * width)
      multiply(
        dOut.columns(columns), valueWeights.columns(columns).transposed,
        into: dSums.columns(wide))  // (M, D)·(D, C)
      if let dValueWeights {
        multiply(
          a.sums.columns(wide).transposed, dOut.columns(columns),
          addingTo: dValueWeights.columns(columns))  // (C, M)·(M, D)
      }
    }
    let biasShares = dropout == nil ? nil : dOut
    if let dValueBias { accumulate(dOut, to: dValueBias, a.dropped, layout, dropout != nil) }
    dx.clear()
    Parallel.forEach(layout.segments.count) { index in
      let tokens = seen(by: layout.segments[index])
      let (p, dp) = (a.probabilities.columns(tokens), dScores.columns(tokens))
      func perHead(_ matrix: Matrix) -> Matrix {
        matrix.rows(index..<index + 1).reshaped(rows: heads, columns: width)
      }
      multiply(perHead(dSums), x.rows(tokens).transposed, into: dp)  // (H, C)·(C, T)
      if let biasShares { addBiasGradient(biasShares, row: index, to: dp) }
      drop(dp, dropout, segmentIndex: index, layout)
      for head in 0..<heads {
        vl_softmax_backward(
          p.pointer + head * p.stride, dp.mutablePointer + head * dp.stride, p.columns,
          attention.scale)
      }
      multiply(dp, x.rows(tokens), into: perHead(weighted))  // (H, T)·(T, C)
      let part = dx.rows(tokens)
      multiply(a.dropped.columns(tokens).transposed, perHead(dSums), into: part)
      multiply(dp.transposed, perHead(a.keyQueries), addingTo: part)  // (T, H)·(H, C)
    }
    Parallel.forEach(heads) { head in
      let (columns, wide) = (head * size..<(head + 1) * size, head * width..<(head + 1) * width)
      multiply(
        weighted.columns(wide), keyWeights.columns(columns), into: dq.columns(columns))
      if let dKeyWeights {
        multiply(
          weighted.columns(wide).transposed, q.columns(columns),
          addingTo: dKeyWeights.columns(columns))  // (C, M)·(M, D)
      }
    }
  }

  /// dBias += Σ over messages of Σⱼ pⱼ · dOut.
  private func accumulate(
    _ dOut: Matrix, to dBias: Matrix, _ probabilities: Matrix, _ layout: AttentionLayout,
    _ isDropped: Bool
  ) {
    guard isDropped else {
      dOut.addColumnSums(to: dBias)
      return
    }
    let size = dOut.columns / attention.heads
    for (row, segment) in layout.segments.enumerated() {
      for head in 0..<attention.heads {
        vl_add_scaled(
          sum(probabilities, head, seen(by: segment)),
          dOut.pointer + row * dOut.stride + head * size,
          dBias.mutablePointer + head * size, size)
      }
    }
  }

  /// dp += dOut·bᵥ for each head: with dropout the bias is not the same for all probabilities.
  private func addBiasGradient(_ dOut: Matrix, row: Int, to dp: Matrix) {
    let size = dOut.columns / attention.heads
    for head in 0..<attention.heads {
      var dot: Float = 0
      for column in head * size..<(head + 1) * size {
        dot += dOut[row, column] * valueBias[0, column]
      }
      for token in 0..<dp.columns { dp[head, token] += dot }
    }
  }

  /// The rows of the tokens that a message's query sees.
  private func seen(by segment: AttentionLayout.Segment) -> Range<Int> {
    let start = segment.keys.lowerBound
    return
      start..<(attention.isCausal ? start + segment.firstPosition + 1 : segment.keys.upperBound)
  }

  private func drop(
    _ p: Matrix, _ dropout: Dropout?, segmentIndex: Int, _ layout: AttentionLayout
  ) {
    guard let dropout else { return }
    for head in 0..<attention.heads {
      dropout.dropProbabilities(
        p.mutablePointer + head * p.stride, count: p.columns, segmentIndex: segmentIndex,
        head: head,
        position: layout.segments[segmentIndex].firstPosition)
    }
  }
}
