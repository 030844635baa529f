import ClassificationMetrics

/// The messages that a decision was fitted on, and what they promise.
public struct DecisionEvidence: Sendable, Equatable, Codable {
  /// "validation part of run tour", or a file's path.
  public var data: String
  /// Of its contents.
  public var sha256: String
  /// Messages of each class.
  public var examples: [String: Int]
  /// Nil where no temperature was asked for.
  public var temperature: TemperatureFit?
  /// Nil where no threshold was asked for.
  public var thresholds: DecisionChoice?
}
