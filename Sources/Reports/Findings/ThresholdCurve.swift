import ClassificationMetrics

/// The thresholds of a report in rising order, without those that change nothing, and the model's own.
struct ThresholdCurve {
  /// Of rising threshold; the model's own is among them.
  let points: [ThresholdPoint]
  /// Place of the model's own in `points`.
  let chosen: Int
  let positives: Int
  let negatives: Int

  /// Nil without thresholds.
  ///
  /// - Parameter threshold: The model's own.
  init?(_ given: [ThresholdPoint], threshold: Double) {
    let sorted = given.filter { !$0.threshold.isNaN }.sorted { $0.threshold < $1.threshold }
    guard let first = sorted.first else { return nil }
    positives = first.counts.positives
    negatives = first.counts.negatives
    var points: [ThresholdPoint] = []
    for point in sorted where points.last?.threshold != point.threshold { points.append(point) }
    // A threshold between two scores decides as the upper one of them does.
    let place = points.firstIndex { $0.threshold >= threshold } ?? points.count
    if place == points.count || points[place].threshold != threshold {
      var own = place < points.count ? points[place] : first
      if place == points.count {
        own.counts = BinaryCounts(falseNegatives: positives, trueNegatives: negatives)
      }
      own.threshold = threshold
      points.insert(own, at: place)
    }
    self.points = points
    chosen = place
  }

  /// What happens at any threshold: the counts of the next one that a score has.
  func point(at threshold: Double) -> ThresholdPoint? {
    guard var point = points.first(where: { $0.threshold >= threshold }) else { return nil }
    point.threshold = threshold
    return point
  }

  /// At most `limit` of them, the ends and the model's own included.
  func stops(limit: Int) -> (points: [ThresholdPoint], chosen: Int) {
    let kept = Array(points.indices).thinned(to: max(2, limit - 1))
    let places = kept.contains(chosen) ? kept : (kept + [chosen]).sorted()
    return (places.map { points[$0] }, places.firstIndex(of: chosen) ?? 0)
  }

  /// From (0, 0) to (1, 1): false against true positive rate; nil unless both kinds occur.
  var rocCurve: [PlotPoint]? {
    guard positives > 0, negatives > 0 else { return nil }
    let curve = points.reversed().map {
      PlotPoint(x: $0.counts.falsePositiveRate ?? 0, y: $0.counts.recall ?? 0)
    }
    return Self.drawable([.init(x: 0, y: 0)] + curve + [.init(x: 1, y: 1)])
  }

  /// Recall against precision, in the steps whose area is the average precision; nil without positives.
  var precisionRecallCurve: [PlotPoint]? {
    guard positives > 0 else { return nil }
    var curve: [PlotPoint] = []
    for point in points.reversed() {
      guard let precision = point.counts.precision, let recall = point.counts.recall else {
        continue
      }
      curve.append(.init(x: curve.last?.x ?? 0, y: precision))
      curve.append(.init(x: recall, y: precision))
    }
    return curve.isEmpty ? nil : Self.drawable(curve)
  }

  /// Without points on a line between their neighbours, and no more of them than can be seen.
  private static func drawable(_ points: [PlotPoint]) -> [PlotPoint] {
    var kept: [PlotPoint] = []
    for point in points where kept.last != point {
      if kept.count >= 2 {
        let (first, second) = (kept[kept.count - 2], kept[kept.count - 1])
        let turn =
          (second.x - first.x) * (point.y - second.y) - (second.y - first.y) * (point.x - second.x)
        if abs(turn) < 1e-12 { kept.removeLast() }
      }
      kept.append(point)
    }
    return kept.thinned(to: 500)
  }
}
