import GPT2Kernels
import TestSupport
import Testing

@Suite struct MatrixTests {
  /// 0, 1, 2, … row by row.
  private func counting(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, (0..<rows * columns).map(Float.init))
  }

  @Test func startsAtZeroOnACacheLine() {
    let matrix = Matrix(rows: 3, columns: 5)
    #expect(matrix.elements == [Float](repeating: 0, count: 15))
    matrix.withUnsafeBufferPointer { buffer in
      #expect(UInt(bitPattern: buffer.baseAddress) % 64 == 0)
    }
  }

  @Test func aWindowOfAWindowHasItsOwnElements() {
    let window = counting(5, 4).rows(1..<4).columns(1..<3)
    #expect(window.elements == [5, 6, 9, 10, 13, 14])
    #expect(window.rows(1..<2).columns(1..<2).elements == [10])
    #expect(window[2, 0] == 13)
    #expect(window.stride == 4)
    #expect(!window.isContiguous)
    #expect(window.rows(1..<2).isContiguous)
  }

  @Test func windowsShareMemory() {
    let matrix = counting(3, 3)
    matrix.rows(1..<2).columns(2..<3)[0, 0] = -1
    #expect(matrix.elements == [0, 1, 2, 3, 4, -1, 6, 7, 8])
  }

  @Test func windowsMayBeEmpty() {
    let matrix = counting(3, 3)
    #expect(matrix.rows(3..<3).count == 0)
    #expect(matrix.columns(0..<0).elements.isEmpty)
  }

  @Test func reshapingKeepsTheOrderOfElements() {
    let matrix = counting(2, 6)
    let reshaped = matrix.reshaped(rows: 4, columns: 3)
    #expect(reshaped[2, 1] == 7)
    reshaped[0, 0] = 100
    #expect(matrix[0, 0] == 100)
    #expect(matrix.rows(1..<2).reshaped(rows: 3, columns: 2).elements == [6, 7, 8, 9, 10, 11])
  }

  @Test func aCopyHasMemoryOfItsOwn() {
    let matrix = counting(4, 4)
    let copy = matrix.columns(1..<3).copied()
    #expect(copy.elements == [1, 2, 5, 6, 9, 10, 13, 14])
    #expect(copy.isContiguous)
    copy.clear()
    #expect(matrix[0, 1] == 1)
  }

  @Test func borrowedMemoryIsReadOnlyAndKeptAlive() {
    var owner: Owner? = Owner()
    weak let observer = owner
    var matrix: Matrix? = owner.map { owner in
      Matrix(readOnly: UnsafeBufferPointer(owner.memory), keepingAlive: owner, rows: 2, columns: 2)
    }
    owner = nil
    #expect(observer != nil)
    #expect(matrix?.elements == [1, 2, 3, 4])
    #expect(matrix?.isWritable == false)
    #expect(matrix?.columns(0..<1).isWritable == false)
    #expect(matrix?.copied().isWritable == true)
    matrix = nil
    #expect(observer == nil)
  }

  @Test func writingToBorrowedMemoryIsStopped() async {
    await #expect(processExitsWith: .failure) {
      let owner = Owner()
      Matrix(readOnly: UnsafeBufferPointer(owner.memory), keepingAlive: owner, rows: 2, columns: 2)
        .scale(by: 2)
    }
  }

  private final class Owner: Sendable {
    nonisolated(unsafe) let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: 4)

    init() {
      for index in 0..<4 { memory.initializeElement(at: index, to: Float(index + 1)) }
    }

    deinit { memory.deallocate() }
  }
}
