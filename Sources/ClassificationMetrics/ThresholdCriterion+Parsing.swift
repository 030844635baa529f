extension ThresholdCriterion {
  /// A share as people type it: `0.1%`, `0.1 %` or `0.001`.
  ///
  /// - Throws: `MetricError.notAShare`, also for a plain `1`, which may mean 1 % or all of them.
  public static func share(parsing text: String) throws(MetricError) -> Double {
    let trimmed = text.trimmed
    if trimmed.hasSuffix("%") {
      guard let percent = Double(trimmed.dropLast().trimmed), 0...100 ~= percent else {
        throw .notAShare(text)
      }
      return percent / 100
    }
    guard let share = Double(trimmed), 0...1 ~= share, trimmed.contains(".") || share == 0 else {
      throw .notAShare(text)
    }
    return share
  }

  /// Costs as people type them: `fp=10,fn=1`, in either order.
  ///
  /// - Throws: `MetricError.notCosts`; `.costsOutOfRange` for negative ones and two zeros.
  public static func cost(parsing text: String) throws(MetricError) -> ThresholdCriterion {
    var costs: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
      guard sides.count == 2, ["fp", "fn"].contains(sides[0]), costs[sides[0]] == nil,
        let cost = Double(sides[1])
      else { throw .notCosts(text) }
      costs[sides[0]] = cost
    }
    guard let falsePositive = costs["fp"], let falseNegative = costs["fn"] else {
      throw .notCosts(text)
    }
    let criterion = Self.cost(falsePositive: falsePositive, falseNegative: falseNegative)
    try criterion.check()
    return criterion
  }
}

extension StringProtocol {
  /// Without spaces at either end.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(String(start.reversed().drop { $0.isWhitespace }).reversed())
  }
}
