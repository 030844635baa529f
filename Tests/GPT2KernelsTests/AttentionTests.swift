import GPT2Kernels
import TestSupport
import Testing

@Suite struct AttentionTests {
  static let ragged = AttentionLayout(lengths: [3, 1, 6])
  static let small: [AttentionCase] = [
    AttentionCase("one message", layout: AttentionLayout(lengths: [5])),
    AttentionCase("ragged", layout: ragged),
    AttentionCase("ragged, not causal", layout: ragged, isCausal: false),
    AttentionCase("one query each", layout: ragged.selecting(positions: [2, 0, 4])),
    AttentionCase(
      "one query each, not causal", layout: ragged.selecting(positions: [1, 0, 2]),
      isCausal: false),
    AttentionCase("one head", layout: ragged, heads: 1, headWidth: 4),
    AttentionCase("heads of one channel", layout: ragged, heads: 5, headWidth: 1),
    AttentionCase(
      "two queries after four remembered keys",
      layout: AttentionLayout(segments: [
        AttentionLayout.Segment(keys: 0..<6, queries: 0..<2, firstPosition: 4)
      ])),
  ]
  /// More than 64 queries are taken in bands.
  static let banded: [AttentionCase] = [
    AttentionCase("three bands", layout: AttentionLayout(lengths: [150, 3])),
    AttentionCase(
      "three bands, not causal", layout: AttentionLayout(lengths: [3, 150]), isCausal: false),
    AttentionCase(
      "bands after remembered keys",
      layout: AttentionLayout(segments: [
        AttentionLayout.Segment(keys: 0..<90, queries: 0..<70, firstPosition: 20)
      ])),
  ]

  @Test(arguments: small + banded)
  func forwardAgreesWithTheFormula(test: AttentionCase) {
    expectClose(test.forward(), test.naive().flatMap(\.self), within: 2e-6, test.name)
  }

  @Test(arguments: small)
  func gradientsAreSlopesOfTheFormula(test: AttentionCase) {
    let dOut = test.dOut.doubles
    let (dq, dk, dv) = test.backward()
    expectClose(
      dq, slopes(at: test.q.doubles) { Naive.dot(dOut, test.naive(q: $0)) }, within: 5e-6,
      "dq, \(test.name)")
    expectClose(
      dk, slopes(at: test.k.doubles) { Naive.dot(dOut, test.naive(k: $0)) }, within: 5e-6,
      "dk, \(test.name)")
    expectClose(
      dv, slopes(at: test.v.doubles) { Naive.dot(dOut, test.naive(v: $0)) }, within: 5e-6,
      "dv, \(test.name)")
  }

  @Test(arguments: banded)
  func gradientsOfBandsAreSlopesOfTheFormula(test: AttentionCase) {
    let dOut = test.dOut.doubles
    let (dq, dk, dv) = test.backward()
    let columns = test.q.columns
    for seed in 11...13 as ClosedRange<UInt64> {
      let queries = Matrix.random(test.q.rows, columns, seed: seed).doubles
      let keys = Matrix.random(test.k.rows, columns, seed: seed).doubles
      expectClose(
        [
          Naive.dot(dq.doubles, queries), Naive.dot(dk.doubles, keys),
          Naive.dot(dv.doubles, keys),
        ],
        [
          slope(at: test.q.doubles, along: queries) { Naive.dot(dOut, test.naive(q: $0)) },
          slope(at: test.k.doubles, along: keys) { Naive.dot(dOut, test.naive(k: $0)) },
          slope(at: test.v.doubles, along: keys) { Naive.dot(dOut, test.naive(v: $0)) },
        ], within: 1e-5, test.name)
    }
  }

  @Test func aQueryDoesNotSeeLaterTokens() {
    let test = AttentionCase("one message", layout: AttentionLayout(lengths: [70]))
    let before = test.forward()
    for row in 40..<70 {
      for column in 0..<6 {
        test.k[row, column] = 1e3
        test.v[row, column] = 1e30
      }
    }
    #expect(test.forward().rows(0..<40).bits == before.rows(0..<40).bits)
  }

  @Test func aMessageDoesNotSeeItsNeighbours() {
    let both = AttentionCase("two", layout: AttentionLayout(lengths: [4, 5]), isCausal: false)
    let alone = Matrix(rows: 5, columns: 6)
    both.attention.forward(
      q: both.q.rows(4..<9), k: both.k.rows(4..<9), v: both.v.rows(4..<9),
      layout: AttentionLayout(lengths: [5]), into: alone)
    #expect(both.forward().rows(4..<9).bits == alone.bits)
  }

  @Test func largeScoresDoNotOverflow() {
    let test = AttentionCase("one message", layout: AttentionLayout(lengths: [5]))
    test.q.scale(by: 1e4)
    #expect(test.forward().elements.allSatisfy { $0.isFinite })
    #expect(test.backward().dk.elements.allSatisfy { $0.isFinite })
  }

  @Test func queryRowsAreWhereTheQueriesStand() {
    #expect(Self.ragged.queryRows == Array(0..<10))
    #expect(Self.ragged.selecting(positions: [2, 0, 4]).queryRows == [2, 3, 8])
    #expect(Self.ragged.selecting(positions: [2, 0, 4]).queryCount == 3)
    #expect(Self.ragged.keyCount == 10)
  }
}
