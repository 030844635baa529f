import GPT2Kernels
import TestSupport
import Testing

@Suite struct AttentionDropoutTests {
  static let dropout = Dropout(probability: 0.3, seed: 5, stream: 17)
  static let ragged = AttentionLayout(lengths: [3, 8, 6])
  static let cases: [AttentionCase] = [
    AttentionCase("causal", layout: ragged, headWidth: 8, dropout: dropout),
    AttentionCase("not causal", layout: ragged, headWidth: 8, isCausal: false, dropout: dropout),
    AttentionCase(
      "one query each", layout: ragged.selecting(positions: [2, 7, 3]), headWidth: 8,
      dropout: dropout),
  ]

  @Test(arguments: cases)
  func probabilitiesAreDroppedOrScaledUp(test: AttentionCase) {
    let factor = test.dropoutFactors()
    var (dropped, kept) = (0, 0)
    for (message, segment) in test.layout.segments.enumerated() {
      for (offset, _) in segment.queries.enumerated() {
        let query = segment.firstPosition + offset
        for key in 0..<(test.attention.isCausal ? query + 1 : segment.keys.count) {
          for head in 0..<2 {
            let value = factor(message, head, query, key)
            if value == 0 { dropped += 1 } else { kept += 1 }
            #expect(value == 0 || abs(value - 1 / 0.7) < 1e-5)
          }
        }
      }
    }
    // At least 24 draws: all alike is unthinkable.
    #expect(dropped > 0 && kept > dropped / 2)
  }

  @Test(arguments: cases)
  func forwardIsTheFormulaWithThoseFactors(test: AttentionCase) {
    let expected = test.naive(factor: test.dropoutFactors())
    expectClose(test.forward(), expected.flatMap(\.self), within: 2e-6, test.name)
  }

  @Test(arguments: cases)
  func gradientsAreSlopesOfTheFormulaWithThoseFactors(test: AttentionCase) {
    let factor = test.dropoutFactors()
    let dOut = test.dOut.doubles
    let (dq, dk, dv) = test.backward()
    expectClose(
      dq, slopes(at: test.q.doubles) { Naive.dot(dOut, test.naive(q: $0, factor: factor)) },
      within: 5e-6, "dq, \(test.name)")
    expectClose(
      dk, slopes(at: test.k.doubles) { Naive.dot(dOut, test.naive(k: $0, factor: factor)) },
      within: 5e-6, "dk, \(test.name)")
    expectClose(
      dv, slopes(at: test.v.doubles) { Naive.dot(dOut, test.naive(v: $0, factor: factor)) },
      within: 5e-6, "dv, \(test.name)")
  }

  @Test func bandsDropWhatOneQueryAtATimeDrops() {
    let layout = AttentionLayout(lengths: [100])
    let all = AttentionCase("all", layout: layout, dropout: Self.dropout)
    let out = all.forward()
    for position in [0, 63, 64, 99] {
      let one = Matrix(rows: 1, columns: 6)
      all.attention.forward(
        q: all.q.rows(position..<position + 1), k: all.k, v: all.v,
        layout: layout.selecting(positions: [position]), dropout: Self.dropout, into: one)
      expectClose(one, out.doubles[position], within: 1e-5, "position \(position)")
    }
  }

  @Test func messagesAndHeadsDropDifferently() {
    let test = AttentionCase(
      "equal", layout: AttentionLayout(lengths: [8, 8]), headWidth: 8, isCausal: false,
      dropout: Self.dropout)
    let factor = test.dropoutFactors()
    func pattern(_ message: Int, _ head: Int) -> [Double] {
      (0..<64).map { factor(message, head, $0 / 8, $0 % 8) }
    }
    #expect(pattern(0, 0) != pattern(0, 1))
    #expect(pattern(0, 0) != pattern(1, 0))
    #expect(pattern(0, 1) != pattern(1, 0))
  }
}
