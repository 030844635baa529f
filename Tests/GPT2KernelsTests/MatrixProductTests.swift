import GPT2Kernels
import TestSupport
import Testing

@Suite struct MatrixProductTests {
  /// (M, K)·(K, N); those of the second line have so few rows that weights are read in place; the last
  /// three are large enough to be cut into pieces: bands of rows with a
  /// remainder, bands of columns with a remainder, and three bands.
  static let shapes: [(Int, Int, Int)] = [
    (1, 1, 1), (1, 7, 5), (6, 7, 1), (3, 1, 4), (5, 17, 9), (33, 20, 65),
    (8, 260, 1030), (1, 130, 515), (7, 1027, 67), (16, 258, 258),
    (301, 67, 103), (30, 67, 1003), (1540, 9, 161),
  ]

  @Test(arguments: shapes)
  func allTranspositionsAgreeWithTheDefinition(m: Int, k: Int, n: Int) {
    let a = Matrix.random(m, k, seed: 1)
    let b = Matrix.random(k, n, seed: 2)
    let at = transposedCopy(a)
    let bt = transposedCopy(b)
    let expected = Naive.product(a.doubles, b.doubles).flatMap(\.self)
    let c = Matrix(rows: m, columns: n)

    // NaN in every element shows one that no piece has written.
    c.fill(with: .nan)
    multiply(a, b, into: c)
    expectClose(c, expected, within: 2e-6, "a·b")
    c.fill(with: .nan)
    multiply(at.transposed, b, into: c)
    expectClose(c, expected, within: 2e-6, "aᵀ·b")
    c.fill(with: .nan)
    multiply(a, bt.transposed, into: c)
    expectClose(c, expected, within: 2e-6, "a·bᵀ")
    c.fill(with: .nan)
    multiply(at.transposed, bt.transposed, into: c)
    expectClose(c, expected, within: 2e-6, "aᵀ·bᵀ")
  }

  @Test(arguments: shapes)
  func windowsWithGapsGiveTheSameAndKeepTheirFrame(m: Int, k: Int, n: Int) {
    let a = Matrix.random(m, k, seed: 3)
    let b = Matrix.random(k, n, seed: 4)
    let expected = Naive.product(a.doubles, b.doubles).flatMap(\.self)
    let frame = Matrix(rows: m + 2, columns: n + 3)
    frame.fill(with: 7)
    let c = frame.rows(1..<m + 1).columns(2..<n + 2)
    multiply(a.asWindow(), b.asWindow(), into: c)
    expectClose(c, expected, within: 2e-6)
    multiply(
      transposedCopy(a).asWindow().transposed, transposedCopy(b).asWindow().transposed, into: c)
    expectClose(c, expected, within: 2e-6)

    c.fill(with: 7)
    #expect(frame.elements.allSatisfy { $0 == 7 })
  }

  @Test(arguments: shapes)
  func addingAddsTheProductOnce(m: Int, k: Int, n: Int) {
    let a = Matrix.random(m, k, seed: 5)
    let b = Matrix.random(k, n, seed: 6)
    let c = Matrix.random(m, n, seed: 7)
    let expected = zip(c.doubles, Naive.product(a.doubles, b.doubles)).flatMap(Naive.sum)
    multiply(a, b, addingTo: c)
    expectClose(c, expected, within: 2e-6)
  }

  @Test func scaleMultipliesTheProduct() {
    let a = Matrix.random(4, 3, seed: 8)
    let b = Matrix.random(3, 5, seed: 9)
    let c = Matrix(rows: 4, columns: 5)
    multiply(a, b, scale: -0.25, into: c)
    expectClose(
      c, Naive.product(a.doubles, b.doubles).joined().map { -0.25 * $0 }, within: 1e-6)
  }

  @Test func anEmptySumIsZero() {
    let c = Matrix.random(3, 4, seed: 10)
    multiply(Matrix(rows: 3, columns: 0), Matrix(rows: 0, columns: 4), into: c)
    #expect(c.elements == [Float](repeating: 0, count: 12))
  }

  @Test func noRowsAreNoWork() {
    let c = Matrix(rows: 0, columns: 4)
    multiply(Matrix(rows: 0, columns: 3), Matrix.random(3, 4, seed: 11), into: c)
    #expect(c.elements.isEmpty)
  }

  private func transposedCopy(_ a: Matrix) -> Matrix {
    let copy = Matrix(rows: a.columns, columns: a.rows)
    for row in 0..<a.rows {
      for column in 0..<a.columns { copy[column, row] = a[row, column] }
    }
    return copy
  }
}
