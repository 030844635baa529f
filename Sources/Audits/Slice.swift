import ClassificationMetrics

/// How a model does on the messages that have something in common.
public struct Slice: Sendable, Codable, Equatable {
  /// What the messages are told apart by: `length`, `links`, `digits`, `currency`, `script`, or the name
  /// that a user gave to a pattern or a column.
  public let group: String
  /// Which of them: "0 to 49 characters", "with", "without", "Latin", a column's value.
  public let name: String
  /// Messages in the slice.
  public let examples: Int
  /// Of them those of the positive class; nil without such a class.
  public let positives: Int?
  /// Wilson intervals; each is undefined with a reason where its denominator is empty, and the last three
  /// are undefined without a positive class.
  public let accuracy: Estimate
  public let precision: Estimate
  public let recall: Estimate
  public let falsePositiveRate: Estimate

  public init(
    group: String, name: String, examples: Int, positives: Int?, accuracy: Estimate,
    precision: Estimate, recall: Estimate, falsePositiveRate: Estimate
  ) {
    self.group = group
    self.name = name
    self.examples = examples
    self.positives = positives
    self.accuracy = accuracy
    self.precision = precision
    self.recall = recall
    self.falsePositiveRate = falsePositiveRate
  }

  enum CodingKeys: String, CodingKey {
    case group, name, examples, positives, accuracy, precision, recall
    case falsePositiveRate = "false_positive_rate"
  }
}
