import SpamTuneKit

/// A wrong answer.
package struct ReportedError: Sendable, Codable, Equatable {
  /// In the data file, from 1.
  package var row: Int
  package var truth: String
  package var predicted: String
  /// Of the predicted class.
  package var probability: Double
  package var tokenCount: Int
  /// What speaks for the predicted class; empty where it was not computed.
  package var tokens: [TokenContribution] = []
  /// The message; only where the user asked for texts.
  package var text: String?

  enum CodingKeys: String, CodingKey {
    case row, truth, predicted, probability, tokens, text
    case tokenCount = "token_count"
  }
}
