/// What happens at every threshold worth trying: the distinct scores, from the highest down.
/// An example is called positive if its score is at least the threshold.
public struct ThresholdSweep: Sendable, Equatable {
  /// Distinct scores, falling.
  public let thresholds: [Double]
  /// Positives with a score of at least the threshold, one count per threshold.
  public let truePositives: [Int]
  /// Negatives with a score of at least the threshold, one count per threshold.
  public let falsePositives: [Int]

  /// - Parameters:
  ///   - labels: true classes, any numbers.
  ///   - scores: one finite score per label, higher for more positive.
  ///   - positive: the label that counts as positive; all others are negative.
  public init(labels: [Int], scores: [Double], positive: Int = 1) throws(MetricError) {
    guard !labels.isEmpty else { throw .noExamples }
    guard scores.count == labels.count else {
      throw .countMismatch("scores", expected: labels.count, found: scores.count)
    }
    if let bad = scores.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite("score", row: bad + 1, found: scores[bad])
    }
    self.init(isPositive: labels.map { $0 == positive }, scores: scores)
  }

  /// - Parameter scores: as many as `isPositive`, at least one, finite.
  init(isPositive: [Bool], scores: [Double]) {
    let ranked = RankedScores(isPositive: isPositive, scores: scores)
    var truePositives: [Int] = []
    var hits = 0
    var position = 0
    for end in ranked.groupEnds {
      hits += ranked.isPositive[position..<end].reduce(0, +)
      truePositives.append(hits)
      position = end
    }
    self.truePositives = truePositives
    falsePositives = zip(ranked.groupEnds, truePositives).map { $0 - $1 }
    thresholds = ranked.groupEnds.map { scores[ranked.order[$0 - 1]] }
  }

  public var positives: Int { truePositives.last ?? 0 }
  public var negatives: Int { falsePositives.last ?? 0 }

  /// Nil unless both classes occur.
  public var rocCurve: ROCCurve? {
    positives > 0 && negatives > 0 ? ROCCurve(self) : nil
  }

  /// Nil without positives.
  public var precisionRecallCurve: PrecisionRecallCurve? {
    positives > 0 ? PrecisionRecallCurve(self) : nil
  }
}

/// Places for a threshold: position i lies below the i highest distinct scores, so that exactly those count
/// as positive; at 0 nothing does, at `thresholds.count` everything.
extension ThresholdSweep {
  var positions: ClosedRange<Int> { 0...thresholds.count }

  /// What counts as positive above a position, and what does not.
  func counts(at position: Int) -> BinaryCounts {
    let hits = position == 0 ? 0 : truePositives[position - 1]
    let alarms = position == 0 ? 0 : falsePositives[position - 1]
    return BinaryCounts(
      truePositives: hits, falsePositives: alarms, falseNegatives: positives - hits,
      trueNegatives: negatives - alarms)
  }

  /// Halfway between the scores on either side of the position, so that scores which differ a little from
  /// those seen fall on the same side; the higher score itself if no number lies between. At either end what
  /// no probability and every probability reaches.
  func threshold(at position: Int) -> Double {
    if position == 0 { return DecisionRule.outOfReach }
    if position == thresholds.count { return 0 }
    let (higher, lower) = (thresholds[position - 1], thresholds[position])
    let middle = lower + (higher - lower) / 2
    return middle > lower ? middle : higher
  }

  /// The lowest position of the largest value; of equals the one that raises the fewest false alarms.
  func bestPosition(by value: (BinaryCounts) -> Double) -> Int {
    var best = (position: 0, value: -Double.infinity)
    for position in positions {
      let value = value(counts(at: position))
      if value > best.value { best = (position, value) }
    }
    return best.position
  }
}
