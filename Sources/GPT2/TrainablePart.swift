/// How much of a classifier learns, counted from the top.
public enum TrainablePart: Sendable, Equatable {
  /// The classification head alone.
  case head
  /// The last blocks, the final norm and the head.
  case lastBlocks(Int)
  /// Everything, embeddings included.
  case all
}

extension TrainablePart: LosslessStringConvertible {
  /// - Parameter description: `head`, `last-N` with N at least 1, or `all`.
  public init?(_ description: String) {
    switch description {
    case "head": self = .head
    case "all": self = .all
    default:
      guard description.hasPrefix("last-"), let count = Int(description.dropFirst(5)), count > 0
      else { return nil }
      self = .lastBlocks(count)
    }
  }

  public var description: String {
    switch self {
    case .head: "head"
    case .lastBlocks(let count): "last-\(count)"
    case .all: "all"
    }
  }
}

extension TrainablePart: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let part = Self(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected head, last-N or all")
    }
    self = part
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
