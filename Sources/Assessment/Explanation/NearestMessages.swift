/// The training messages that a model takes for most like a text.
///
/// Messages of which the head reads much the same lie close to each other, whatever their words are. The
/// distance is that of cosines, 1 − a·b / (|a|·|b|): 0 for the same direction, 2 for opposite ones.
public struct NearestMessages: Sendable, Equatable, Encodable {
  /// A training message; its text stays where it is.
  public struct Message: Sendable, Equatable, Encodable {
    /// In the data file, from 1.
    public let row: Int
    public let label: String
    /// 0...2.
    public let distance: Double
  }

  /// What they were looked for in: "train part of run tour".
  public let name: String
  /// The data file; of several they are joined by commas.
  public let path: String
  /// The nearest first.
  public let messages: [Message]

  /// What the distance is, for people.
  public static let meaning = "cosine distance of what the head reads"

  enum CodingKeys: String, CodingKey {
    case messages, path
    case name = "of"
    case meaning = "distance"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(path, forKey: .path)
    try container.encode(Self.meaning, forKey: .meaning)
    try container.encode(messages, forKey: .messages)
  }
}
