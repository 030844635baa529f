import GPT2Kernels

extension Matrix {
  /// A matrix of normal random numbers, the same for the same seed.
  public static func random(
    _ rows: Int, _ columns: Int, seed: UInt64, deviation: Float = 1
  ) -> Matrix {
    let matrix = Matrix(rows: rows, columns: columns)
    var generator = Philox(seed: seed)
    matrix.fillNormal(deviation: deviation, using: &generator)
    return matrix
  }

  /// The elements for `Naive`.
  public var doubles: Naive.Rows {
    (0..<rows).map { row in (0..<columns).map { Double(self[row, $0]) } }
  }

  /// The elements, down to the bit.
  public var bits: [UInt32] { elements.map(\.bitPattern) }

  /// A matrix with the same elements that is a window with gaps, NaN in the gaps.
  public func asWindow() -> Matrix {
    let frame = Matrix(rows: rows + 2, columns: columns + 5)
    frame.fill(with: .nan)
    let window = frame.rows(1..<rows + 1).columns(2..<columns + 2)
    window.copy(from: self)
    return window
  }
}
