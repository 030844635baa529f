/// What a further column of a file says of each message.
public struct MessageColumn: Sendable, Equatable {
  public let name: String
  /// One per message; "" where the column says nothing.
  public let values: [String]

  public init(name: String, values: [String]) {
    self.name = name
    self.values = values
  }
}
