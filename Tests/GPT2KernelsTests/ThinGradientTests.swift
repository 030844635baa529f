import GPT2Kernels
import TestSupport
import Testing

@Suite struct ThinGradientTests {
  private let x = Matrix.random(11, 37, seed: 1)
  private let dy = Matrix.random(11, 300, seed: 2)
  private var product: [Double] {
    Naive.product(Naive.transposed(x.doubles), dy.doubles).flatMap(\.self)
  }

  @Test func rowsComeInPiecesUpToALimit() {
    let gradient = ThinGradient()
    #expect(gradient.isEmpty && gradient.sumOfSquares() == 0)
    for rows in [0..<4, 4..<11] { #expect(gradient.add(x.rows(rows), dy.rows(rows))) }
    #expect(gradient.x.bits == x.bits && gradient.dy.bits == dy.bits)
    #expect(!gradient.add(x.rows(0..<6), dy.rows(0..<6)))
    #expect(gradient.x.rows == 11)
    gradient.clear()
    #expect(gradient.isEmpty)
  }

  @Test func theNormIsThatOfTheProduct() {
    let gradient = ThinGradient()
    _ = gradient.add(x, dy)
    let expected = product.reduce(0) { $0 + $1 * $1 }
    #expect(abs(gradient.sumOfSquares() - expected) < 1e-5 * expected)
    x[3, 3] = .nan
    let broken = ThinGradient()
    _ = broken.add(x, dy)
    #expect(broken.sumOfSquares().isNaN, "training must notice that it diverges")
  }

  @Test func aStepFromFactorsIsAStepFromTheirProduct() {
    let thin = ThinGradient()
    _ = thin.add(x, dy)
    let gradient = Matrix(rows: 37, columns: 300, product.map(Float.init))
    func state() -> [Matrix] {
      let secondMoment = Matrix(rows: 37, columns: 300)
      secondMoment.fill(with: 0.3)
      return [
        Matrix.random(37, 300, seed: 3, deviation: 0.1), secondMoment,
        Matrix.random(37, 300, seed: 5),
      ]
    }
    let (one, two) = (state(), state())
    for step in 1...3 {
      let adamW = AdamWStep(
        learningRate: 0.1, weightDecay: 0.2, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, step: step,
        gradientScale: 0.5)
      adamW.apply(product: thin, firstMoment: one[0], secondMoment: one[1], parameter: one[2])
      adamW.apply(gradient: gradient, firstMoment: two[0], secondMoment: two[1], parameter: two[2])
    }
    for (found, expected) in zip(one, two) {
      expectClose(found, expected.doubles.flatMap(\.self), within: 2e-5)
    }
  }
}
