import GPT2Kernels
import TestSupport
import Testing

/// Kernels on sizes that are shared among threads: how many there are must not show.
@Suite struct ThreadIndependenceTests {
  @Test(arguments: MatrixProductTests.shapes)
  func products(m: Int, k: Int, n: Int) {
    let (a, b) = (Matrix.random(m, k, seed: 1), Matrix.random(k, n, seed: 2))
    let (at, bt) = (Matrix.random(k, m, seed: 3), Matrix.random(n, k, seed: 4))
    expectSameBitsOnAnyThreads {
      let results = (0..<5).map { _ in Matrix(rows: m, columns: n) }
      multiply(a, b, into: results[0])
      multiply(at.transposed, b, into: results[1])
      multiply(a, bt.transposed, into: results[2])
      multiply(at.transposed, bt.transposed, into: results[3])
      results[4].fill(with: 1)
      multiply(a, b, addingTo: results[4])
      return results
    }
  }

  @Test func layerNormForwardAndBackward() {
    let (x, dy) = (Matrix.random(700, 150, seed: 1), Matrix.random(700, 150, seed: 2))
    let (gain, bias) = (Matrix.random(1, 150, seed: 3), Matrix.random(1, 150, seed: 4))
    expectSameBitsOnAnyThreads {
      let (y, dx) = (Matrix(rows: 700, columns: 150), Matrix(rows: 700, columns: 150))
      let (statistics, dGain, dBias) = (
        Matrix(rows: 700, columns: 2), Matrix(count: 150), Matrix(count: 150)
      )
      layerNorm(x, gain: gain, bias: bias, epsilon: 1e-5, statistics: statistics, into: y)
      layerNormBackward(dy, input: x, gain: gain, statistics: statistics, addingTo: dx)
      layerNormBackward(
        dy, input: x, statistics: statistics, addingToGain: dGain, addingToBias: dBias)
      return [y, statistics, dx, dGain, dBias]
    }
  }

  @Test(arguments: ActivationTests.all)
  func activations(activation: Activation) {
    let x = Matrix.random(700, 150, seed: 1)
    expectSameBitsOnAnyThreads {
      let (y, dy) = (Matrix(rows: 700, columns: 150), Matrix.random(700, 150, seed: 2))
      activation.forward(x, into: y)
      activation.backward(dy, input: x)
      return [y, dy]
    }
  }

  @Test(arguments: [true, false])
  func attentionWithDropout(isCausal: Bool) {
    let test = AttentionCase(
      "large", layout: AttentionLayout(lengths: [130, 40, 1, 80]), heads: 3, headWidth: 8,
      isCausal: isCausal, dropout: AttentionDropoutTests.dropout)
    expectSameBitsOnAnyThreads {
      let (dq, dk, dv) = test.backward()
      return [test.forward(), dq, dk, dv]
    }
  }

  @Test func dropout() {
    let x = Matrix.random(700, 150, seed: 1)
    expectSameBitsOnAnyThreads {
      let y = x.copied()
      Dropout(probability: 0.3, seed: 1, stream: 2).apply(to: y)
      return [y]
    }
  }

  @Test func optimisers() {
    let gradient = Matrix.random(1, 100_001, seed: 1)
    expectSameBitsOnAnyThreads {
      let values = (0..<4).map { Matrix.random(1, 100_001, seed: UInt64(10 + $0)) }
      let secondMoment = Matrix(count: 100_001)
      secondMoment.fill(with: 0.3)
      AdamWStep(
        learningRate: 0.1, weightDecay: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 3,
        gradientScale: 0.5
      ).apply(
        gradient: gradient, firstMoment: values[0], secondMoment: secondMoment,
        parameter: values[1])
      SGDStep(
        learningRate: 0.1, weightDecay: 0.1, momentum: 0.9, nesterov: true, step: 3,
        gradientScale: 0.5
      ).apply(gradient: gradient, momentumBuffer: values[2], parameter: values[3])
      return values + [secondMoment]
    }
  }

  @Test func sums() {
    let matrix = Matrix.random(300, 701, seed: 1)
    expectSameBitsOnAnyThreads {
      let sums = Matrix(count: 701)
      matrix.addColumnSums(to: sums)
      return [sums]
    }
    let squares = [1, 2, 3].map { threads in withThreads(threads) { matrix.sumOfSquares() } }
    #expect(squares[1] == squares[0] && squares[2] == squares[0])
  }
}
