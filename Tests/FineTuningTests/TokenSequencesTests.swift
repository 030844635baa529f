import FineTuning
import TestSupport
import Testing

@Suite struct TokenSequencesTests {
  private func sequences(_ documents: [([Int32], Double)], context: Int = 4) -> TokenSequences {
    var sequences = TokenSequences(contextLength: context, endOfText: 9)
    for (document, weight) in documents { sequences.append(document, weight: weight) }
    return sequences
  }

  @Test func everyTokenPredictsItsSuccessorAndTheLastTheEnd() {
    let sequences = sequences([([1, 2, 3], 1), ([5], 1)])
    let (batch, targets) = sequences.batch(of: [0, 1])
    #expect(batch.ids == [1, 2, 3, 5])
    #expect(batch.positions == [0, 1, 2, 0])
    #expect(targets == [2, 3, 9, 9])
    #expect(sequences.predictionCount == 4)
  }

  @Test func aLongDocumentIsCutAtTheContextLength() {
    let sequences = sequences([([1, 2, 3, 4, 5, 6], 1)])
    #expect(sequences.count == 2 && sequences.length(of: 1) == 2)
    #expect(sequences.batch(of: [0]).targets == [2, 3, 4, 5])
    #expect(sequences.batch(of: [1]).batch.ids == [5, 6])
    #expect(sequences.batch(of: [1]).targets == [6, 9])
  }

  @Test func aDocumentOfExactlyTheContextLengthIsOneSequence() {
    let sequences = sequences([([1, 2, 3, 4], 1)])
    #expect(sequences.count == 1)
    #expect(sequences.batch(of: [0]).targets == [2, 3, 4, 9])
  }

  @Test func documentsWithoutTokensAreIgnored() {
    #expect(sequences([([], 1)]).count == 0)
  }

  @Test func anEpochTakesEverySequenceAsOftenAsItsWeight() {
    let sequences = sequences([([1], 1), ([2], 3), ([3], 1)])
    #expect(sequences.tokensPerEpoch == 5)
    #expect(sequences.order(epoch: 0, seed: 1).sorted() == [0, 1, 1, 1, 2])
  }

  @Test func aFractionOfAWeightIsAProbability() {
    let sequences = sequences([([1], 1.25), ([2], 0.5)])
    let orders = (0..<4000).map { sequences.order(epoch: $0, seed: 1) }
    let mean = { (index: Int) in
      Double(orders.reduce(0) { $0 + $1.count { $0 == index } }) / 4000
    }
    expectClose([mean(0), mean(1)], [1.25, 0.5], within: 0.03)
  }

  @Test func everyEpochHasAnOrderOfItsOwn() {
    let sequences = sequences((0..<50).map { ([$0], 1) })
    #expect(sequences.order(epoch: 3, seed: 1) == sequences.order(epoch: 3, seed: 1))
    #expect(sequences.order(epoch: 3, seed: 1) != sequences.order(epoch: 4, seed: 1))
    #expect(sequences.order(epoch: 3, seed: 1) != sequences.order(epoch: 3, seed: 2))
    #expect(sequences.order(epoch: 3, seed: 1).sorted() == Array(0..<50))
  }
}
