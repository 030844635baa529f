/// `{"metric": …, "best": {run, kind, folder, value, low, high}, "overlapping": [the same], "considered": n,
/// "elsewhere": n, "unmeasured": n, "messages": {data, data_sha256, split_sha256, examples}, "remarks": []}`
extension RunRanking: Encodable {
  private enum CodingKeys: String, CodingKey {
    case metric, best, overlapping, considered, elsewhere, unmeasured, messages, remarks
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("\(criterion)", forKey: .metric)
    try container.encode(best, forKey: .best)
    try container.encode(overlapping, forKey: .overlapping)
    try container.encode(entries.count, forKey: .considered)
    try container.encode(elsewhere, forKey: .elsewhere)
    try container.encode(unmeasured, forKey: .unmeasured)
    try container.encode(best.measured, forKey: .messages)
    try container.encode(RunRankingText.remarks(self), forKey: .remarks)
  }
}

extension RunRanking.Entry: Encodable {
  private enum CodingKeys: String, CodingKey { case run, kind, folder, value, low, high }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run.name, forKey: .run)
    try container.encode(run.facts.kind, forKey: .kind)
    try container.encode(run.folder, forKey: .folder)
    try container.encode(value, forKey: .value)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
  }
}

extension RunRanking.Measured: Encodable {
  private enum CodingKeys: String, CodingKey {
    case data, examples
    case dataDigest = "data_sha256"
    case split = "split_sha256"
    case positiveClass = "positive_class"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(data.path, forKey: .data)
    try container.encode(data.sha256, forKey: .dataDigest)
    try container.encode(split, forKey: .split)
    try container.encode(examples, forKey: .examples)
    try container.encode(positiveClass, forKey: .positiveClass)
  }
}
