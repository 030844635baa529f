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
