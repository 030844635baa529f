import GPT2Kernels

/// Working memory of a block's backward pass, shared by all blocks. Letters as in
/// `BlockActivations`.
struct BackwardScratch {
  /// The matrices of one pass.
  struct Matrices {
    /// A copy of a gradient that goes through dropout, (M, C).
    let branch: Matrix
    /// (M, I).
    let dHidden: Matrix
    /// (M, C).
    let dNorm2: Matrix
    let dAttended: Matrix
    let dq: Matrix
    let dQueryNorm: Matrix
    /// (N, 2C); empty where there are no keys and values.
    let dKeyValues: Matrix
    /// (N, C).
    let dNorm1: Matrix
  }

  var singleQuery = SingleQueryAttention.Scratch()
  var adapter = LowRankAdapter.Scratch()
  private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 8)

  mutating func prepare(for a: BlockActivations) -> Matrices {
    let (n, m, c) = (a.input.rows, a.q.rows, a.input.columns)
    return Matrices(
      branch: memory[0].take(rows: m, columns: c),
      dHidden: memory[1].take(rows: m, columns: a.hidden.columns),
      dNorm2: memory[2].take(rows: m, columns: c),
      dAttended: memory[3].take(rows: m, columns: c),
      dq: memory[4].take(rows: m, columns: c),
      dQueryNorm: memory[5].take(rows: m, columns: c),
      dKeyValues: memory[6].take(rows: a.keyValues.rows, columns: 2 * c),
      dNorm1: memory[7].take(rows: n, columns: c))
  }
}
