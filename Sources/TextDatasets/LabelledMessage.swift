/// A message and what it is.
public struct LabelledMessage: Sendable {
  public let text: String
  public let label: String
  /// Its number among the rows of the file that were taken, from 1.
  public let row: Int
  /// The line of the file where its row begins, from 1.
  public let line: Int
  /// The values of `ReadingOptions.furtherColumns`, in their order, without the blanks around them.
  public let furtherValues: [String]

  public init(
    text: String, label: String, row: Int, line: Int, furtherValues: [String] = []
  ) {
    self.text = text
    self.label = label
    self.row = row
    self.line = line
    self.furtherValues = furtherValues
  }
}

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
