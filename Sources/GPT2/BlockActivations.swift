import GPT2Kernels

/// What one block computes on its way forward, kept for its backward pass.
///
/// N is the number of rows that come in, M the number of rows that go out: equal, except in a last
/// block of which only the pooled tokens are needed. For inference one instance serves all blocks
/// in turn.
struct BlockActivations {
  /// The input, (N, C): a window onto the previous block's output.
  var input = Matrix(count: 0)
  /// Rows of the input that go out; nil when all do.
  var queryRows: [Int]?

  /// Normalised input, (N, C), and its statistics, (N, 2).
  var norm1 = Matrix(count: 0)
  var statistics1 = Matrix(count: 0)
  /// The rows of `norm1` and of `input` that go out, (M, C).
  var queryNorm = Matrix(count: 0)
  var queryInput = Matrix(count: 0)
  /// (M, C).
  var q = Matrix(count: 0)
  /// Keys beside values, (N, 2C); empty where `SingleQueryAttention` does without them.
  var keyValues = Matrix(count: 0)
  /// Of the attention of one query per message.
  var singleQuery = SingleQueryAttention.Activations()
  /// Of the adapters, where there are any.
  var adapters = Adapters()
  /// Heads side by side, (M, C).
  var attended = Matrix(count: 0)
  /// After the first residual connection, (M, C).
  var middle = Matrix(count: 0)
  /// (M, C) and (M, 2).
  var norm2 = Matrix(count: 0)
  var statistics2 = Matrix(count: 0)
  /// Before and after the activation function, (M, I) with I the width of the MLP.
  var hidden = Matrix(count: 0)
  var activated = Matrix(count: 0)
  /// (M, C).
  var output = Matrix(count: 0)

  /// What the adapters of a block's maps leave.
  struct Adapters {
    var queryKeyValue = LowRankAdapter.Activations()
    /// The projected rows that queries come from, (M, R), where only some do.
    var queryLowRank = ScratchMatrix()
    var attentionProjection = LowRankAdapter.Activations()
    var mlpInput = LowRankAdapter.Activations()
    var mlpOutput = LowRankAdapter.Activations()
  }

  private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 13)

  /// Lays out all matrices for a batch.
  ///
  /// - Parameter hasKeyValues: Whether keys and values are computed.
  mutating func prepare(
    input: Matrix, queryRows: [Int]?, innerWidth: Int, hasKeyValues: Bool
  ) {
    let (n, c) = (input.rows, input.columns)
    let m = queryRows?.count ?? n
    self.input = input
    self.queryRows = queryRows
    norm1 = memory[0].take(rows: n, columns: c)
    statistics1 = memory[1].take(rows: n, columns: 2)
    if queryRows == nil {
      queryNorm = norm1
      queryInput = input
    } else {
      queryNorm = memory[2].take(rows: m, columns: c)
      queryInput = memory[3].take(rows: m, columns: c)
    }
    q = memory[4].take(rows: m, columns: c)
    keyValues = hasKeyValues ? memory[5].take(rows: n, columns: 2 * c) : Matrix(count: 0)
    attended = memory[6].take(rows: m, columns: c)
    middle = memory[7].take(rows: m, columns: c)
    norm2 = memory[8].take(rows: m, columns: c)
    statistics2 = memory[9].take(rows: m, columns: 2)
    hidden = memory[10].take(rows: m, columns: innerWidth)
    activated = memory[11].take(rows: m, columns: innerWidth)
    // May be the memory of `input` when one instance serves all blocks: a block has read its
    // input for the last time before it writes its output.
    output = memory[12].take(rows: m, columns: c)
  }
}

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
