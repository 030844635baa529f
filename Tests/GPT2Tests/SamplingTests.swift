import GPT2
import GPT2Kernels
import TestSupport
import Testing

@Suite struct SamplingTests {
  /// Probabilities 0.15, 0.5, 0.05, 0.3.
  private let logits = Matrix(
    rows: 1, columns: 4, [-1.8971200, -0.6931472, -2.9957323, -1.2039728])

  private func draws(_ sampling: Sampling, count: Int, seed: UInt64 = 1) -> [Int32] {
    var generator = Philox(seed: seed, for: .sampling)
    return (0..<count).map { _ in sampling.token(from: logits, using: &generator) }
  }

  private func shares(_ sampling: Sampling) -> [Double] {
    let tokens = draws(sampling, count: 20_000)
    return (0..<4).map { id in Double(tokens.count { $0 == id }) / 20_000 }
  }

  @Test func temperatureZeroTakesTheMostProbableToken() {
    #expect(draws(Sampling(), count: 5) == [1, 1, 1, 1, 1])
  }

  @Test func theFirstOfEquallyProbableTokensIsTaken() {
    let tie = Matrix(rows: 1, columns: 4, [-1, 2, 2, 2])
    var generator = Philox(seed: 1)
    #expect(Sampling().token(from: tie, using: &generator) == 1)
    #expect(Sampling(temperature: 3, topK: 1).token(from: tie, using: &generator) == 1)
  }

  @Test func tokensAreDrawnWithTheirProbabilities() {
    expectClose(shares(Sampling(temperature: 1)), [0.15, 0.5, 0.05, 0.3], within: 0.03)
  }

  @Test func temperatureFlattensTheDistribution() {
    let roots = [0.15, 0.5, 0.05, 0.3].map { $0.squareRoot() }
    let sum = roots.reduce(0, +)
    expectClose(shares(Sampling(temperature: 2)), roots.map { $0 / sum }, within: 0.04)
  }

  @Test func oneTokenToChooseFromIsTheMostProbable() {
    #expect(Set(draws(Sampling(temperature: 5, topK: 1), count: 200)) == [1])
  }

  @Test func onlyTheMostProbableTokensAreKept() {
    expectClose(
      shares(Sampling(temperature: 1, topK: 2)), [0, 0.625, 0, 0.375], within: 0.03)
    #expect(Set(draws(Sampling(temperature: 5, topK: 3), count: 2000)) == [0, 1, 3])
    #expect(Set(draws(Sampling(temperature: 5, topK: 100), count: 2000)) == [0, 1, 2, 3])
  }

  @Test func tokensAreKeptUntilTheyReachTheProbability() {
    #expect(Set(draws(Sampling(temperature: 1, topP: 0.45), count: 500)) == [1])
    #expect(Set(draws(Sampling(temperature: 1, topP: 0.7), count: 500)) == [1, 3])
    #expect(Set(draws(Sampling(temperature: 1, topP: 0.9), count: 2000)) == [0, 1, 3])
    #expect(Set(draws(Sampling(temperature: 1, topP: 1), count: 5000)) == [0, 1, 2, 3])
    #expect(Set(draws(Sampling(temperature: 1, topP: 0), count: 500)) == [1])
  }

  @Test func theSameSeedDrawsTheSameTokens() {
    let sampling = Sampling(temperature: 1)
    #expect(draws(sampling, count: 100, seed: 5) == draws(sampling, count: 100, seed: 5))
    #expect(draws(sampling, count: 100, seed: 5) != draws(sampling, count: 100, seed: 6))
  }

  @Test(arguments: [1e-300, 1e-3, 1e300])
  func extremeTemperaturesStillDraw(temperature: Double) {
    let tokens = Set(draws(Sampling(temperature: temperature), count: 500))
    #expect(temperature < 1 ? tokens == [1] : tokens == [0, 1, 2, 3])
  }
}
