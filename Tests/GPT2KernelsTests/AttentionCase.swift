import GPT2Kernels
import TestSupport

/// Random queries, keys and values for a layout, with the formula next to the kernel.
struct AttentionCase {
  let name: String
  let layout: AttentionLayout
  let attention: Attention
  let q: Matrix
  let k: Matrix
  let v: Matrix
  let dOut: Matrix
  var dropout: Dropout?

  init(
    _ name: String, layout: AttentionLayout, heads: Int = 2, headWidth: Int = 3,
    isCausal: Bool = true, dropout: Dropout? = nil
  ) {
    self.name = name
    self.layout = layout
    self.dropout = dropout
    let width = heads * headWidth
    attention = Attention(heads: heads, scale: 0.7, isCausal: isCausal)
    q = Matrix.random(layout.queryCount, width, seed: 1)
    k = Matrix.random(layout.keyCount, width, seed: 2)
    v = Matrix.random(layout.keyCount, width, seed: 3)
    dOut = Matrix.random(layout.queryCount, width, seed: 4)
  }

  func forward() -> Matrix {
    let out = Matrix.random(q.rows, q.columns, seed: 5).asWindow()
    attention.forward(
      q: q.asWindow(), k: k.asWindow(), v: v.asWindow(), layout: layout, dropout: dropout,
      into: out)
    return out
  }

  /// Gradients by the kernel, into windows that hold something else before.
  func backward() -> (dq: Matrix, dk: Matrix, dv: Matrix) {
    let dq = Matrix.random(q.rows, q.columns, seed: 6).asWindow()
    let dk = Matrix.random(k.rows, k.columns, seed: 7).asWindow()
    let dv = Matrix.random(v.rows, v.columns, seed: 8).asWindow()
    attention.backward(
      dOut: dOut.asWindow(), q: q.asWindow(), k: k.asWindow(), v: v.asWindow(), layout: layout,
      dropout: dropout, dq: dq, dk: dk, dv: dv)
    return (dq, dk, dv)
  }

  func naive(
    q: Naive.Rows? = nil, k: Naive.Rows? = nil, v: Naive.Rows? = nil,
    factor: Naive.ProbabilityFactor = { _, _, _, _ in 1 }
  ) -> Naive.Rows {
    Naive.attention(
      q: q ?? self.q.doubles, k: k ?? self.k.doubles, v: v ?? self.v.doubles, layout: layout,
      heads: attention.heads, scale: Double(attention.scale), isCausal: attention.isCausal,
      factor: factor)
  }

  /// What the kernel's dropout makes of each probability, seen by attending with equal scores to
  /// the rows of a unit matrix: the output then is the row of probabilities. Messages may be at
  /// most as long as a head is wide.
  func dropoutFactors() -> Naive.ProbabilityFactor {
    let size = q.columns / attention.heads
    let unit = Matrix(rows: v.rows, columns: v.columns)
    for segment in layout.segments {
      for (position, row) in segment.keys.enumerated() {
        for head in 0..<attention.heads { unit[row, head * size + position] = 1 }
      }
    }
    let out = Matrix(rows: q.rows, columns: q.columns)
    attention.forward(
      q: Matrix(rows: q.rows, columns: q.columns), k: Matrix(rows: k.rows, columns: k.columns),
      v: unit, layout: layout, dropout: dropout, into: out)
    return { message, head, query, key in
      let segment = layout.segments[message]
      let visible = attention.isCausal ? query + 1 : segment.keys.count
      let row = segment.queries.lowerBound + query - segment.firstPosition
      return Double(out[row, head * size + key]) * Double(visible)
    }
  }
}
