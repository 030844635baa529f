import CVectorLoops
import Synchronization

/// The rows of a matrix, or of the transpose of one, a few at a time and without gaps.
struct RowSource {
  let rows: Int
  let columns: Int
  private let matrix: Matrix
  private let isTransposed: Bool

  init(_ factor: some MatrixFactor) {
    matrix = factor.stored
    isTransposed = factor.isTransposed
    rows = isTransposed ? matrix.columns : matrix.rows
    columns = isTransposed ? matrix.rows : matrix.columns
  }

  /// Calls `body` with every run of `step` rows and their elements, on several threads.
  func forEachPiece(of step: Int, _ body: (Range<Int>, UnsafePointer<Float>) -> Void) {
    Parallel.forEachRange(of: rows, step: step, work: rows * columns) { range in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
        let piece = start..<min(start + step, range.upperBound)
        PanelMemory.shared.withMatrix(rows: piece.count, columns: columns) { panel in
          copy(piece, into: panel)
          body(piece, panel.pointer)
        }
      }
    }
  }

  private func copy(_ range: Range<Int>, into panel: Matrix) {
    if isTransposed {
      // Safe: the panel has a row for each column of the window.
      let window = matrix.columns(range)
      vl_transpose(
        window.pointer, window.stride, window.rows, window.columns, panel.mutablePointer,
        panel.stride)
    } else {
      panel.copy(from: matrix.rows(range))
    }
  }

  /// The error about the first element of `matrix` that is not finite.
  func notFinite() -> QuantisationError {
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns where !matrix[row, column].isFinite {
        return .notFinite(row: row, column: column)
      }
    }
    preconditionFailure("all \(matrix.shapeText) elements are finite")
  }
}

/// Matrices that hold a part of something larger for a moment, used again and again: as many as there
/// ever were threads that needed one at a time.
final class PanelMemory: Sendable {
  static let shared = PanelMemory()
  private let idle = Mutex<[Matrix]>([])

  /// Calls `body` with a contiguous matrix that nobody else uses until it returns, with whatever was
  /// in it before.
  func withMatrix<R>(rows: Int, columns: Int, _ body: (Matrix) -> R) -> R {
    let count = rows * columns
    var memory = idle.withLock { $0.popLast() } ?? Matrix(count: 0)
    if memory.count < count { memory = Matrix(count: count) }
    defer {
      let memory = memory
      idle.withLock { $0.append(memory) }
    }
    return body(memory.columns(0..<count).reshaped(rows: rows, columns: columns))
  }
}
