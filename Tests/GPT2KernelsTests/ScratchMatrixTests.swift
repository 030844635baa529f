import GPT2Kernels
import Testing

@Suite struct ScratchMatrixTests {
  @Test func shapesAreTheOnesAskedFor() {
    var scratch = ScratchMatrix()
    for (rows, columns) in [(2, 3), (50, 7), (1, 1), (0, 5), (60, 60)] {
      let matrix = scratch.take(rows: rows, columns: columns)
      #expect(matrix.rows == rows && matrix.columns == columns)
      #expect(matrix.isContiguous && matrix.isWritable)
      matrix.fill(with: 1)
      #expect(matrix.elements == [Float](repeating: 1, count: rows * columns))
    }
  }

  @Test func aSmallerMatrixUsesTheSameMemory() {
    var scratch = ScratchMatrix()
    scratch.take(rows: 4, columns: 5).fill(with: 3)
    #expect(scratch.take(rows: 5, columns: 4).elements == [Float](repeating: 3, count: 20))
    #expect(scratch.take(rows: 2, columns: 2).elements == [3, 3, 3, 3])
  }

  @Test func aMatrixInUseSurvivesTheGrowthOfTheMemory() {
    var scratch = ScratchMatrix()
    let small = scratch.take(rows: 2, columns: 2)
    small.fill(with: 4)
    scratch.take(rows: 100, columns: 100).fill(with: 5)
    #expect(small.elements == [4, 4, 4, 4])
  }
}
