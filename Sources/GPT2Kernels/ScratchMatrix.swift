/// Memory for a matrix whose number of rows changes from batch to batch. It grows to the largest
/// batch seen and is then reused, so that a steady training step allocates nothing.
public struct ScratchMatrix: Sendable {
  private var memory = Matrix(count: 0)

  public init() {}

  /// A contiguous matrix with whatever was in it before. It is valid until the next call.
  public mutating func take(rows: Int, columns: Int) -> Matrix {
    let count = rows * columns
    if memory.columns < count {
      memory = Matrix(count: max(count, memory.columns + memory.columns / 2))
    }
    return memory.columns(0..<count).reshaped(rows: rows, columns: columns)
  }
}
