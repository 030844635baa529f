import GPT2Kernels

/// The gradient of one trainable parameter, in the making: a matrix, and rows that have not been
/// multiplied out into it.
final class Gradient: @unchecked Sendable {
  // Sendable for the reason given at `Matrix`.
  private let memory: Matrix
  /// Nil where products are always multiplied out.
  private let thin: ThinGradient?
  /// Whether everything in `memory` is known to be zero.
  private var isMemoryZero: Bool

  /// A gradient of zero.
  init(rows: Int, columns: Int) {
    memory = Matrix(rows: rows, columns: columns)
    thin = rows > 1 ? ThinGradient() : nil
    isMemoryZero = true
  }

  /// A window onto another gradient.
  init(window: Matrix) {
    memory = window
    thin = nil
    isMemoryZero = false
  }

  /// All of it, multiplied out; may be written to.
  var matrix: Matrix {
    isMemoryZero = false
    if let thin, !thin.isEmpty {
      multiply(thin.x.transposed, thin.dy, addingTo: memory)
      thin.clear()
    }
    return memory
  }

  /// All of it as factors, where it is no more than that.
  var factors: ThinGradient? {
    guard isMemoryZero, let thin, !thin.isEmpty else { return nil }
    return thin
  }

  /// Adds xᵀ·dy; (n, K) and (n, N).
  func add(_ x: Matrix, _ dy: Matrix) {
    if let thin, isMemoryZero, thin.add(x, dy) { return }
    multiply(x.transposed, dy, addingTo: matrix)  // (K, n)·(n, N)
  }

  func clear() {
    if !isMemoryZero { memory.clear() }
    isMemoryZero = thin != nil
    thin?.clear()
  }
}
