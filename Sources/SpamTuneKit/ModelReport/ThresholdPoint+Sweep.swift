import ClassificationMetrics

extension ThresholdPoint {
  /// Above every probability: nothing counts as positive.
  static let beyondAll = 1.01

  /// Points of a sweep, falling: one above 1, the highest and the lowest score, the thresholds of the model,
  /// those at which the ROC curve turns, and others between as far as there is room.
  ///
  /// - Parameter limit: About how many.
  static func points(
    of sweep: ThresholdSweep, decision: DecisionRule, limit: Int = 400
  ) -> [ThresholdPoint] {
    let own = [decision.threshold] + (decision.unsureFrom.map { [$0] } ?? [])
    var chosen = Set(turns(of: sweep).thinned(to: limit / 2))
    chosen.formUnion(Array(sweep.thresholds.indices).thinned(to: limit - chosen.count))
    let scores = chosen.map { sweep.thresholds[$0] }
    return Set([beyondAll] + scores + own).sorted(by: >).map { point(at: $0, of: sweep) }
  }

  /// What counts as positive when everything from `threshold` does.
  private static func point(at threshold: Double, of sweep: ThresholdSweep) -> ThresholdPoint {
    let index = sweep.thresholds.lastIndex { $0 >= threshold }
    let hits = index.map { sweep.truePositives[$0] } ?? 0
    let alarms = index.map { sweep.falsePositives[$0] } ?? 0
    return ThresholdPoint(
      threshold: threshold, truePositives: hits, falsePositives: alarms,
      falseNegatives: sweep.positives - hits, trueNegatives: sweep.negatives - alarms)
  }

  /// Where the kind of message that is next changes.
  private static func turns(of sweep: ThresholdSweep) -> [Int] {
    func step(_ counts: [Int], _ index: Int) -> Int {
      counts[index] - (index > 0 ? counts[index - 1] : 0)
    }
    return sweep.thresholds.indices.dropLast().filter { index in
      // Whether the two steps point in different directions.
      step(sweep.truePositives, index) * step(sweep.falsePositives, index + 1)
        != step(sweep.truePositives, index + 1) * step(sweep.falsePositives, index)
    }
  }
}
