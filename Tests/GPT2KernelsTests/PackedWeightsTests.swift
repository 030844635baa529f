import CVectorLoops
import GPT2Kernels
import TestSupport
import Testing

/// Products with packed weights against their definition, in every precision that this machine can pack.
@Suite struct PackedWeightsTests {
  static let precisions = Precision.allCases.filter(\.canPack)
  /// (M, K, N): one row, fewer rows than a piece, just as many, one more, several pieces with and without a
  /// rest; one panel and several, with rests.
  static let shapes: [(Int, Int, Int)] = [
    (1, 16, 5), (21, 70, 100), (64, 100, 64), (65, 64, 400), (100, 33, 65), (300, 48, 1000),
    (1100, 40, 450),
  ]

  @Test(arguments: precisions, shapes)
  func productsAgreeWithTheDefinition(precision: Precision, shape: (Int, Int, Int)) {
    let (x, weights, bias) = Self.operands(shape)
    let y = Matrix(rows: shape.0, columns: shape.2)
    y.fill(with: .nan)
    PackedWeights(weights, bias: bias, precision: precision).multiply(x, into: y)
    expectClose(
      y, Self.definition(x, weights, bias, precision).flatMap(\.self), within: 3e-6, "\(precision)")
  }

  @Test(arguments: precisions, [Activation.tanhGELU, .exactGELU, .relu])
  func activationAndResidualFollowTheBias(precision: Precision, activation: Activation) {
    for shape in Self.shapes {
      let (x, weights, bias) = Self.operands(shape)
      let residual = Matrix.random(shape.0, shape.2, seed: 4).asWindow()
      let frame = Matrix(rows: shape.0 + 2, columns: shape.2 + 3)
      frame.fill(with: 7)
      let y = frame.rows(1..<shape.0 + 1).columns(2..<shape.2 + 2)
      PackedWeights(weights, bias: bias, precision: precision)
        .multiply(x.asWindow(), activation: activation, adding: residual, into: y)
      let expected = zip(Self.definition(x, weights, bias, precision), residual.doubles).flatMap {
        zip($0, $1).map { Naive.activation(activation, $0) + $1 }
      }
      expectClose(y, expected, within: 1e-5, "\(precision) \(activation) \(shape)")
      y.fill(with: 7)
      #expect(frame.elements.allSatisfy { $0 == 7 }, "written outside of the window")
    }
  }

  /// What is remembered of a message must not depend on the messages that it was computed with.
  @Test(arguments: precisions)
  func aRowHasTheSameBitsInAnyCompany(precision: Precision) {
    let (x, weights, bias) = Self.operands((300, 96, 200))
    let packed = PackedWeights(weights, bias: bias, precision: precision)
    let all = Matrix(rows: 300, columns: 200)
    packed.multiply(x, activation: .tanhGELU, into: all)
    for rows in [0..<1, 5..<26, 100..<164, 100..<175, 37..<300] {
      let some = Matrix(rows: rows.count, columns: 200)
      packed.multiply(x.rows(rows), activation: .tanhGELU, into: some)
      #expect(some.bits == all.rows(rows).bits, "rows \(rows)")
    }
  }

  @Test(arguments: precisions)
  func theNumberOfThreadsChangesNoBit(precision: Precision) {
    for shape in Self.shapes {
      let (x, weights, bias) = Self.operands(shape)
      let packed = PackedWeights(weights, bias: bias, precision: precision)
      expectSameBitsOnAnyThreads {
        let y = Matrix(rows: shape.0, columns: shape.2)
        packed.multiply(x, into: y)
        return [y]
      }
    }
  }

  @Test(arguments: precisions)
  func whatIsNotANumberStaysNone(precision: Precision) {
    let (x, weights, bias) = Self.operands((9, 20, 70))
    x[4, 3] = .nan
    x[5, 3] = .infinity
    let y = Matrix(rows: 9, columns: 70)
    PackedWeights(weights, bias: bias, precision: precision).multiply(x, into: y)
    #expect(y.rows(4..<5).elements.allSatisfy { $0.isNaN })
    #expect(y.rows(5..<6).elements.allSatisfy { !$0.isFinite })
    #expect(y.rows(0..<4).elements.allSatisfy { $0.isFinite })
    weights[2, 60] = .nan
    PackedWeights(weights, bias: bias, precision: precision).multiply(x, into: y)
    #expect(y[0, 60].isNaN && y[0, 59].isFinite)
  }

  @Test func zeroWeightsAndInputsGiveTheBias() {
    for precision in Self.precisions {
      let bias = Matrix(rows: 1, columns: 70, (0..<70).map(Float.init))
      let y = Matrix(rows: 3, columns: 70)
      PackedWeights(Matrix(rows: 8, columns: 70), bias: bias, precision: precision)
        .multiply(Matrix(rows: 3, columns: 8), into: y)
      #expect(y.rows(2..<3).elements == bias.elements, "\(precision)")
    }
  }

  @Test func bfloat16RoundsToNearestTiesToEven() {
    let values: [Float] = [1, 1.00390625, 1.01171875, -3.1415927, 1e-40, .infinity, -0.0, 3.4e38]
    let expected: [UInt16] = [0x3f80, 0x3f80, 0x3f82, 0xc049, 0x0001, 0x7f80, 0x8000, 0x7f80]
    var found = [UInt16](repeating: 0, count: values.count)
    vl_to_bfloat16(values, &found, values.count)
    #expect(found == expected)
    vl_to_bfloat16([.nan], &found, 1)
    #expect(Float(bitPattern: UInt32(found[0]) << 16).isNaN)
  }

  private static func operands(_ shape: (Int, Int, Int)) -> (Matrix, Matrix, Matrix) {
    (
      Matrix.random(shape.0, shape.1, seed: 1), Matrix.random(shape.1, shape.2, seed: 2).asWindow(),
      Matrix.random(1, shape.2, seed: 3)
    )
  }

  /// x·W + b in double, of factors rounded as the precision says.
  private static func definition(
    _ x: Matrix, _ weights: Matrix, _ bias: Matrix, _ precision: Precision
  ) -> Naive.Rows {
    let (rows, columns) = (x.doubles, Naive.transposed(weights.doubles))
    let round: ([Double]) -> [Double] =
      switch precision {
      case .float32: { $0 }
      case .bfloat16: { $0.map(nearestBFloat16) }
      case .int8: absmax
      }
    return Naive.affine(
      rows.map(round), weight: Naive.transposed(columns.map(round)), bias: bias.doubles[0])
  }

  private static func nearestBFloat16(_ value: Double) -> Double {
    let bits = Float(value).bitPattern
    let rest = bits & 0xffff
    let isUp = rest > 0x8000 || rest == 0x8000 && bits & 0x10000 != 0
    return Double(Float(bitPattern: (bits & 0xffff_0000) &+ (isUp ? 0x10000 : 0)))
  }

  /// 127 steps on either side of zero, the last of them the largest magnitude.
  private static func absmax(_ values: [Double]) -> [Double] {
    let step = (values.map(abs).max() ?? 0) / 127
    return values.map { step == 0 ? 0 : ($0 / step).rounded(.toNearestOrEven) * step }
  }
}
