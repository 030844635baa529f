/// How much one token of a text speaks for a class.
public struct TokenContribution: Sendable, Codable, Equatable {
  /// Where the token lies in the text, in bytes of UTF-8.
  public let start: Int
  public let end: Int
  /// The token's own text, with U+FFFD for bytes that are no text by themselves; nil where texts are kept
  /// back.
  public let text: String?
  /// Above 0 speaks for the class, below against it, in logits.
  public let contribution: Double

  public init(start: Int, end: Int, text: String?, contribution: Double) {
    self.start = start
    self.end = end
    self.text = text
    self.contribution = contribution
  }
}
