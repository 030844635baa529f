extension ConfusionMatrix: Codable {
  /// Encoded as the rows of `counts`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(counts)
  }

  /// Throws `DecodingError.dataCorrupted` unless the counts are square, at least 2 × 2, not
  /// negative and small enough to be added up.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let rows = try container.decode([[Int]].self)
    let limit = Int.max / max(1, rows.count * rows.count)
    guard rows.count >= 2,
      rows.allSatisfy({ $0.count == rows.count && $0.allSatisfy { 0...limit ~= $0 } })
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "A confusion matrix needs K ≥ 2 rows of K counts each, found "
          + "\(rows.count) rows of \(rows.map(\.count)) numbers.")
    }
    self.init(cells: rows.flatMap { $0 }, classes: rows.count)
  }
}
