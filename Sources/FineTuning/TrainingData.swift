import GPT2

/// Messages as token ids with their labels, divided into parts.
public struct TrainingData: Sendable {
  /// Each message's ids: at least one, at most the context length.
  public let messages: [[Int32]]
  /// A class index per message.
  public let labels: [Int]
  /// Indices of messages.
  public let train: [Int]
  public let validation: [Int]
  /// The class that precision and recall speak of, if there is one.
  public let positiveClass: Int?

  public init(
    messages: [[Int32]], labels: [Int], train: [Int], validation: [Int], positiveClass: Int? = nil
  ) {
    precondition(messages.count == labels.count, "\(messages.count) messages, \(labels.count)")
    precondition((train + validation).allSatisfy(messages.indices.contains), "index out of range")
    self.messages = messages
    self.labels = labels
    self.train = train
    self.validation = validation
    self.positiveClass = positiveClass
  }
}
