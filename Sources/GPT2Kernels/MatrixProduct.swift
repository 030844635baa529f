import CVectorLoops

/// A matrix, or the transpose of one, as a factor of a product.
public protocol MatrixFactor {
  /// The matrix as it lies in memory.
  var stored: Matrix { get }
  /// Whether the factor is the transpose of `stored`.
  var isTransposed: Bool { get }
}

extension Matrix: MatrixFactor {
  public var stored: Matrix { self }
  public var isTransposed: Bool { false }

  /// The transpose, as a factor; nothing is moved.
  public var transposed: TransposedMatrix { TransposedMatrix(stored: self) }
}

/// The transpose of a matrix, as a factor of a product.
public struct TransposedMatrix: MatrixFactor {
  public let stored: Matrix
  public var isTransposed: Bool { true }
}

/// c = scale · a·b.
///
/// - Parameters:
///   - a: (M, K).
///   - b: (K, N).
///   - c: (M, N), overwritten; must not overlap a or b.
public func multiply(
  _ a: some MatrixFactor, _ b: some MatrixFactor, scale: Float = 1, into c: Matrix
) {
  product(a, b, scale: scale, keep: 0, c)
}

/// c += a·b. Shapes as in `multiply(_:_:scale:into:)`.
public func multiply(_ a: some MatrixFactor, _ b: some MatrixFactor, addingTo c: Matrix) {
  product(a, b, scale: 1, keep: 1, c)
}

private func product(
  _ a: some MatrixFactor, _ b: some MatrixFactor, scale: Float, keep: Float, _ c: Matrix
) {
  let m = a.isTransposed ? a.stored.columns : a.stored.rows
  let k = a.isTransposed ? a.stored.rows : a.stored.columns
  let n = b.isTransposed ? b.stored.rows : b.stored.columns
  let inner = b.isTransposed ? b.stored.columns : b.stored.rows
  precondition(
    k == inner && c.rows == m && c.columns == n,
    "(\(m), \(k))·(\(inner), \(n)) into \(c.shapeText)")
  guard m > 0, n > 0 else { return }
  if m <= fewRows, k * n >= 1 << 16, scale == 1, !a.isTransposed {
    if keep == 0 { c.clear() }
    addProductOfFewRows(a.stored, b.stored, bIsTransposed: b.isTransposed, to: c)
    return
  }

  let pieces = ProductPieces(rows: m, columns: n, inner: k)
  Parallel.forEach(pieces.count) { index in
    let piece = pieces[index]
    let part = c.rows(piece.rows).columns(piece.columns)
    let left = a.isTransposed ? a.stored.columns(piece.rows) : a.stored.rows(piece.rows)
    let right = b.isTransposed ? b.stored.rows(piece.columns) : b.stored.columns(piece.columns)
    // Safe: shapes and strides are those of windows that `Matrix` has checked; pieces are
    // disjoint, so no two threads write to one element.
    BLAS.product(
      m: part.rows, n: part.columns, k: k, scale: scale,
      BLAS.Operand(pointer: left.pointer, stride: left.stride, isTransposed: a.isTransposed),
      BLAS.Operand(pointer: right.pointer, stride: right.stride, isTransposed: b.isTransposed),
      keep: keep, part.mutablePointer, stride: part.stride)
  }
}

/// Up to so many rows a product is bound by reading b.
private let fewRows = 16

/// c += a·b, or a·bᵀ.
private func addProductOfFewRows(_ a: Matrix, _ b: Matrix, bIsTransposed: Bool, to c: Matrix) {
  Parallel.forEachRange(of: c.columns, step: bIsTransposed ? 64 : 512, work: b.count) { columns in
    let target = c.mutablePointer + columns.lowerBound
    // Safe: shapes and strides are those of windows that `Matrix` has checked.
    if bIsTransposed {
      vl_few_rows_transposed(
        a.pointer, a.stride, b.pointer + columns.lowerBound * b.stride, b.stride, target, c.stride,
        a.rows, a.columns, columns.count)
    } else {
      vl_few_rows(
        a.pointer, a.stride, b.pointer + columns.lowerBound, b.stride, target, c.stride, a.rows,
        a.columns, columns.count)
    }
  }
}

/// How one product is cut into pieces that threads take in turn. The cut depends on the shape
/// alone, so that the result has the same bits on one thread as on many.
struct ProductPieces {
  let rows: Int
  let columns: Int
  private let step: Int
  private let cutsRows: Bool
  let count: Int

  /// Tall products are cut into bands of rows: each piece then packs all of b anew, which costs
  /// 1/rows of its arithmetic, so bands are kept high. Products of few rows, whose time goes into
  /// reading b, are cut into bands of columns.
  init(rows: Int, columns: Int, inner: Int) {
    self.rows = rows
    self.columns = columns
    let operations = 2 * rows * columns * inner
    cutsRows = rows >= 256 || rows >= columns
    let extent = cutsRows ? rows : columns
    let wanted = operations < 4_000_000 ? 1 : max(2, cutsRows ? rows / 512 : 4)
    let even = (extent + wanted - 1) / wanted
    step = max(16, (even + 15) / 16 * 16)
    count = (extent + step - 1) / step
  }

  subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let extent = cutsRows ? rows : columns
    let range = index * step..<min(extent, (index + 1) * step)
    return cutsRows ? (range, 0..<columns) : (0..<rows, range)
  }
}
