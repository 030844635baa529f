/// Two messages that are nearly the same, in two parts of the data.
public struct NearDuplicate: Sendable, Codable, Equatable {
  /// Row of the message in the part that measures, from 1, and of the one in the training part.
  public let row: Int
  public let trainingRow: Int
  /// Jaccard similarity of their character 5-grams after normalisation, 0...1; 1 for equal ones.
  public let similarity: Double
  public let hasSameLabel: Bool

  public init(row: Int, trainingRow: Int, similarity: Double, hasSameLabel: Bool) {
    self.row = row
    self.trainingRow = trainingRow
    self.similarity = similarity
    self.hasSameLabel = hasSameLabel
  }

  enum CodingKeys: String, CodingKey {
    case row, similarity
    case trainingRow = "training_row"
    case hasSameLabel = "same_label"
  }
}
