/// A wrong answer.
public struct ReportedError: Sendable, Codable, Equatable {
  /// In the data file, from 1.
  public var row: Int
  public var truth: String
  public var predicted: String
  /// Of the predicted class.
  public var probability: Double
  public var tokenCount: Int
  /// What speaks for the predicted class; empty where it was not computed.
  public var tokens: [TokenContribution]
  /// The message; only where the user asked for texts.
  public var text: String?

  public init(
    row: Int, truth: String, predicted: String, probability: Double, tokenCount: Int,
    tokens: [TokenContribution] = [], text: String? = nil
  ) {
    self.row = row
    self.truth = truth
    self.predicted = predicted
    self.probability = probability
    self.tokenCount = tokenCount
    self.tokens = tokens
    self.text = text
  }

  enum CodingKeys: String, CodingKey {
    case row, truth, predicted, probability, tokens, text
    case tokenCount = "token_count"
  }
}
