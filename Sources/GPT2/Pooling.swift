/// Which of a message's hidden states speaks for it.
public enum Pooling: String, Sendable, CaseIterable, Codable {
  /// The last real token, as Hugging Face's GPT2ForSequenceClassification.
  case last
  /// The first token.
  case first
  /// The mean over all tokens of the final hidden states; of a padded message the padding counts too.
  case mean
  /// The last position after every message was padded (or cut) to one fixed length with the
  /// padding token: chapter 6 of Raschka, *Build a Large Language Model (From Scratch)*.
  case paddedLast = "padded-last"

  /// Whether the padding after a message is read where messages are padded.
  public var readsPadding: Bool {
    switch self {
    case .mean, .paddedLast: true
    case .first, .last: false
    }
  }

  /// The position that is read of a message of `length` tokens, nil when all are.
  func position(length: Int) -> Int? {
    switch self {
    case .last, .paddedLast: length - 1
    case .first: 0
    case .mean: nil
    }
  }
}
