import ClassificationMetrics
import SeededRandom
import Testing

@Suite struct CurveTests {
  @Test func tiesCountHalf() throws {
    let sweep = try ThresholdSweep(labels: [0, 1, 0, 1], scores: [0.1, 0.5, 0.5, 0.9])
    #expect(sweep.thresholds == [0.9, 0.5, 0.1])
    #expect(sweep.truePositives == [1, 2, 2])
    #expect(sweep.falsePositives == [0, 1, 2])
    expectClose(sweep.rocCurve?.area, 0.875)
    expectClose(sweep.precisionRecallCurve?.averagePrecision, 0.5 + 0.5 * 2 / 3)
    let tied = try ThresholdSweep(labels: [0, 1, 1], scores: [3, 3, 3])
    expectClose(tied.rocCurve?.area, 0.5)
    expectClose(tied.precisionRecallCurve?.averagePrecision, 2.0 / 3)
  }

  /// Noisy scores on a grid, so that there are ties, though none at ½.
  static func sample(_ count: Int, seed: UInt64) -> (labels: [Int], scores: [Double]) {
    var generator = SplitMix64(seed: seed)
    let labels = (0..<count).map { _ in Int.random(in: 0...1, using: &generator) }
    let scores = labels.map {
      (Double(Int.random(in: 0...40, using: &generator) + 12 * $0) + 0.5) / 64
    }
    return (labels, scores)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func areaIsTheRankStatistic(seed: UInt64) throws {
    let (labels, scores) = Self.sample(150, seed: seed)
    var wins = 0.0
    var pairs = 0.0
    for i in labels.indices where labels[i] == 1 {
      for j in labels.indices where labels[j] == 0 {
        wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
        pairs += 1
      }
    }
    let curve = try #require(try ThresholdSweep(labels: labels, scores: scores).rocCurve)
    expectClose(curve.area, wins / pairs)
    #expect(curve.turningPoints.count < curve.points.count)
    // Leaving out points on straight lines keeps the area.
    let turning = curve.turningPoints
    let area = zip(turning, turning.dropFirst()).reduce(0) {
      $0 + ($1.1.falsePositiveRate - $1.0.falsePositiveRate)
        * ($1.1.truePositiveRate + $1.0.truePositiveRate) / 2
    }
    expectClose(area, curve.area)
  }

  @Test func onlyTheOrderCounts() throws {
    let (labels, scores) = Self.sample(200, seed: 9)
    let sweep = try ThresholdSweep(labels: labels, scores: scores)
    for map in [{ $0 * $0 * $0 }, { 100 * $0 - 7 }] as [(Double) -> Double] {
      let mapped = try ThresholdSweep(labels: labels, scores: scores.map(map))
      #expect(mapped.rocCurve?.area == sweep.rocCurve?.area)
      #expect(
        mapped.precisionRecallCurve?.averagePrecision
          == sweep.precisionRecallCurve?.averagePrecision)
    }
    let reversed = try ThresholdSweep(labels: labels, scores: scores.map { -$0 })
    let area = try #require(sweep.rocCurve?.area)
    expectClose(reversed.rocCurve?.area, 1 - area)
  }

  @Test func partialAreaInterpolates() throws {
    // One step up to (0, ½), then straight to (1, 1).
    let sweep = try ThresholdSweep(labels: [1, 1, 0], scores: [0.9, 0.1, 0.1])
    let curve = try #require(sweep.rocCurve)
    // ∫₀^0.2 (½ + x/2) dx = 0.11; guessing 0.02, best 0.2
    expectClose(curve.partialArea(maxFalsePositiveRate: 0.2), (1 + 0.09 / 0.18) / 2)
    expectClose(curve.partialArea(maxFalsePositiveRate: 1), 0.75)
  }

  @Test func bestThresholds() throws {
    let labels = [0, 0, 1, 0, 1, 1]
    let scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    let sweep = try ThresholdSweep(labels: labels, scores: scores)
    let f1 = try ThresholdChoice(sweep, .bestF1)
    expectClose(f1.threshold, 0.25)
    expectClose(f1.observed.value, 6.0 / 7)
    let mcc = try ThresholdChoice(sweep, .bestMCC)
    // At 0.3 and at 0.5: 6 / √(4·3·3·2) and its mirror image; the higher threshold wins.
    expectClose(mcc.observed.value, 6 / 72.0.squareRoot())
    expectClose(mcc.threshold, 0.45)
    let cost = try ThresholdChoice(sweep, .cost(falsePositive: 10, falseNegative: 1))
    expectClose(cost.threshold, 0.45)
    expectClose(cost.observed.value, 1.0 / 6)
  }

  @Test func oneClassHasNoCurve() throws {
    let ham = try ThresholdSweep(labels: [0, 0], scores: [0.2, 0.7])
    #expect(ham.rocCurve == nil)
    #expect(ham.precisionRecallCurve == nil)
    let spam = try ThresholdSweep(labels: [1, 1], scores: [0.2, 0.7])
    #expect(spam.rocCurve == nil)
    #expect(spam.precisionRecallCurve?.averagePrecision == 1)
  }

  @Test func badInputNamesTheRow() {
    expectError(
      "Row 2: the score is nan, expected a finite number. Check the model's output."
    ) {
      try ThresholdSweep(labels: [0, 1], scores: [0.5, .nan])
    }
    #expect(throws: MetricError.noExamples) { try ThresholdSweep(labels: [], scores: []) }
    #expect(throws: MetricError.countMismatch("scores", expected: 1, found: 0)) {
      try ThresholdSweep(labels: [1], scores: [])
    }
  }
}
