import GPT2Kernels

/// The logit of one class minus that of another: how much a classifier prefers the one.
public struct LogitDifference: Sendable, Equatable {
  /// Index of the class that speaks for itself.
  public var target: Int
  /// Index of the class it is measured against.
  public var rival: Int

  public init(target: Int, rival: Int) {
    precondition(target != rival, "class \(target) against itself")
    self.target = target
    self.rival = rival
  }

  /// A class against the most probable of the others.
  ///
  /// - Parameter logits: One per class, at least two.
  public init(of target: Int, in logits: [some BinaryFloatingPoint]) {
    let others = logits.indices.filter { $0 != target }
    self.init(
      target: target,
      rival: others.dropFirst().reduce(others[0]) { logits[$1] > logits[$0] ? $1 : $0 })
  }

  /// - Parameter logits: One per class.
  public func value(in logits: [some BinaryFloatingPoint]) -> Double {
    Double(logits[target]) - Double(logits[rival])
  }
}

extension SequenceClassifier {
  /// Gradient × input: how much each token's embedding says about a difference of logits, to first order.
  ///
  ///     contribution[t] = Σ over c of ∂(z[target] − z[rival]) / ∂x[t, c] · wte[id of t, c]
  ///
  /// The gradient is that of the embedding layer's output x; the input is the token's own row, without its
  /// position.
  ///
  /// - Parameters:
  ///   - messages: Token ids, each message at least one and no more than the context length.
  ///   - differences: One per message.
  /// - Returns: For each message one number per token, in logits.
  ///
  /// Source: Simonyan, Vedaldi, Zisserman: "Deep inside convolutional networks" (2014), section 3, for the
  /// gradient; Shrikumar and others: "Not just a black box" (2016), section 2, for its product with the input.
  public func tokenContributions(
    of messages: [[Int32]], to differences: [LogitDifference]
  ) -> [[Double]] {
    precondition(messages.count == differences.count, "\(differences.count) for \(messages.count)")
    precondition(trainableParameters.isEmpty, "gradients of weights that are about to be trained")
    precondition(model.blocks.allSatisfy { !$0.isPacked }, "packed weights have no backward pass")
    let lengths = messages.map(\.count)
    let contributions = Matrix(rows: lengths.reduce(0, +), columns: 1)
    let starts = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    forEachChunk(of: lengths, keeping: .inputs) { chunk, workspace in
      let batch = TokenBatch(messages[chunk])
      _ = forward(.tokens(batch), in: workspace)
      let dLogits = workspace.gradientOfLogits()
      dLogits.clear()
      for (row, difference) in differences[chunk].enumerated() {
        dLogits[row, difference.target] = 1
        dLogits[row, difference.rival] = -1
      }
      let gradient = embeddingGradient(dLogits, in: workspace)
      let target = contributions.rows(starts[chunk.lowerBound]..<starts[chunk.upperBound])
      for (row, id) in batch.ids.enumerated() {
        let embedding = model.embedding.tokens.value.rows(Int(id)..<Int(id) + 1)
        multiply(
          gradient.rows(row..<row + 1), embedding.transposed, into: target.rows(row..<row + 1))
      }
      return true
    }
    let elements = contributions.elements.map(Double.init)
    return zip(starts, starts.dropFirst()).map { Array(elements[$0..<$1]) }
  }
}
