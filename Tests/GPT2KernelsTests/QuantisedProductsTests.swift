import GPT2Kernels
import TestSupport
import Testing

/// Products with quantised weights against products with what their codes stand for.
@Suite struct QuantisedProductsTests {
  /// (N, I, O): nothing, one of everything, odd sizes, few rows, several panels and bands with rests,
  /// GPT-2's.
  static let shapes: [(Int, Int, Int)] = [
    (0, 4, 4), (1, 1, 1), (3, 7, 5), (2, 65, 129), (33, 48, 144), (16, 768, 768), (70, 700, 900),
    (1100, 40, 330), (40, 3072, 200),
  ]

  @Test(arguments: QuantisationFormat.allCases, shapes)
  func bothProductsAgreeWithTheWholeMatrix(
    format: QuantisationFormat, shape: (Int, Int, Int)
  ) throws {
    let (n, i, o) = shape
    let weights = try Self.weights(i, o, format)
    let whole = weights.dequantised()
    let (x, dy) = (Matrix.random(n, i, seed: 2).asWindow(), Matrix.random(n, o, seed: 3).asWindow())
    let (y, dx) = (Matrix.random(n, o, seed: 4).asWindow(), Matrix.random(n, i, seed: 5).asWindow())
    let (expectedY, expectedDX) = (y.copied(), dx.copied())
    weights.multiply(x, addingTo: y)
    weights.multiplyTransposed(dy, addingTo: dx)
    multiply(x, whole, addingTo: expectedY)
    multiply(dy, whole.transposed, addingTo: expectedDX)
    guard n > 0 else { return }
    expectClose(y, expectedY.elements.map(Double.init), within: 3e-6)
    expectClose(dx, expectedDX.elements.map(Double.init), within: 3e-6)
  }

  @Test(arguments: QuantisationFormat.allCases)
  func columnsAreThoseOfTheWholeMatrix(format: QuantisationFormat) throws {
    let weights = try Self.weights(51, 153, format)
    let whole = weights.dequantised()
    for columns in [0..<51, 51..<102, 102..<153, 0..<153, 7..<8, 150..<153, 20..<20] {
      let x = Matrix.random(9, 51, seed: 2)
      let dy = Matrix.random(9, columns.count, seed: 3).asWindow()
      let (y, dx) = (Matrix(rows: 9, columns: columns.count), Matrix(rows: 9, columns: 51))
      let (expectedY, expectedDX) = (y.copied(), dx.copied())
      weights.multiply(x, addingTo: y, columns: columns)
      weights.multiplyTransposed(dy, addingTo: dx, columns: columns)
      guard !columns.isEmpty else {
        #expect(dx.elements.allSatisfy { $0 == 0 })
        continue
      }
      multiply(x, whole.columns(columns), addingTo: expectedY)
      multiply(dy, whole.columns(columns).transposed, addingTo: expectedDX)
      expectClose(y, expectedY.elements.map(Double.init), within: 1e-6, "\(columns)")
      expectClose(dx, expectedDX.elements.map(Double.init), within: 1e-6, "\(columns)")
    }
  }

  @Test(arguments: QuantisationFormat.allCases, shapes)
  func theNumberOfThreadsChangesNoBit(
    format: QuantisationFormat, shape: (Int, Int, Int)
  ) throws {
    let (n, i, o) = shape
    try expectSameBitsOnAnyThreads {
      let weights = try Self.weights(i, o, format)
      let (y, dx) = (Matrix(rows: n, columns: o), Matrix(rows: n, columns: i))
      weights.multiply(Matrix.random(n, i, seed: 2), addingTo: y)
      weights.multiplyTransposed(Matrix.random(n, o, seed: 3), addingTo: dx)
      return [y, dx, weights.dequantised()]
    }
  }

  /// Several products at a time, each on a thread of its own, as in a pass over many messages.
  @Test func productsInsideOfAParallelLoopHaveTheSameBits() throws {
    let weights = try Self.weights(300, 500, .nf4)
    let inputs = (0..<8).map { Matrix.random(20 + $0, 300, seed: UInt64($0)) }
    let alone = inputs.map { input in
      let y = Matrix(rows: input.rows, columns: 500)
      weights.multiply(input, addingTo: y)
      return y.bits
    }
    let together = inputs.map { Matrix(rows: $0.rows, columns: 500) }
    withThreads(3) {
      Parallel.forEach(8) { weights.multiply(inputs[$0], addingTo: together[$0]) }
    }
    #expect(together.map(\.bits) == alone)
  }

  @Test(arguments: QuantisationFormat.allCases)
  func aWindowIsQuantisedLikeItsCopy(format: QuantisationFormat) throws {
    let weights = Matrix.random(67, 131, seed: 1)
    let (copy, window) = (
      try QuantisedWeights(weights, format: format),
      try QuantisedWeights(weights.asWindow(), format: format)
    )
    #expect(copy.codes == window.codes)
    #expect(copy.inputs == 67 && copy.outputs == 131 && copy.format == format)
  }

  /// What is lost: NF4 halves the widest step between levels, int8 that between integers.
  @Test func valuesAreNearTheWeights() throws {
    let weights = Matrix.random(64, 96, seed: 1)
    for (format, bound) in [(QuantisationFormat.nf4, Float(0.16)), (.int8, 0.004)] {
      let quantised = try QuantisedWeights(weights, format: format, doubleQuantising: false)
      let values = quantised.dequantised()
      for output in 0..<96 {
        let column = (0..<64).map { weights[$0, output] }
        let largest = column.map(abs).max() ?? 0
        for input in 0..<64 {
          #expect(abs(values[input, output] - column[input]) <= bound * largest)
        }
      }
    }
  }

  @Test func aWeightCostsFourBitsAndItsShareOfTheScales() throws {
    let weights = Matrix.random(256, 256, seed: 1)
    let blocks = 256 * 256 / 64
    #expect(
      try QuantisedWeights(weights, format: .nf4, doubleQuantising: false).byteCount
        == 256 * 256 / 2 + 4 * blocks)
    #expect(
      try QuantisedWeights(weights, format: .nf4).byteCount
        == 256 * 256 / 2 + blocks + 4 * (blocks / 256) + 4 * 257)
    #expect(try QuantisedWeights(weights, format: .int8).byteCount == 256 * 256 + 4 * 256)
  }

  private static func weights(
    _ inputs: Int, _ outputs: Int, _ format: QuantisationFormat
  ) throws -> QuantisedWeights {
    try QuantisedWeights(Matrix.random(inputs, outputs, seed: 1), format: format)
  }
}
