import GPT2Kernels
import TestSupport
import Testing

/// Attention without keys and values against attention with them.
@Suite struct SingleQueryAttentionTests {
  private static let (heads, width) = (3, 12)
  private static let lengths = [5, 1, 9, 4]

  @Test(arguments: [true, false], [0, 0.3] as [Float])
  func forwardAndBackwardAgreeWithKeysAndValuesComputed(isCausal: Bool, dropout: Float) {
    let layout = AttentionLayout(lengths: Self.lengths).selecting(positions: [4, 0, 3, 2])
    let attention = Attention(heads: Self.heads, scale: 0.7, isCausal: isCausal)
    let drop = dropout > 0 ? Dropout(probability: dropout, seed: 3, stream: 5) : nil
    let x = Matrix.random(19, Self.width, seed: 1)
    let q = Matrix.random(4, Self.width, seed: 2)
    let (wk, wv) = (
      Matrix.random(Self.width, Self.width, seed: 3), Matrix.random(Self.width, Self.width, seed: 4)
    )
    let (bk, bv) = (Matrix.random(1, Self.width, seed: 5), Matrix.random(1, Self.width, seed: 6))
    let dOut = Matrix.random(4, Self.width, seed: 7)

    let k = Self.affine(x, wk, bk)
    let v = Self.affine(x, wv, bv)
    let out = Matrix(rows: 4, columns: Self.width)
    attention.forward(q: q, k: k, v: v, layout: layout, dropout: drop, into: out)
    let (dq, dk, dv) = (
      Matrix(rows: 4, columns: Self.width), Matrix(rows: 19, columns: Self.width),
      Matrix(rows: 19, columns: Self.width)
    )
    attention.backward(
      dOut: dOut, q: q, k: k, v: v, layout: layout, dropout: drop, dq: dq, dk: dk, dv: dv)

    let single = SingleQueryAttention(
      attention, keyWeights: wk, valueWeights: wv, valueBias: bv)
    var activations = SingleQueryAttention.Activations()
    var scratch = SingleQueryAttention.Scratch()
    let singleOut = Matrix(rows: 4, columns: Self.width)
    single.forward(
      q: q, x: x, layout: layout, dropout: drop, activations: &activations, into: singleOut)
    expectClose(singleOut, out.doubles.flatMap(\.self), within: 1e-5, "out")

    let (dwk, dwv) = (
      Matrix(rows: Self.width, columns: Self.width), Matrix(rows: Self.width, columns: Self.width)
    )
    let dbv = Matrix(count: Self.width)
    let (singleDQ, dx) = (
      Matrix(rows: 4, columns: Self.width), Matrix(rows: 19, columns: Self.width)
    )
    dx.fill(with: .nan)
    single.backward(
      dOut: dOut, q: q, x: x, layout: layout, dropout: drop, activations: activations,
      scratch: &scratch, dKeyWeights: dwk, dValueWeights: dwv, dValueBias: dbv, dq: singleDQ, dx: dx
    )
    func product(_ a: Matrix, _ b: Matrix) -> [Double] {
      Naive.product(a.doubles, b.doubles).flatMap(\.self)
    }
    expectClose(singleDQ, dq.doubles.flatMap(\.self), within: 1e-5, "dq")
    let xt = Naive.transposed(x.doubles)
    expectClose(dwk, Naive.product(xt, dk.doubles).flatMap(\.self), within: 1e-5, "dWk")
    expectClose(dwv, Naive.product(xt, dv.doubles).flatMap(\.self), within: 1e-5, "dWv")
    expectClose(
      dbv, Naive.transposed(dv.doubles).map { $0.reduce(0, +) }, within: 1e-5, "dbv")
    let direct = zip(
      Naive.product(dk.doubles, Naive.transposed(wk.doubles)),
      Naive.product(dv.doubles, Naive.transposed(wv.doubles))
    ).flatMap { Naive.sum($0, $1) }
    expectClose(dx, direct, within: 1e-5, "dx")
  }

  private static func affine(_ x: Matrix, _ weights: Matrix, _ bias: Matrix) -> Matrix {
    let y = Matrix(rows: x.rows, columns: weights.columns)
    y.fillRows(with: bias)
    multiply(x, weights, addingTo: y)
    return y
  }
}
