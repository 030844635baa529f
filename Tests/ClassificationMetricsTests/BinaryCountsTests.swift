import ClassificationMetrics
import Foundation
import Testing

@Suite struct BinaryCountsTests {
  private let counts = BinaryCounts(
    truePositives: 35, falsePositives: 10, falseNegatives: 5, trueNegatives: 50)

  @Test func ratesByHand() {
    expectClose(counts.accuracy, 0.85)
    expectClose(counts.precision, 35.0 / 45)
    expectClose(counts.recall, 35.0 / 40)
    expectClose(counts.specificity, 50.0 / 60)
    expectClose(counts.negativePredictiveValue, 50.0 / 55)
    expectClose(counts.falsePositiveRate, 10.0 / 60)
    expectClose(counts.falseNegativeRate, 5.0 / 40)
    expectClose(counts.f1, 70.0 / 85)
    expectClose(counts.f(beta: 2), 5 * 35.0 / (5 * 35 + 4 * 5 + 10))
    // (35 · 50 − 10 · 5) / √(45 · 40 · 60 · 55)
    expectClose(counts.mcc, 1700 / (45.0 * 40 * 60 * 55).squareRoot())
  }

  @Test func examplesAreCountedByTruthAndPrediction() {
    var counts = BinaryCounts()
    for (isPositive, isPredicted) in [
      (true, true), (true, false), (true, false), (false, true), (false, false), (false, false),
      (false, false),
    ] {
      counts.add(isPositive: isPositive, isPredicted: isPredicted)
    }
    #expect(
      counts
        == BinaryCounts(
          truePositives: 1, falsePositives: 1, falseNegatives: 2, trueNegatives: 3))
    #expect(counts.positives == 3 && counts.negatives == 4 && counts.total == 7)
    #expect(counts.predictedPositives == 2 && counts.predictedNegatives == 5)
  }

  @Test(arguments: BinaryCounts.Share.allCases)
  func aShareIsAFractionWithWilsonsInterval(share: BinaryCounts.Share) {
    let (part, whole) = counts.fraction(share)
    #expect(counts[share] == Double(part) / Double(whole))
    #expect(counts.estimate(share, positive: "spam") == .proportion(part, of: whole))
  }

  @Test func whatHasNoExamplesIsUndefinedForAReason() {
    func reasons(_ counts: BinaryCounts) -> [String?] {
      BinaryCounts.Share.allCases.map { share in
        let estimate = counts.estimate(share, positive: "spam")
        #expect((counts[share] == nil) == (estimate.undefinedReason != nil))
        #expect(estimate.value == counts[share])
        return estimate.undefinedReason
      }
    }
    let (noSpam, allSpam) = (
      "no example has the label 'spam'", "every example has the label 'spam'"
    )
    let (nonePredicted, allPredicted) = (
      "no example was predicted as 'spam'", "every example was predicted as 'spam'"
    )
    #expect(
      reasons(BinaryCounts(trueNegatives: 4))
        == [nil, nonePredicted, noSpam, nil, nil, nil, noSpam])
    #expect(
      reasons(BinaryCounts(truePositives: 4))
        == [nil, nil, nil, allSpam, allPredicted, allSpam, nil])
    #expect(reasons(BinaryCounts())[0] == "there are no examples")
    #expect(BinaryCounts(trueNegatives: 4).f1 == nil)
    #expect(BinaryCounts(falseNegatives: 1).f1 == 0)
    for counts in [
      BinaryCounts(truePositives: 2, falsePositives: 3),
      BinaryCounts(falseNegatives: 1, trueNegatives: 9),
      BinaryCounts(truePositives: 1, falseNegatives: 1), BinaryCounts(),
    ] {
      #expect(counts.mcc == nil, "\(counts)")
    }
  }

  /// Both formulas of MCC, to the bit.
  @Test func theMatrixHasTheSameMCC() throws {
    for cells in [(3, 1, 4, 15), (1, 59, 2, 65_000), (358, 9, 79, 3), (0, 2, 38, 46)] {
      let counts = BinaryCounts(
        truePositives: cells.0, falsePositives: cells.1, falseNegatives: cells.2,
        trueNegatives: cells.3)
      let matrix = try ConfusionMatrixTests.matrix([[cells.3, cells.1], [cells.2, cells.0]])
      #expect(counts == matrix.oneVersusRest(1))
      #expect(counts.mcc == matrix.mcc)
    }
  }

  @Test func aThresholdPointIsFlat() throws {
    let point = ThresholdPoint(threshold: 0.25, counts: counts)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(point)
    #expect(
      String(decoding: data, as: UTF8.self) == #"{"fn":5,"fp":10,"threshold":0.25,"tn":50,"tp":35}"#
    )
    #expect(try JSONDecoder().decode(ThresholdPoint.self, from: data) == point)
  }
}

@Suite struct ClassSetTests {
  @Test func thePositiveClassIsGuessedFromTheNames() {
    func guess(_ names: String...) -> String? {
      ClassSet(guessingPositiveAmong: names).positiveName
    }
    #expect(guess("spam", "ham") == "spam")
    #expect(guess("a", "b", "spam") == "spam")
    #expect(guess("a", "b") == "b")
    #expect(guess("a", "b", "c") == nil)
    #expect(guess("a") == nil)
  }

  @Test func onlyTwoClassesOfWhichOneIsPositiveAreAPair() {
    let spam = ClassSet(["spam", "ham"], positiveName: "spam")
    #expect(spam.pair?.positive == 0 && spam.pair?.negative == 1)
    #expect(spam.index(of: "ham") == 1 && spam.index(of: "eggs") == nil)
    #expect(ClassSet(["a", "b"], positive: nil).pair == nil)
    #expect(ClassSet(["a", "b", "c"], positive: 1).pair == nil)
    #expect(ClassSet(["a", "b"], positiveName: "c") == ClassSet(["a", "b"], positive: nil))
  }
}
