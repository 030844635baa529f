import ClassificationMetrics

/// A message whose label is probably wrong, by row number.
public struct LabelIssue: Sendable, Codable, Equatable {
  /// In the data file, from 1.
  public let row: Int
  /// The label that it carries.
  public let label: String
  /// The label that the model thinks it should carry.
  public let suggested: String
  /// The model's probability of either, 0...1.
  public let probabilityOfLabel: Double
  public let probabilityOfSuggested: Double

  public init(
    row: Int, label: String, suggested: String, probabilityOfLabel: Double,
    probabilityOfSuggested: Double
  ) {
    self.row = row
    self.label = label
    self.suggested = suggested
    self.probabilityOfLabel = probabilityOfLabel
    self.probabilityOfSuggested = probabilityOfSuggested
  }

  enum CodingKeys: String, CodingKey {
    case row, label, suggested
    case probabilityOfLabel = "probability_of_label"
    case probabilityOfSuggested = "probability_of_suggested"
  }
}

extension AuditedMessages {
  /// Messages whose label is probably wrong: the model is less sure of the label than it is of that class on
  /// average, and as sure of another class, which it prefers, as of that one's own messages.
  ///
  /// Meaningful only for messages that training did not see, for a model may know their labels by heart.
  ///
  /// - Parameter ignored: Indices of messages that are not looked at and do not count in the averages.
  /// - Returns: The clearest first: by the label's probability less that of the suggested one.
  ///
  /// Source: Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels",
  /// JAIR 70 (2021), section 3.1 (equation 2 and ranking by normalized margin). As in their cleanlab, a
  /// label that the model prefers itself is no issue.
  public func labelIssues(ignoring ignored: Set<Int> = []) -> [LabelIssue] {
    let indices = texts.indices.filter { !ignored.contains($0) }
    let thresholds = meanSelfConfidence(of: indices)
    let issues = indices.compactMap { index -> (issue: LabelIssue, margin: Double)? in
      let (label, p) = (labels[index], probabilities[index])
      guard let own = thresholds[label], p[label] < own else { return nil }
      var best: Int?
      for (other, threshold) in thresholds.enumerated() where other != label {
        guard let threshold, p[other] >= threshold, p[other] > p[label] else { continue }
        if best.map({ p[other] > p[$0] }) ?? true { best = other }
      }
      return best.map { best in
        (
          LabelIssue(
            row: rows[index], label: classes.names[label], suggested: classes.names[best],
            probabilityOfLabel: p[label], probabilityOfSuggested: p[best]),
          p[label] - p[best]
        )
      }
    }
    return issues.enumerated().sorted { left, right in
      let (a, b) = (left.element.margin, right.element.margin)
      return a != b ? a < b : left.offset < right.offset
    }.map(\.element.issue)
  }

  /// For each class the mean probability that its messages have of it; nil for one without messages.
  private func meanSelfConfidence(of indices: [Int]) -> [Double?] {
    var sums = [Double](repeating: 0, count: classes.count)
    var counts = [Int](repeating: 0, count: classes.count)
    for index in indices {
      sums[labels[index]] += probabilities[index][labels[index]]
      counts[labels[index]] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil }
  }
}
