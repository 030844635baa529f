import GPT2Kernels
import TestSupport
import Testing

@Suite struct ActivationTests {
  static let all: [Activation] = [.tanhGELU, .exactGELU, .relu]

  /// -8 … 8 without 0, where the derivative of ReLU is a matter of taste.
  private let grid = Matrix(rows: 8, columns: 40, (0..<320).map { (Float($0) - 159.5) / 20 })

  @Test(arguments: all)
  func forwardAgreesWithTheFormula(activation: Activation) {
    let y = Matrix(rows: 8, columns: 40)
    activation.forward(grid.asWindow(), into: y)
    expectClose(
      y, grid.doubles.joined().map { Naive.activation(activation, $0) }, within: 2e-7)
  }

  @Test(arguments: all)
  func smallValuesAreRightToTheirOwnSize(activation: Activation) {
    let x = Matrix(rows: 1, columns: 20, (1...20).map { Float($0) * 1e-4 - 1.05e-3 })
    let y = Matrix(rows: 1, columns: 20)
    activation.forward(x, into: y)
    expectClose(
      y, x.doubles[0].map { Naive.activation(activation, $0) }, within: 1e-6)
  }

  @Test(arguments: all)
  func theGradientIsMultipliedByTheDerivative(activation: Activation) {
    let dy = Matrix.random(8, 40, seed: 1)
    let expected = zip(dy.doubles.joined(), grid.doubles.joined()).map { dy, x in
      dy * slope { Naive.activation(activation, x + $0) }
    }
    activation.backward(dy, input: grid.asWindow())
    expectClose(dy, expected, within: 1e-6)
  }

  @Test(arguments: all)
  func largeInputsAreCutOffOrPassed(activation: Activation) {
    let x = Matrix(rows: 1, columns: 6, [-10000, -300, -40, 40, 300, 10000])
    let y = Matrix(rows: 1, columns: 6)
    activation.forward(x, into: y)
    expectClose(y, [0, 0, 0, 40, 300, 10000], within: 1e-9)
    let dy = Matrix(rows: 1, columns: 6, [2, 2, 2, 2, 2, 2])
    activation.backward(dy, input: x)
    expectClose(dy, [0, 0, 0, 2, 2, 2], within: 1e-9)
  }

  @Test(arguments: all)
  func notANumberStaysSo(activation: Activation) {
    let x = Matrix(rows: 1, columns: 2, [.nan, 1])
    let y = Matrix(rows: 1, columns: 2)
    activation.forward(x, into: y)
    #expect(y[0, 1] > 0)
    #expect(y[0, 0].isNaN)
  }
}
