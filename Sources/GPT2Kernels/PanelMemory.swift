import Synchronization

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
