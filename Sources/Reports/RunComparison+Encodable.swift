import RunDatabase

/// `{"runs": [a, b], "settings": {name: [a, b]}, "results": {part: {name: [a, b]}}, "seconds":
/// {phase: [a, b]}, "peak_memory_bytes": [a, b]}`; null where a run has no value.
extension RunComparison: Encodable {
  private enum CodingKeys: String, CodingKey {
    case runs, settings, results, seconds
    case peakMemoryBytes = "peak_memory_bytes"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode([names.first, names.second], forKey: .runs)
    try container.encode(
      Dictionary(uniqueKeysWithValues: settings.map { ($0.name, $0.values) }), forKey: .settings)
    let parts = Dictionary(grouping: results, by: \.part.rawValue).mapValues { rows in
      Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.values) })
    }
    try container.encode(parts, forKey: .results)
    try container.encode(
      Dictionary(uniqueKeysWithValues: seconds.map { ($0.phase, $0.values) }), forKey: .seconds)
    try container.encode(peakMemoryBytes, forKey: .peakMemoryBytes)
  }
}

extension RunComparison.Pair: Encodable where Value: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(first)
    try container.encode(second)
  }
}
