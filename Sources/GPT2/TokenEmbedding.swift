import GPT2Kernels

/// Messages as token ids, one after another without padding.
public struct TokenBatch: Sendable, Equatable {
  /// All ids, N of them.
  public let ids: [Int32]
  /// The position of each token in its message.
  public let positions: [Int]
  /// One query per token.
  public let layout: AttentionLayout

  /// - Parameter messages: Each with at least one token.
  public init(_ messages: some Collection<[Int32]>) {
    precondition(messages.allSatisfy { !$0.isEmpty }, "a message without tokens")
    ids = messages.flatMap(\.self)
    positions = messages.flatMap { Array($0.indices) }
    layout = AttentionLayout(lengths: messages.map(\.count))
  }
}

/// Token plus position embeddings.
public struct TokenEmbedding: Sendable {
  /// `wte`, (V, C).
  public var tokens: Parameter
  /// `wpe`, (maximum length, C).
  public var positions: Parameter

  /// x[row] = tokens[id of row] + positions[position of row].
  ///
  /// - Parameters:
  ///   - ids: N token ids in 0..<V.
  ///   - positions: N positions.
  ///   - x: (N, C), overwritten.
  func forward(ids: [Int32], positions: [Int], into x: Matrix) {
    x.gatherRows(of: tokens.value, at: ids.map(Int.init))
    for (row, position) in positions.enumerated() {
      x.rows(row..<row + 1).add(self.positions.value.rows(position..<position + 1))
    }
  }

  /// Adds dx, (N, C), to the gradients of the rows that were used.
  func accumulateGradients(_ dx: Matrix, ids: [Int32], positions: [Int]) {
    if let gradient = tokens.gradient {
      dx.scatterRows(addingTo: gradient, at: ids.map(Int.init))
    }
    if let gradient = self.positions.gradient {
      dx.scatterRows(addingTo: gradient, at: positions)
    }
  }
}
