import GPT2Kernels

/// The memory of forward and backward passes through a classifier. One belongs to each thread that
/// runs passes; everything in it is overwritten by the next pass.
public final class ClassifierWorkspace {
  /// What is kept for a backward pass.
  public enum Keeping: Sendable {
    /// Nothing: one set of buffers serves all blocks, for forward passes only.
    case nothing
    /// Every block's input; a backward pass computes the rest again, block by block. A third more
    /// arithmetic for a fraction of the memory (Chen et al.: "Training deep nets with sublinear memory
    /// cost", 2016, section 3).
    case inputs
    /// Every block's activations.
    case activations
  }

  let keeping: Keeping
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
  /// With `.inputs`: of every block.
  private var inputMemory: [ScratchMatrix]
  private var inputs: [Matrix]

  enum Buffer: Int {
    case embedded, statistics, normed, pooled, logits, dLogits, dPooled, dTop, dEven, dOdd
  }

  /// - Parameters:
  ///   - classifier: The classifier that will run in this workspace.
  ///   - keeping: Anything but `.nothing` for training.
  public init(for classifier: SequenceClassifier, keeping: Keeping) {
    self.keeping = keeping
    let count = keeping == .activations ? classifier.blockCount : 1
    blocks = Array(repeating: BlockActivations(), count: max(1, count))
    inputMemory = Array(
      repeating: ScratchMatrix(), count: keeping == .inputs ? classifier.blockCount : 0)
    inputs = Array(repeating: Matrix(count: 0), count: inputMemory.count)
  }

  func take(_ buffer: Buffer, rows: Int, columns: Int) -> Matrix {
    memory[buffer.rawValue].take(rows: rows, columns: columns)
  }

  /// Memory for the gradient of the last forward pass's logits, (B, K).
  public func gradientOfLogits() -> Matrix {
    take(.dLogits, rows: logits.rows, columns: logits.columns)
  }

  func slot(ofBlock index: Int) -> Int { keeping == .activations ? index : 0 }

  /// What enters a block, in memory that no other block's results take if inputs are kept.
  func input(_ x: Matrix, ofBlock index: Int) -> Matrix {
    guard keeping == .inputs else { return x }
    inputs[index] = inputMemory[index].take(rows: x.rows, columns: x.columns)
    inputs[index].copy(from: x)
    return inputs[index]
  }

  /// What entered a block whose activations have made room for another's; nil where they are still there.
  func inputToRecompute(ofBlock index: Int) -> Matrix? {
    keeping == .inputs && index < inputs.count - 1 ? inputs[index] : nil
  }
}
