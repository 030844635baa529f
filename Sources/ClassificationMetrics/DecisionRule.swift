/// How the probability of the positive class of two becomes an answer.
public struct DecisionRule: Sendable, Codable, Equatable {
  /// Lowest probability that counts as positive, 0...1; above 1 where nothing does.
  public var threshold: Double
  /// Probabilities from here up to `threshold` are left undecided; nil for an answer in every case.
  public var unsureFrom: Double?

  public init(threshold: Double = 0.5, unsureFrom: Double? = nil) {
    self.threshold = threshold
    self.unsureFrom = unsureFrom
  }

  /// A threshold that no probability reaches: nothing counts as positive.
  public static let outOfReach = 2.0

  public enum Answer: Sendable, Equatable {
    case positive, unsure, negative
  }

  /// - Parameter probability: of the positive class.
  public func answer(_ probability: Double) -> Answer {
    if probability >= threshold { return .positive }
    guard let unsureFrom else { return .negative }
    return probability >= unsureFrom ? .unsure : .negative
  }

  enum CodingKeys: String, CodingKey {
    case threshold
    case unsureFrom = "unsure_from"
  }
}
