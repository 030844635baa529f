import GPT2Kernels

/// Forward and backward passes of a GPT-2 as a language model, for training all of its weights.
///
/// The output layer is the transposed token embedding, whose gradient so has two parts. Logits are
/// computed for some rows at a time: for a whole batch they would be the largest matrix by far.
public final class LanguageModelPass {
  public let model: GPT2Model
  private var blocks: [BlockActivations]
  private var scratch = BackwardScratch()
  private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 7)
  /// Rows whose logits are computed at once.
  private let rowsPerChunk = 512

  private enum Buffer: Int {
    case embedded, normed, statistics, logits, dNormed, dEven, dOdd
  }

  /// - Parameter model: With trainable parameters when gradients are wanted.
  public init(model: GPT2Model) {
    self.model = model
    blocks = Array(repeating: BlockActivations(), count: model.blocks.count)
  }

  private func take(_ buffer: Buffer, _ rows: Int, _ columns: Int) -> Matrix {
    memory[buffer.rawValue].take(rows: rows, columns: columns)
  }

  /// The sum of the losses of all predictions, in nats.
  ///
  /// - Parameters:
  ///   - batch: Sequences of tokens.
  ///   - targets: What follows each token of the batch.
  public func loss(of batch: TokenBatch, targets: [Int32]) -> Double {
    let normed = forward(batch, dropout: nil)
    return forEachChunk(of: normed) { chunk, logits in
      nextTokenLoss(logits: logits, targets: Array(targets[chunk]), divisor: nil)
    }
  }

  /// The same, adding the gradient of Σ losses / `divisor` to those of all trainable parameters.
  public func accumulateGradients(
    of batch: TokenBatch, targets: [Int32], divisor: Double, dropout: DropoutPlan? = nil
  ) -> Double {
    let dropout = dropout.flatMap { $0.probabilities.isZero ? nil : $0 }
    let normed = forward(batch, dropout: dropout)
    let dNormed = take(.dNormed, normed.rows, normed.columns)
    let tokens = model.embedding.tokens
    let loss = forEachChunk(of: normed) { chunk, logits in
      let loss = nextTokenLoss(
        logits: logits, targets: Array(targets[chunk]), divisor: divisor)
      multiply(logits, tokens.value, into: dNormed.rows(chunk))  // (n, V)·(V, C)
      if let gradient = tokens.gradient {
        multiply(logits.transposed, normed.rows(chunk), addingTo: gradient)  // (V, n)·(n, C)
      }
      return loss
    }
    backward(dNormed, batch: batch, dropout: dropout)
    return loss
  }

  /// Final hidden states after the norm, (N, C).
  private func forward(_ batch: TokenBatch, dropout: DropoutPlan?) -> Matrix {
    let width = model.configuration.embeddingWidth
    var x = take(.embedded, batch.ids.count, width)
    model.embedding.forward(ids: batch.ids, positions: batch.positions, into: x)
    dropout?.embedding.apply(to: x)
    for index in model.blocks.indices {
      model.blocks[index].forward(
        x, layout: batch.layout, dropout: dropout?.block(index), into: &blocks[index])
      x = blocks[index].output
    }
    let normed = take(.normed, x.rows, width)
    model.finalNorm.forward(x, statistics: take(.statistics, x.rows, 2), into: normed)
    return normed
  }

  private func backward(_ dNormed: Matrix, batch: TokenBatch, dropout: DropoutPlan?) {
    let (rows, width) = (dNormed.rows, dNormed.columns)
    let top = blocks.last?.output ?? take(.embedded, rows, width)
    let statistics = take(.statistics, rows, 2)
    model.finalNorm.accumulateGradients(dNormed, input: top, statistics: statistics)
    var dOutput = take(.dEven, rows, width)
    dOutput.clear()
    model.finalNorm.backward(dNormed, input: top, statistics: statistics, addingTo: dOutput)
    for index in model.blocks.indices.reversed() {
      let isEven = (model.blocks.count - index) % 2 == 0
      let dx = take(isEven ? .dEven : .dOdd, rows, width)
      model.blocks[index].backward(
        dOutput, activations: &blocks[index], layout: batch.layout,
        dropout: dropout?.block(index), scratch: &scratch, into: dx)
      dOutput = dx
    }
    dropout?.embedding.apply(to: dOutput)
    model.embedding.accumulateGradients(dOutput, ids: batch.ids, positions: batch.positions)
  }

  /// Calls `body` with ranges of rows and their logits, (n, V), and adds up what it returns.
  private func forEachChunk(
    of normed: Matrix, _ body: (Range<Int>, Matrix) -> Double
  ) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: normed.rows, by: rowsPerChunk) {
      let chunk = start..<min(normed.rows, start + rowsPerChunk)
      let logits = take(.logits, chunk.count, model.configuration.vocabularySize)
      multiply(normed.rows(chunk), model.embedding.tokens.value.transposed, into: logits)
      sum += body(chunk, logits)
    }
    return sum
  }
}
