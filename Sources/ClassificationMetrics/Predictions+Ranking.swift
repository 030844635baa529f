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
      let support = labels.reduce(0) { $0 + ($1 == k ? 1 : 0) }
      sum += area * (weightedBySupport ? ratio(support, count) : 1 / Double(classes))
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
