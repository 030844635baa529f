/// What happens at one threshold.
public struct ThresholdPoint: Sendable, Equatable {
  /// Probabilities of the positive class of at least this count as positive; above 1 where nothing does.
  public var threshold: Double
  public var counts: BinaryCounts

  public init(threshold: Double, counts: BinaryCounts) {
    self.threshold = threshold
    self.counts = counts
  }
}

extension ThresholdPoint: Codable {
  private enum CodingKeys: String, CodingKey {
    case threshold
  }

  /// `{"threshold", "tp", "fp", "fn", "tn"}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(threshold, forKey: .threshold)
    try counts.encode(to: encoder)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    threshold = try container.decode(Double.self, forKey: .threshold)
    counts = try BinaryCounts(from: decoder)
  }
}

extension ThresholdPoint {
  /// Above every probability: nothing counts as positive.
  private static let beyondAll = 1.01

  /// Thresholds that a reader looks up.
  package static let roundThresholds = [
    0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99,
  ]

  /// False positive rates for which a reader asks after the lowest threshold.
  package static let falseAlarmShares = [0, 0.001, 0.01]

  /// Points of a sweep, falling: one above 1, the highest and the lowest score, the thresholds of the model,
  /// round ones, those that one might choose, those at which the ROC curve turns, and others between as far
  /// as there is room. The counts of each are exact.
  ///
  /// - Parameters:
  ///   - sweep: Probabilities of the positive class.
  ///   - decision: The model's thresholds.
  ///   - limit: About how many points.
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
    let position = sweep.thresholds.lastIndex { $0 >= threshold }.map { $0 + 1 } ?? 0
    return ThresholdPoint(threshold: threshold, counts: sweep.counts(at: position))
  }

  /// The scores with the best F1, with no miss, and with as many false alarms as `falseAlarmShares` allow.
  private static func choices(of sweep: ThresholdSweep) -> [Int] {
    let indices = sweep.thresholds.indices
    func counts(_ index: Int) -> BinaryCounts { sweep.counts(at: index + 1) }
    let choices =
      [
        indices.max { counts($0).f1 ?? 0 < counts($1).f1 ?? 0 },
        indices.first { counts($0).falseNegatives == 0 },
      ]
      + falseAlarmShares.map { share in
        indices.last { Double(counts($0).falsePositives) <= share * Double(sweep.negatives) }
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

extension Array {
  /// Evenly chosen elements, the first and the last among them.
  ///
  /// - Parameter limit: How many at most, at least 2.
  package func thinned(to limit: Int) -> [Element] {
    guard count > limit, limit >= 2 else { return self }
    return (0..<limit).map { self[$0 * (count - 1) / (limit - 1)] }
  }
}
