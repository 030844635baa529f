import GPT2Kernels

/// Messages as token ids, one after another without padding.
public struct TokenBatch: Sendable, Equatable {
  /// All ids, N of them.
  public let ids: [Int32]
  /// The position of each token in its message.
  public let positions: [Int]
  /// One query per token.
  public let layout: AttentionLayout

  /// - Parameter messages: Each with at least one token.
  public init(_ messages: some Collection<[Int32]>) {
    precondition(messages.allSatisfy { !$0.isEmpty }, "a message without tokens")
    ids = messages.flatMap(\.self)
    positions = messages.flatMap { Array($0.indices) }
    layout = AttentionLayout(lengths: messages.map(\.count))
  }
}
