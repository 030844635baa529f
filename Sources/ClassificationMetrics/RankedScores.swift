/// Examples in order of falling score, equal scores in one group: sorted once, then every area
/// under a curve costs O(n), also when each example counts several times or not at all.
package struct RankedScores: Sendable {
  let order: [Int]  // example indices, falling score
  let isPositive: [Int]  // 0 or 1, in the same order
  let groupEnds: [Int]  // past-the-end position of each group of equal scores

  /// - Parameters:
  ///   - isPositive: for each example.
  ///   - scores: for each example, no NaN.
  package init(isPositive: [Bool], scores: [Double]) {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    self.order = order
    self.isPositive = order.map { isPositive[$0] ? 1 : 0 }
    groupEnds = order.indices.map { $0 + 1 }.filter {
      $0 == order.count || scores[order[$0]] != scores[order[$0 - 1]]
    }
  }

  /// - Parameter draws: how often each example counts.
  /// - Returns: The area under the ROC curve (the chance that a positive outranks a negative, ties
  ///   counting half), nil without positives or negatives; and the average precision, nil without
  ///   positives.
  package func areas(draws: [Int]) -> (rocAUC: Double?, averagePrecision: Double?) {
    var truePositives = 0
    var falsePositives = 0
    var doubledArea = 0
    var precisionSum = 0.0
    var position = 0
    for end in groupEnds {
      var hits = 0
      var drawn = 0
      while position < end {
        let count = draws[order[position]]
        drawn += count
        hits += count * isPositive[position]
        position += 1
      }
      doubledArea += (drawn - hits) * (2 * truePositives + hits)
      truePositives += hits
      falsePositives += drawn - hits
      if hits > 0 {
        precisionSum +=
          Double(hits) * Double(truePositives) / Double(truePositives + falsePositives)
      }
    }
    guard truePositives > 0 else { return (nil, nil) }
    let averagePrecision = precisionSum / Double(truePositives)
    guard falsePositives > 0 else { return (nil, averagePrecision) }
    let pairs = Double(truePositives) * Double(falsePositives)
    return (Double(doubledArea) / (2 * pairs), averagePrecision)
  }
}

extension Predictions {
  /// Counts at every threshold on the probability of class `k`, which is the positive one.
  public func thresholdSweep(of k: Int = 1) -> ThresholdSweep {
    ThresholdSweep(isPositive: labels.map { $0 == k }, scores: probabilities(of: k))
  }

  /// Area under the ROC curve of class `k` against the rest; nil unless both occur.
  public func rocAUC(of k: Int = 1) -> Double? {
    areas(of: k).rocAUC
  }

  /// Average precision of class `k` against the rest; nil if class k does not occur.
  public func averagePrecision(of k: Int = 1) -> Double? {
    areas(of: k).averagePrecision
  }

  /// Mean one-against-rest area under the ROC curve of all classes, each counting the same or by
  /// its support; nil unless every class occurs. (Fawcett 2001; Provost and Domingos 2000.)
  public func oneVsRestROCAUC(weightedBySupport: Bool = false) -> Double? {
    var sum = 0.0
    for k in 0..<classes {
      guard let area = rocAUC(of: k) else { return nil }
      let support = labels.count { $0 == k }
      sum += area * (weightedBySupport ? Double(support) / Double(count) : 1 / Double(classes))
    }
    return sum
  }

  /// Mean over all pairs of classes of how well either's probability ranks the two; nil unless
  /// every class occurs. Blind to how frequent the classes are. (Hand and Till 2001.)
  public var oneVsOneROCAUC: Double? {
    var sum = 0.0
    for k in 0..<classes {
      for other in 0..<classes where other != k {
        let rows = labels.indices.filter { labels[$0] == k || labels[$0] == other }
        let ranked = RankedScores(
          isPositive: rows.map { labels[$0] == k },
          scores: rows.map { probabilities[$0 * classes + k] })
        let draws = [Int](repeating: 1, count: rows.count)
        guard let area = ranked.areas(draws: draws).rocAUC else { return nil }
        sum += area
      }
    }
    return sum / Double(classes * (classes - 1))
  }

  func ranked(by k: Int) -> RankedScores {
    RankedScores(isPositive: labels.map { $0 == k }, scores: probabilities(of: k))
  }

  private func areas(of k: Int) -> (rocAUC: Double?, averagePrecision: Double?) {
    ranked(by: k).areas(draws: [Int](repeating: 1, count: count))
  }
}
