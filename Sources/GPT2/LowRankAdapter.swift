import GPT2Kernels

/// A low-rank addition to an affine map whose own weights stay as they are:
///
///     y = x·W + b + scale · (dropout(x)·Aᵀ)·Bᵀ
///
/// Source: Hu and others, "LoRA: Low-rank adaptation of large language models" (ICLR 2022), section 4.1. Names
/// and shapes are those of Hugging Face's PEFT.
public struct LowRankAdapter: Sendable {
  /// `lora_A.weight`, (R, I).
  public var a: Parameter
  /// `lora_B.weight`, (O, R).
  public var b: Parameter
  public let scale: Float

  public init(a: Parameter, b: Parameter, scale: Float) {
    precondition(a.value.rows == b.value.columns, "\(a.name): another rank than \(b.name)")
    self.a = a
    self.b = b
    self.scale = scale
  }

  public var rank: Int { a.value.rows }

  /// What it adds to a weight, scale · (B·A)ᵀ, (I, O).
  public var delta: Matrix {
    let delta = Matrix(rows: a.value.columns, columns: b.value.rows)
    multiply(a.value.transposed, b.value.transposed, scale: scale, into: delta)  // (I, R)·(R, O)
    return delta
  }

  /// What a forward pass keeps for the backward pass.
  struct Activations {
    /// The input, (N, I): the map's own, or a copy after dropout.
    fileprivate var input = Matrix(count: 0)
    /// scale · input·Aᵀ, (N, R).
    private(set) var lowRank = Matrix(count: 0)
    private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 2)

    fileprivate mutating func prepare(_ x: Matrix, rank: Int, drops: Bool) {
      input = drops ? memory[0].take(rows: x.rows, columns: x.columns) : x
      lowRank = memory[1].take(rows: x.rows, columns: rank)
    }
  }

  /// Working memory of a backward pass.
  struct Scratch {
    private var memory = [ScratchMatrix](repeating: ScratchMatrix(), count: 3)

    /// Shaped as some selected rows of `lowRank`, zeros.
    mutating func dSelected(_ selected: Matrix) -> Matrix {
      let matrix = memory[2].take(rows: selected.rows, columns: selected.columns)
      matrix.clear()
      return matrix
    }

    /// (N, R), zeros.
    mutating func dLowRank(_ a: Activations) -> Matrix {
      let matrix = memory[0].take(rows: a.lowRank.rows, columns: a.lowRank.columns)
      matrix.clear()
      return matrix
    }

    /// (N, I).
    fileprivate mutating func dInput(_ a: Activations) -> Matrix {
      memory[1].take(rows: a.input.rows, columns: a.input.columns)
    }
  }

  /// Takes rows down to the rank: (N, I)·(I, R).
  ///
  /// - Parameter x: (N, I); must stay as it is until the backward pass.
  func project(_ x: Matrix, dropout: Dropout?, into activations: inout Activations) {
    let dropout = dropout.flatMap { $0.probability > 0 ? $0 : nil }
    activations.prepare(x, rank: rank, drops: dropout != nil)
    if let dropout {
      activations.input.copy(from: x)
      dropout.apply(to: activations.input)
    }
    multiply(
      activations.input, a.value.transposed, scale: scale, into: activations.lowRank)
  }

  /// Adds the addition itself to some of the outputs.
  ///
  /// - Parameters:
  ///   - lowRank: (N, R), of `project`.
  ///   - y: (N, outputs).
  func add(_ lowRank: Matrix, outputs: Range<Int>, to y: Matrix) {
    multiply(lowRank, b.value.rows(outputs).transposed, addingTo: y)  // (N, R)·(R, O)
  }

  /// Adds to the gradient of B, and to that of the projected rows.
  ///
  /// - Parameters:
  ///   - dy: (N, outputs).
  ///   - lowRank: (N, R), as `add` saw it.
  ///   - dLowRank: (N, R).
  func backward(
    _ dy: Matrix, outputs: Range<Int>, lowRank: Matrix, addingTo dLowRank: Matrix
  ) {
    multiply(dy, b.value.rows(outputs), addingTo: dLowRank)  // (N, O)·(O, R)
    if let gradient = b.gradient {
      multiply(dy.transposed, lowRank, addingTo: gradient.rows(outputs))  // (O, N)·(N, R)
    }
  }

  /// Adds to the gradient of A and, where wanted, to that of the input.
  ///
  /// - Parameters:
  ///   - dLowRank: (N, R); overwritten while working.
  ///   - dropout: The one of the forward pass.
  ///   - dx: (N, I).
  func backward(
    dLowRank: Matrix, activations: Activations, dropout: Dropout?, scratch: inout Scratch,
    addingTo dx: Matrix?
  ) {
    dLowRank.scale(by: scale)
    if let gradient = a.gradient {
      multiply(dLowRank.transposed, activations.input, addingTo: gradient)  // (R, N)·(N, I)
    }
    guard let dx else { return }
    guard let dropout, dropout.probability > 0 else {
      multiply(dLowRank, a.value, addingTo: dx)  // (N, R)·(R, I)
      return
    }
    let dInput = scratch.dInput(activations)
    multiply(dLowRank, a.value, into: dInput)
    dropout.apply(to: dInput)
    dx.add(dInput)
  }
}
