/// What happens at one threshold.
public struct ThresholdPoint: Sendable, Codable, Equatable {
  /// Probabilities of the positive class of at least this count as positive; above 1 where nothing does.
  public var threshold: Double
  public var truePositives: Int
  public var falsePositives: Int
  public var falseNegatives: Int
  public var trueNegatives: Int

  public init(
    threshold: Double, truePositives: Int, falsePositives: Int, falseNegatives: Int,
    trueNegatives: Int
  ) {
    self.threshold = threshold
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  enum CodingKeys: String, CodingKey {
    case threshold
    case truePositives = "tp"
    case falsePositives = "fp"
    case falseNegatives = "fn"
    case trueNegatives = "tn"
  }
}
