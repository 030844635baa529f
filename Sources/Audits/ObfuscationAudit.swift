import ClassificationMetrics

/// How much spam a model still finds when its sender disguises it, at a fixed rate of false alarms.
public struct ObfuscationAudit: Sendable, Codable, Equatable {
  /// One disguise, applied to every positive message.
  public struct Disguise: Sendable, Codable, Equatable {
    /// "homoglyphs", "zero-width characters", "leetspeak", "spaced letters", "good words".
    public let name: String
    /// Positive messages that it changed.
    public let changed: Int
    /// Of all positive messages, disguised where possible.
    public let recall: Estimate

    public init(name: String, changed: Int, recall: Estimate) {
      self.name = name
      self.changed = changed
      self.recall = recall
    }
  }

  /// Share of the negative messages that count as positive at `threshold`; negatives are not disguised.
  public let falsePositiveRate: Estimate
  /// Lowest probability of the positive class that counts as positive.
  public let threshold: Double
  /// Positive messages.
  public let positives: Int
  /// Of the messages as they are.
  public let recall: Estimate
  public let disguises: [Disguise]

  public init(
    falsePositiveRate: Estimate, threshold: Double, positives: Int, recall: Estimate,
    disguises: [Disguise]
  ) {
    self.falsePositiveRate = falsePositiveRate
    self.threshold = threshold
    self.positives = positives
    self.recall = recall
    self.disguises = disguises
  }

  enum CodingKeys: String, CodingKey {
    case threshold, positives, recall, disguises
    case falsePositiveRate = "false_positive_rate"
  }
}
