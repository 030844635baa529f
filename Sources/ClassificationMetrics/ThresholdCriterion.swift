/// What a threshold on the probability of the positive class is to achieve.
///
/// The first three are promises about messages yet to come; the others are the best on those at hand.
public enum ThresholdCriterion: Sendable, Equatable {
  /// At most this share of the negatives counts as positive, 0...1.
  case maxFalsePositiveRate(Double)
  /// At most this share of the positives is answered negative, 0...1.
  case maxFalseNegativeRate(Double)
  /// At least this share of what counts as positive is positive, 0...1.
  case minPrecision(Double)
  /// The lowest total, when either mistake costs so much. Not negative, not both 0.
  case cost(falsePositive: Double, falseNegative: Double)
  case bestF1
  case bestMCC

  /// The criterion in words: "at most 0.1 % of ham counts as spam".
  ///
  /// - Parameters:
  ///   - positive: Name of the positive class.
  ///   - negative: Name of the other.
  public func sentence(positive: String, negative: String) -> String {
    switch self {
    case .maxFalsePositiveRate(let share):
      "at most \(PlainNumber.percent(share)) of \(negative) counts as \(positive)"
    case .maxFalseNegativeRate(let share):
      "at most \(PlainNumber.percent(share)) of \(positive) counts as \(negative)"
    case .minPrecision(let share):
      "at least \(PlainNumber.percent(share)) of what counts as \(positive) is \(positive)"
    case .cost(let falsePositive, let falseNegative):
      "the lowest cost, with \(PlainNumber.text(falsePositive)) for \(negative) that counts as \(positive) "
        + "and \(PlainNumber.text(falseNegative)) for \(positive) that counts as \(negative)"
    case .bestF1: "the highest F1 of \(positive)"
    case .bestMCC: "the highest Matthews correlation"
    }
  }

  /// The share that is promised of messages yet to come, nil where nothing is.
  var promisedShare: Double? {
    switch self {
    case .maxFalsePositiveRate(let share), .maxFalseNegativeRate(let share),
      .minPrecision(let share):
      share
    case .cost, .bestF1, .bestMCC: nil
    }
  }

  /// Throws `MetricError.shareOutOfRange` or `.costsOutOfRange`.
  func check() throws(MetricError) {
    if let promisedShare, !(0...1 ~= promisedShare) { throw .shareOutOfRange(found: promisedShare) }
    guard case .cost(let falsePositive, let falseNegative) = self else { return }
    let isUsable =
      falsePositive >= 0 && falseNegative >= 0 && (falsePositive + falseNegative).isFinite
      && falsePositive + falseNegative > 0
    guard isUsable else {
      throw .costsOutOfRange(falsePositive: falsePositive, falseNegative: falseNegative)
    }
  }
}

extension ThresholdCriterion {
  /// A share as people type it: `0.1%`, `0.1 %` or `0.001`.
  ///
  /// - Throws: `MetricError.notAShare`, also for a plain `1`, which may mean 1 % or all of them.
  public static func share(parsing text: String) throws(MetricError) -> Double {
    let trimmed = text.trimmed
    if trimmed.hasSuffix("%") {
      guard let percent = Double(trimmed.dropLast().trimmed), 0...100 ~= percent else {
        throw .notAShare(text)
      }
      return percent / 100
    }
    guard let share = Double(trimmed), 0...1 ~= share, trimmed.contains(".") || share == 0 else {
      throw .notAShare(text)
    }
    return share
  }

  /// Costs as people type them: `fp=10,fn=1`, in either order.
  ///
  /// - Throws: `MetricError.notCosts`; `.costsOutOfRange` for negative ones and two zeros.
  public static func cost(parsing text: String) throws(MetricError) -> ThresholdCriterion {
    var costs: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
      guard sides.count == 2, ["fp", "fn"].contains(sides[0]), costs[sides[0]] == nil,
        let cost = Double(sides[1])
      else { throw .notCosts(text) }
      costs[sides[0]] = cost
    }
    guard let falsePositive = costs["fp"], let falseNegative = costs["fn"] else {
      throw .notCosts(text)
    }
    let criterion = Self.cost(falsePositive: falsePositive, falseNegative: falseNegative)
    try criterion.check()
    return criterion
  }
}

extension StringProtocol {
  /// Without spaces at either end.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(String(start.reversed().drop { $0.isWhitespace }).reversed())
  }
}

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
