import GPT2Kernels

/// The memory of forward and backward passes through a classifier. One belongs to each thread that
/// runs passes; everything in it is overwritten by the next pass.
public final class ClassifierWorkspace {
  /// Whether every block's activations are kept for a backward pass, or one set of buffers
  /// serves all blocks.
  let keepsActivations: Bool
  var blocks: [BlockActivations]
  var scratch = BackwardScratch()

  /// Hidden states of the embedding layer, (N, C).
  var embedded = Matrix(count: 0)
  /// Input of the final norm, (M, C); its statistics, (M, 2); its output, (M, C).
  var top = Matrix(count: 0)
  var statistics = Matrix(count: 0)
  var normed = Matrix(count: 0)
  /// One vector per message, (B, C).
  var pooled = Matrix(count: 0)
  /// (B, K).
  var logits = Matrix(count: 0)

  /// What the last forward pass saw, for the backward pass.
  var input: ClassifierInput?
  var dropout: DropoutPlan?
  var layouts: [AttentionLayout] = []

  private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 10)

  enum Buffer: Int {
    case embedded, statistics, normed, pooled, logits, dLogits, dPooled, dTop, dEven, dOdd
  }

  /// - Parameters:
  ///   - classifier: The classifier that will run in this workspace.
  ///   - keepsActivations: True for training.
  public init(for classifier: SequenceClassifier, keepsActivations: Bool) {
    self.keepsActivations = keepsActivations
    let count = keepsActivations ? classifier.blockCount : 1
    blocks = Array(repeating: BlockActivations(), count: max(1, count))
  }

  func take(_ buffer: Buffer, rows: Int, columns: Int) -> Matrix {
    memory[buffer.rawValue].take(rows: rows, columns: columns)
  }

  /// Memory for the gradient of the last forward pass's logits, (B, K).
  public func gradientOfLogits() -> Matrix {
    take(.dLogits, rows: logits.rows, columns: logits.columns)
  }

  func slot(ofBlock index: Int) -> Int { keepsActivations ? index : 0 }
}
