import ClassificationMetrics

extension ThresholdPoint {
  /// Above every probability: nothing counts as positive.
  static let beyondAll = 1.01

  /// Those that a reader looks up.
  package static let roundThresholds = [
    0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99,
  ]

  /// Shares of false alarms for which a reader asks after the lowest threshold.
  package static let falseAlarmShares = [0, 0.001, 0.01]

  /// Points of a sweep, falling: one above 1, the highest and the lowest score, the thresholds of the model,
  /// round ones, those that one might choose, those at which the ROC curve turns, and others between as far
  /// as there is room. The counts of each are exact.
  ///
  /// - Parameter limit: About how many.
  package static func points(
    of sweep: ThresholdSweep, decision: DecisionRule, limit: Int = 400
  ) -> [ThresholdPoint] {
    let own = [decision.threshold] + (decision.unsureFrom.map { [$0] } ?? []) + roundThresholds
    var chosen = Set(turns(of: sweep).thinned(to: limit / 2))
    chosen.formUnion(Array(sweep.thresholds.indices).thinned(to: limit - chosen.count))
    chosen.formUnion(choices(of: sweep))
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

  /// The scores with the best F1, with no miss, and with as many false alarms as `falseAlarmShares` allow.
  private static func choices(of sweep: ThresholdSweep) -> [Int] {
    let indices = sweep.thresholds.indices
    // With P positives F1 is 2 TP / (TP + FP + P).
    func f1(_ index: Int) -> Double {
      let hits = sweep.truePositives[index]
      return Double(2 * hits) / Double(hits + sweep.falsePositives[index] + sweep.positives)
    }
    let choices =
      [
        indices.max { f1($0) < f1($1) },
        indices.first { sweep.truePositives[$0] == sweep.positives },
      ]
      + falseAlarmShares.map { share in
        indices.last {
          Double(sweep.falsePositives[$0]) <= share * Double(sweep.negatives)
        }
      }
    return choices.compactMap(\.self)
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
