import GPT2Kernels
import TestSupport
import Testing

@Suite struct DropoutTests {
  private func mask(_ dropout: Dropout, rows: Int = 1, columns: Int) -> Matrix {
    let ones = Matrix(rows: rows, columns: columns)
    ones.fill(with: 1)
    dropout.apply(to: ones)
    return ones
  }

  @Test(arguments: [0.1, 0.5, 0.9] as [Float])
  func theShareOfZerosIsTheProbability(probability: Float) {
    let elements = mask(
      Dropout(probability: probability, seed: 1, stream: 2), columns: 100_000
    ).elements
    let share = Double(elements.count { $0 == 0 }) / 100_000
    // Four deviations of a share of 100,000.
    #expect(abs(share - Double(probability)) < 0.0065)
    #expect(elements.allSatisfy { $0 == 0 || $0 == 1 / (1 - probability) })
  }

  @Test func theSameDropoutDropsTheSame() {
    let dropout = Dropout(probability: 0.4, seed: 3, stream: 4)
    #expect(mask(dropout, columns: 999).bits == mask(dropout, columns: 999).bits)
  }

  @Test func theBackwardPassScalesGradientsAsTheForwardPassScaledValues() {
    let dropout = Dropout(probability: 0.4, seed: 3, stream: 4)
    let (x, dy) = (Matrix.random(13, 11, seed: 1), Matrix.random(13, 11, seed: 2))
    let (y, dx) = (x.copied(), dy.copied())
    dropout.apply(to: y)
    dropout.apply(to: dx)
    let factors = mask(dropout, rows: 13, columns: 11).elements
    #expect(y.elements == zip(x.elements, factors).map(*))
    #expect(dx.elements == zip(dy.elements, factors).map(*))
  }

  @Test func otherSeedsAndStreamsDropIndependently() {
    let masks = [(1, 1), (2, 1), (1, 2)].map { seed, stream in
      mask(Dropout(probability: 0.5, seed: seed, stream: stream), columns: 40_000).elements
    }
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
      let alike = zip(masks[a], masks[b]).count { $0 == $1 }
      #expect(abs(Double(alike) / 40_000 - 0.5) < 0.01)
    }
  }

  @Test func anElementsFateDependsOnItsIndexAlone() {
    let dropout = Dropout(probability: 0.5, seed: 8, stream: 9)
    let long = mask(dropout, columns: 100_000).elements
    for count in [1, 2, 3, 5, 1023, 40_001] {
      #expect(mask(dropout, columns: count).elements == Array(long.prefix(count)))
    }
  }

  @Test func elementsAreDroppedByTheWordsOfTheGenerator() {
    let dropout = Dropout(probability: 0.25, seed: 0x1234_5678_9ABC_DEF0, stream: 0xFEDC_BA98)
    var generator = Philox(seed: 0x1234_5678_9ABC_DEF0, stream: 0xFEDC_BA98)
    let words = (0..<50).flatMap { _ in
      let pair = generator.next()
      return [UInt32(truncatingIfNeeded: pair), UInt32(pair >> 32)]
    }
    #expect(
      mask(dropout, columns: 100).elements == words.map { $0 < 1 << 30 ? 0 : 1 / 0.75 })
  }

  @Test func probabilityZeroChangesNothing() {
    let x = Matrix.random(3, 5, seed: 1)
    let y = x.copied()
    Dropout(probability: 0, seed: 1, stream: 1).apply(to: y)
    #expect(y.bits == x.bits)
  }
}
