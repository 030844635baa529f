import GPT2Kernels
import TestSupport
import Testing

@Suite struct RowsTests {
  /// Small, and large enough to be cut into bands.
  static let shapes = [(3, 4), (700, 130)]

  @Test(arguments: shapes)
  func fillingAndCopyingStayInsideTheWindow(rows: Int, columns: Int) {
    let frame = Matrix(rows: rows + 2, columns: columns + 3)
    let window = frame.rows(1..<rows + 1).columns(2..<columns + 2)
    window.fill(with: 2)
    #expect(frame.elements.reduce(0, +) == Float(2 * rows * columns))

    let source = Matrix.random(rows, columns, seed: 1)
    window.copy(from: source.asWindow())
    #expect(window.elements == source.elements)

    let vector = Matrix.random(1, columns, seed: 2)
    window.fillRows(with: vector)
    #expect((0..<rows).allSatisfy { window.rows($0..<$0 + 1).elements == vector.elements })

    window.clear()
    #expect(frame.elements.allSatisfy { $0 == 0 })
  }

  @Test(arguments: shapes)
  func addingAndScaling(rows: Int, columns: Int) {
    let (a, b) = (Matrix.random(rows, columns, seed: 3), Matrix.random(rows, columns, seed: 4))
    let sum = a.asWindow()
    sum.add(b.asWindow())
    #expect(sum.elements == zip(a.elements, b.elements).map(+))
    sum.scale(by: -3)
    #expect(sum.elements == zip(a.elements, b.elements).map { ($0 + $1) * -3 })
  }

  @Test(arguments: [(3, 4), (300, 700)])
  func columnSumsAreAdded(rows: Int, columns: Int) {
    let matrix = Matrix.random(rows, columns, seed: 5)
    let sums = Matrix.random(1, columns, seed: 6)
    let expected = matrix.doubles.reduce(sums.doubles[0], Naive.sum)
    matrix.asWindow().addColumnSums(to: sums)
    expectClose(sums, expected, within: 1e-6)
  }

  @Test func gatheringTakesRowsInTheOrderOfTheIndices() {
    let source = Matrix.random(5, 3, seed: 7)
    let gathered = Matrix(rows: 4, columns: 3)
    gathered.gatherRows(of: source.asWindow(), at: [4, 0, 4, 2])
    #expect(gathered.doubles == [4, 0, 4, 2].map { source.doubles[$0] })
  }

  @Test func scatteringAddsRepeatedRows() {
    let rows = Matrix.random(4, 3, seed: 8)
    let target = Matrix.random(5, 3, seed: 9)
    var expected = target.doubles
    for (row, index) in [4, 0, 4, 2].enumerated() {
      expected[index] = Naive.sum(expected[index], rows.doubles[row])
    }
    rows.scatterRows(addingTo: target, at: [4, 0, 4, 2])
    expectClose(target, expected.flatMap(\.self), within: 1e-6)
  }

  @Test func theFirstOfEqualMaximaIsTaken() {
    let matrix = Matrix(rows: 2, columns: 4, [1, 3, 3, 2, -5, -7, -1, -1])
    #expect(matrix.indexOfMaximum(inRow: 0) == 1)
    #expect(matrix.indexOfMaximum(inRow: 1) == 2)
  }

  @Test(arguments: [0, 1, 1000, 200_001])
  func sumOfSquaresIsTakenInDouble(count: Int) {
    let matrix = Matrix.random(1, count, seed: 10, deviation: 1000)
    let expected = matrix.elements.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(matrix.sumOfSquares() - expected) <= 1e-12 * expected)
  }
}
