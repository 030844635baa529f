/// What the messages are that a report speaks of.
public struct DataCard: Sendable, Codable, Equatable {
  public struct ClassCount: Sendable, Codable, Equatable {
    public var name: String
    public var examples: Int

    public init(name: String, examples: Int) {
      self.name = name
      self.examples = examples
    }
  }

  /// "test part of run tour", or a file's path.
  public var name: String
  public var path: String
  public var sha256: String
  /// The part of a run's data that it is: "test", or "validation" where there is no test part; nil for a
  /// file.
  public var part: String?
  public var examples: Int
  public var classes: [ClassCount]
  /// Tokens per message: smallest, lower quartile, median, upper quartile, largest; the quartiles are tokens
  /// of messages (nearest rank).
  public var tokenQuartiles: [Int]
  public var skippedRows: Int
  public var truncatedMessages: Int
  /// Messages that occur more than once after normalisation.
  public var duplicates: Int
  /// Whether it is a file that the model was trained on, or its run took parts from.
  public var isTrainedOn: Bool
  /// Messages that equal a training message after normalisation; nil where the training messages are not
  /// known.
  public var seenInTraining: Int?

  public init(
    name: String, path: String, sha256: String, part: String? = nil, examples: Int,
    classes: [ClassCount], tokenQuartiles: [Int] = [], skippedRows: Int = 0,
    truncatedMessages: Int = 0, duplicates: Int = 0, isTrainedOn: Bool = false,
    seenInTraining: Int? = nil
  ) {
    self.name = name
    self.path = path
    self.sha256 = sha256
    self.part = part
    self.examples = examples
    self.classes = classes
    self.tokenQuartiles = tokenQuartiles
    self.skippedRows = skippedRows
    self.truncatedMessages = truncatedMessages
    self.duplicates = duplicates
    self.isTrainedOn = isTrainedOn
    self.seenInTraining = seenInTraining
  }

  enum CodingKeys: String, CodingKey {
    case name, path, sha256, part, examples, classes, duplicates
    case tokenQuartiles = "token_quartiles"
    case skippedRows = "skipped_rows"
    case truncatedMessages = "truncated_messages"
    case isTrainedOn = "trained_on"
    case seenInTraining = "seen_in_training"
  }
}
