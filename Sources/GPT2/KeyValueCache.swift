import GPT2Kernels

/// Keys and values of the tokens that one block has seen, so that generation computes each once.
final class KeyValueCache {
  /// Keys beside values, (capacity, 2C).
  private let memory: Matrix
  private(set) var count = 0

  init(capacity: Int, width: Int) {
    memory = Matrix(rows: capacity, columns: 2 * width)
  }

  /// Appends rows, (n, 2C), and returns all so far, (count, 2C).
  func append(_ rows: Matrix) -> Matrix {
    memory.rows(count..<count + rows.rows).copy(from: rows)
    count += rows.rows
    return memory.rows(0..<count)
  }
}
