/// A message whose label is probably wrong, by row number.
public struct LabelSuspect: Sendable, Codable, Equatable {
  /// In the data file, from 1.
  public let row: Int
  /// The label that it carries.
  public let label: String
  /// The label that the model thinks it should carry.
  public let suggested: String
  /// What the model gives to either, 0...1.
  public let probabilityOfLabel: Double
  public let probabilityOfSuggested: Double

  public init(
    row: Int, label: String, suggested: String, probabilityOfLabel: Double,
    probabilityOfSuggested: Double
  ) {
    self.row = row
    self.label = label
    self.suggested = suggested
    self.probabilityOfLabel = probabilityOfLabel
    self.probabilityOfSuggested = probabilityOfSuggested
  }

  enum CodingKeys: String, CodingKey {
    case row, label, suggested
    case probabilityOfLabel = "probability_of_label"
    case probabilityOfSuggested = "probability_of_suggested"
  }
}
