import GPT2Kernels
import TestSupport
import Testing

@Suite struct NextTokenLossTests {
  private let targets: [Int32] = [4, 0, 2, 2]

  @Test func theSumOfLossesAgreesWithTheFormula() {
    let logits = Matrix.random(4, 5, seed: 1, deviation: 3)
    let expected = Naive.crossEntropy(logits.doubles, labels: targets.map(Int.init)) * 4
    let loss = nextTokenLoss(logits: logits, targets: targets, divisor: nil)
    #expect(abs(loss - expected) < 1e-6)
  }

  @Test func theGradientTakesThePlaceOfTheLogits() {
    let logits = Matrix.random(4, 5, seed: 1, deviation: 3)
    let expected = slopes(at: logits.doubles) {
      Naive.crossEntropy($0, labels: targets.map(Int.init)) * 4 / 10
    }
    let window = logits.asWindow()
    _ = nextTokenLoss(logits: window, targets: targets, divisor: 10)
    expectClose(window, expected, within: 1e-6)
  }

  @Test func largeLogitsDoNotOverflow() {
    let logits = Matrix(rows: 2, columns: 2, [1e4, -1e4, 1e4, -1e4])
    #expect(nextTokenLoss(logits: logits, targets: [0, 1], divisor: 1) == 2e4)
    expectClose(logits, [0, 0, 1, -1], within: 1e-6)
  }

  @Test func noPredictionsCostNothing() {
    #expect(nextTokenLoss(logits: Matrix(rows: 0, columns: 5), targets: [], divisor: 1) == 0)
  }

  @Test func theBitsAreTheSameOnAnyThreads() {
    let targets = (0..<700).map { Int32($0 * 7 % 150) }
    var losses: [Double] = []
    expectSameBitsOnAnyThreads {
      let logits = Matrix.random(700, 150, seed: 2)
      losses.append(nextTokenLoss(logits: logits, targets: targets, divisor: 700))
      return [logits]
    }
    #expect(Set(losses).count == 1)
  }
}
