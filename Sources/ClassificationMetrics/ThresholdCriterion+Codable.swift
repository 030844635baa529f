extension ThresholdCriterion: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, share
    case falsePositive = "false_positive"
    case falseNegative = "false_negative"
  }

  private enum Name: String, Codable {
    case maxFalsePositiveRate = "max_fpr"
    case maxFalseNegativeRate = "max_fnr"
    case minPrecision = "min_precision"
    case cost
    case bestF1 = "best_f1"
    case bestMCC = "best_mcc"
  }

  /// `{"name": "max_fpr", "share": 0.001}`, `{"name": "cost", "false_positive": 10, "false_negative": 1}`,
  /// `{"name": "best_f1"}`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(promisedShare, forKey: .share)
    if case .cost(let falsePositive, let falseNegative) = self {
      try container.encode(falsePositive, forKey: .falsePositive)
      try container.encode(falseNegative, forKey: .falseNegative)
    }
  }

  /// Throws `DecodingError.dataCorrupted` for shares and costs that are none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func share() throws -> Double { try container.decode(Double.self, forKey: .share) }
    switch try container.decode(Name.self, forKey: .name) {
    case .maxFalsePositiveRate: self = .maxFalsePositiveRate(try share())
    case .maxFalseNegativeRate: self = .maxFalseNegativeRate(try share())
    case .minPrecision: self = .minPrecision(try share())
    case .cost:
      self = .cost(
        falsePositive: try container.decode(Double.self, forKey: .falsePositive),
        falseNegative: try container.decode(Double.self, forKey: .falseNegative))
    case .bestF1: self = .bestF1
    case .bestMCC: self = .bestMCC
    }
    do { try check() } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: container, debugDescription: error.description)
    }
  }

  private var name: Name {
    switch self {
    case .maxFalsePositiveRate: .maxFalsePositiveRate
    case .maxFalseNegativeRate: .maxFalseNegativeRate
    case .minPrecision: .minPrecision
    case .cost: .cost
    case .bestF1: .bestF1
    case .bestMCC: .bestMCC
    }
  }
}
