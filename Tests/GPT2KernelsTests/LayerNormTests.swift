import GPT2Kernels
import TestSupport
import Testing

@Suite struct LayerNormTests {
  /// An input with its parameters, and what the forward pass made of it.
  private struct Case {
    let x: Matrix
    let gain: Matrix
    let bias: Matrix
    let dy: Matrix
    let statistics: Matrix
    let y: Matrix

    init(rows: Int, columns: Int, mean: Float = 0) {
      x = Matrix.random(rows, columns, seed: 1)
      for row in 0..<rows {
        for column in 0..<columns { x[row, column] += mean }
      }
      gain = Matrix.random(1, columns, seed: 2)
      bias = Matrix.random(1, columns, seed: 3)
      dy = Matrix.random(rows, columns, seed: 4)
      statistics = Matrix(rows: rows, columns: 2)
      y = Matrix(rows: rows, columns: columns)
      layerNorm(x, gain: gain, bias: bias, epsilon: 1e-5, statistics: statistics, into: y)
    }

    func naive(x: Naive.Rows, gain: [Double], bias: [Double]) -> Naive.Rows {
      x.map { Naive.layerNorm($0, gain: gain, bias: bias, epsilon: 1e-5) }
    }
  }

  @Test(arguments: [(1, 2), (5, 7), (3, 768), (600, 130)])
  func forwardAgreesWithTheFormula(rows: Int, columns: Int) {
    let c = Case(rows: rows, columns: columns)
    let expected = c.naive(x: c.x.doubles, gain: c.gain.doubles[0], bias: c.bias.doubles[0])
    expectClose(c.y, expected.flatMap(\.self), within: 2e-6)
  }

  @Test func aLargeMeanDoesNotCancelTheVariance() {
    let c = Case(rows: 4, columns: 64, mean: 3000)
    let expected = c.naive(x: c.x.doubles, gain: c.gain.doubles[0], bias: c.bias.doubles[0])
    expectClose(c.y, expected.flatMap(\.self), within: 1e-3)
  }

  @Test func aRowOfEqualElementsBecomesTheBias() {
    let x = Matrix(rows: 1, columns: 6)
    x.fill(with: 3)
    let bias = Matrix.random(1, 6, seed: 5)
    let y = Matrix(rows: 1, columns: 6)
    layerNorm(
      x, gain: Matrix.random(1, 6, seed: 6), bias: bias, epsilon: 1e-5,
      statistics: Matrix(rows: 1, columns: 2), into: y)
    #expect(y.elements == bias.elements)
  }

  @Test func theGradientOfTheInputIsAdded() {
    let c = Case(rows: 4, columns: 7)
    let (gain, bias, dy) = (c.gain.doubles[0], c.bias.doubles[0], c.dy.doubles)
    let before = Matrix.random(4, 7, seed: 7)
    let dx = before.copied()
    layerNormBackward(
      c.dy, input: c.x, gain: c.gain, statistics: c.statistics, addingTo: dx)
    let gradient = slopes(at: c.x.doubles) {
      Naive.dot(dy, c.naive(x: $0, gain: gain, bias: bias))
    }
    expectClose(dx, Naive.sum(gradient, before.doubles.flatMap(\.self)), within: 5e-6)
  }

  @Test(arguments: [(4, 7), (600, 130)])
  func theGradientsOfGainAndBiasAreAdded(rows: Int, columns: Int) {
    let c = Case(rows: rows, columns: columns)
    let (dGain, dBias) = (Matrix.random(1, columns, seed: 8), Matrix.random(1, columns, seed: 9))
    // y is linear in both, so the slope along one of them is a sum over the rows.
    let normalised = c.naive(
      x: c.x.doubles, gain: [Double](repeating: 1, count: columns),
      bias: [Double](repeating: 0, count: columns))
    var (expectedGain, expectedBias) = (dGain.doubles[0], dBias.doubles[0])
    for (row, dy) in zip(normalised, c.dy.doubles) {
      expectedGain = Naive.sum(expectedGain, zip(row, dy).map(*))
      expectedBias = Naive.sum(expectedBias, dy)
    }
    layerNormBackward(
      c.dy, input: c.x, statistics: c.statistics, addingToGain: dGain, addingToBias: dBias)
    expectClose(dGain, expectedGain, within: 5e-6)
    expectClose(dBias, expectedBias, within: 5e-6)
  }
}
