/// A message to classify.
public struct UnlabelledMessage: Sendable {
  public let text: String
  /// Its number among the rows that were taken, from 1.
  public let row: Int
  /// The line of the input where its row begins, from 1.
  public let line: Int
}
