import ClassificationMetrics

/// When a change is worth a word.
enum DriftLimits {
  /// Population stability index beyond what chance gives.
  static let moderateDifference = 0.1
  static let largeDifference = 0.25
  /// Significance level of all features together: at most one false alarm in a hundred comparisons.
  static let significance = 0.01
  /// Lower end of the interval of the domain classifier's ROC-AUC; Evidently's limit for texts is 0.55.
  static let moderateAUC = 0.55
  static let largeAUC = 0.7

  static func verdict(excess: Double, pValue: Double) -> DriftReport.Verdict {
    guard pValue <= significance else { return .none }
    return excess >= largeDifference ? .large : excess >= moderateDifference ? .moderate : .none
  }

  /// - Parameters: Messages of either side.
  static func verdict(
    domainAUC: Estimate, reference: Int, current: Int
  ) -> DriftReport.Verdict {
    // Without an interval all resamples agree.
    guard let value = domainAUC.value, let low = domainAUC.low ?? domainAUC.value else {
      return .none
    }
    // The interval of few messages is too narrow; the deviation of guesses is that of Mann and Whitney.
    let (n, m) = (Double(reference), Double(current))
    let deviation = ((n + m + 1) / (12 * n * m)).squareRoot()
    guard value - 0.5 >= CriticalValue.normal(confidence: 1 - significance) * deviation else {
      return .none
    }
    return low >= largeAUC ? .large : low >= moderateAUC ? .moderate : .none
  }
}

extension DriftReport.Verdict: Comparable {
  private var rank: Int {
    switch self {
    case .none: 0
    case .moderate: 1
    case .large: 2
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
