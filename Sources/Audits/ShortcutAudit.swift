import ClassificationMetrics

/// Whether a model may have learned something too simple: how far rules of one feature get on the same
/// messages, and what is left of the model when such features are masked.
public struct ShortcutAudit: Sendable, Codable, Equatable {
  /// "positive if the text has FEATURE", or its opposite, whichever is right more often.
  public struct Rule: Sendable, Codable, Equatable {
    /// "5 or more digits in a row".
    public let name: String
    /// Whether the feature speaks against the positive class.
    public let isReversed: Bool
    public let accuracy: Estimate
    /// Matthews correlation coefficient, -1...1.
    public let mcc: Double

    public init(name: String, isReversed: Bool, accuracy: Estimate, mcc: Double) {
      self.name = name
      self.isReversed = isReversed
      self.accuracy = accuracy
      self.mcc = mcc
    }

    enum CodingKeys: String, CodingKey {
      case name, accuracy, mcc
      case isReversed = "reversed"
    }
  }

  /// The model on the messages with a feature masked.
  public struct Masked: Sendable, Codable, Equatable {
    /// "digits as 0", "links removed".
    public let name: String
    /// Messages that the masking changed.
    public let changed: Int
    /// Messages to which the model then gave another answer.
    public let flipped: Int
    public let accuracy: Estimate
    public let recall: Estimate
    public let falsePositiveRate: Estimate

    public init(
      name: String, changed: Int, flipped: Int, accuracy: Estimate, recall: Estimate,
      falsePositiveRate: Estimate
    ) {
      self.name = name
      self.changed = changed
      self.flipped = flipped
      self.accuracy = accuracy
      self.recall = recall
      self.falsePositiveRate = falsePositiveRate
    }

    enum CodingKeys: String, CodingKey {
      case name, changed, flipped, accuracy, recall
      case falsePositiveRate = "false_positive_rate"
    }
  }

  /// The best first.
  public let rules: [Rule]
  /// The model on the messages as they are.
  public let accuracy: Estimate
  public let mcc: Double
  public let masked: [Masked]

  public init(rules: [Rule], accuracy: Estimate, mcc: Double, masked: [Masked]) {
    self.rules = rules
    self.accuracy = accuracy
    self.mcc = mcc
    self.masked = masked
  }
}
