import Drift
import SeededRandom
import Testing

@Suite struct DomainClassifierTests {
  private func rows(_ count: Int, seed: UInt64, shift: Float = 0) -> [[Float]] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      (0..<5).map {
        Float(generator.uniform(below: 1 << 20)) / Float(1 << 20) + ($0 == 0 ? shift : 0)
      }
    }
  }

  @Test func sidesThatDifferAreToldApart() throws {
    let found = try DomainClassifier(
      reference: rows(150, seed: 1), current: rows(100, seed: 2, shift: 0.5), seed: 3)
    #expect(found.scores.count == 250)
    #expect(try #require(found.auc.low) > 0.75)
    let all = try DomainClassifier(
      reference: rows(150, seed: 1), current: rows(100, seed: 2, shift: 9), seed: 3)
    #expect(all.auc.value == 1)
  }

  @Test func sidesOfOneKindAreNot() throws {
    for seed: UInt64 in 1...5 {
      let found = try DomainClassifier(
        reference: rows(150, seed: seed), current: rows(150, seed: seed + 50), seed: 3)
      let (low, high) = (try #require(found.auc.low), try #require(found.auc.high))
      #expect(low < 0.55 && high > 0.45, "\(found.auc)")
    }
  }

  /// With many features a regression fits any labels; only messages that it has not seen tell the truth.
  @Test func noMessageScoresItself() throws {
    var generator = SplitMix64(seed: 1)
    let noise: [[Float]] = (0..<60).map { _ in
      (0..<200).map { _ in Float(generator.uniform(below: 1 << 20)) }
    }
    let found = try DomainClassifier(
      reference: Array(noise[..<30]), current: Array(noise[30...]), seed: 2)
    #expect(try (0.25...0.75).contains(#require(found.auc.value)))
  }

  /// Without groups a message's twin on the other side would speak for that side.
  @Test func theSameMessagesOnBothSidesAreAGuess() throws {
    let same = rows(80, seed: 1)
    let groups = Array(0..<80) + Array(0..<80)
    let found = try DomainClassifier(reference: same, current: same, groups: groups, seed: 2)
    let auc = try #require(found.auc.value)
    #expect(abs(auc - 0.5) < 1e-12, "\(auc)")
  }

  @Test func messagesOfOneGroupOnlyAreAGuess() throws {
    let found = try DomainClassifier(
      reference: rows(3, seed: 1), current: rows(2, seed: 1), groups: [7, 7, 7, 7, 7], seed: 2)
    #expect(found.auc.value == 0.5)
  }

  @Test func featuresThatAreNoNumbersAreRefused() {
    var bad = rows(20, seed: 1)
    bad[3][2] = .nan
    #expect(throws: (any Error).self) {
      try DomainClassifier(reference: bad, current: rows(20, seed: 2), seed: 1)
    }
  }
}
