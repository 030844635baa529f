import CVectorLoops

/// The gradient of a weight that only a few rows went through: Σ xᵀ·dy, kept as its factors.
///
/// With B rows, a gradient of K × N numbers has B · (K + N) to it. The last block sees one row per message
/// of a batch, so its gradients would take more time to write down, read, and set to zero again than
/// everything else of a step; an optimiser that multiplies them out as it reads them
/// (`AdamWStep.apply(product:)`) leaves the moments as the only large things to move.
public final class ThinGradient: @unchecked Sendable {
  // Sendable for the reason given at `Matrix`.
  private var inputs = ScratchMatrix()
  private var outputs = ScratchMatrix()
  /// (B, K), and (B, N).
  public private(set) var x = Matrix(count: 0)
  public private(set) var dy = Matrix(count: 0)

  /// More rows are cheaper to multiply out.
  static let mostRows = 16

  public init() {}

  public var isEmpty: Bool { x.count == 0 }

  public func clear() {
    (x, dy) = (Matrix(count: 0), Matrix(count: 0))
  }

  /// Takes over copies of more rows.
  ///
  /// - Parameters:
  ///   - x: (n, K).
  ///   - dy: (n, N).
  /// - Returns: False, with nothing changed, when there would be too many.
  public func add(_ x: Matrix, _ dy: Matrix) -> Bool {
    let held = isEmpty ? 0 : self.x.rows
    guard held + x.rows <= Self.mostRows else { return false }
    // Memory for the most rows at once, so that rows already there stay where they are.
    let allX = inputs.take(rows: Self.mostRows, columns: x.columns)
    let allDY = outputs.take(rows: Self.mostRows, columns: dy.columns)
    allX.rows(held..<held + x.rows).copy(from: x)
    allDY.rows(held..<held + x.rows).copy(from: dy)
    self.x = allX.rows(0..<held + x.rows)
    self.dy = allDY.rows(0..<held + x.rows)
    return true
  }

  /// ‖xᵀ·dy‖² = Σ over i, j of (x·xᵀ)ᵢⱼ · (dy·dyᵀ)ᵢⱼ, in double.
  public func sumOfSquares() -> Double {
    guard !isEmpty else { return 0 }
    let rows = x.rows
    let (a, b) = (Matrix(rows: rows, columns: rows), Matrix(rows: rows, columns: rows))
    multiply(x, x.transposed, into: a)
    multiply(dy, dy.transposed, into: b)
    let sum = zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    return sum < 0 ? 0 : sum  // by rounding; a NaN stays
  }
}
