import ClassificationMetrics

/// How much spam a model still finds when its sender disguises it, at a fixed rate of false alarms.
public struct ObfuscationAudit: Sendable, Codable, Equatable {
  /// One disguise, applied to every positive message.
  public struct Disguise: Sendable, Codable, Equatable {
    /// "homoglyphs", "zero-width characters", "leetspeak", "spaced letters", "good words".
    public let name: String
    /// Positive messages that it changed.
    public let changed: Int
    /// Recall of all positive messages, disguised where possible.
    public let recall: Estimate

    public init(name: String, changed: Int, recall: Estimate) {
      self.name = name
      self.changed = changed
      self.recall = recall
    }
  }

  /// Share of the negative messages that count as positive at `threshold`; negatives are not disguised.
  public let falsePositiveRate: Estimate
  /// Lowest probability of the positive class that counts as positive.
  public let threshold: Double
  /// Positive messages.
  public let positives: Int
  /// Recall of the messages as they are.
  public let recall: Estimate
  public let disguises: [Disguise]

  public init(
    falsePositiveRate: Estimate, threshold: Double, positives: Int, recall: Estimate,
    disguises: [Disguise]
  ) {
    self.falsePositiveRate = falsePositiveRate
    self.threshold = threshold
    self.positives = positives
    self.recall = recall
    self.disguises = disguises
  }

  enum CodingKeys: String, CodingKey {
    case threshold, positives, recall, disguises
    case falsePositiveRate = "false_positive_rate"
  }
}

extension AuditedMessages {
  /// How much of the positive class is still found when each of its messages is disguised, at a threshold that
  /// the undisguised negative ones decide.
  ///
  /// - Parameters:
  ///   - falsePositiveRate: The share of the negative messages that may be found positive, 0..<1: the threshold
  ///     is the lowest one that keeps to it. Nil for the threshold of `decision`.
  ///   - seed: The same seed gives the same disguises.
  ///   - score: The model's probabilities, K for each of the texts given.
  /// - Returns: Nil where there are no two classes of which one is positive.
  /// - Throws: `AuditError.falsePositiveRate`, `.noNegatives`, and what `score` throws.
  public func obfuscation(
    falsePositiveRate: Double? = nil, seed: UInt64 = 1,
    score: ([String]) throws -> [[Double]]
  ) throws -> ObfuscationAudit? {
    guard let (positive, negative) = classes.pair else { return nil }
    let negatives = texts.indices.filter { labels[$0] == negative }
    let positives = texts.indices.filter { labels[$0] == positive }
    let negativeScores = negatives.map { probabilities[$0][positive] }
    let threshold =
      try falsePositiveRate.map { try Self.threshold($0, negativeScores) } ?? decision.threshold
    let goodWords = GoodWords.choose(
      12, negatives: negatives.map { texts[$0] }, positives: positives.map { texts[$0] })
    let scores = positives.map { probabilities[$0][positive] }
    func estimate(_ share: BinaryCounts.Share, _ scores: [Double]) -> Estimate {
      let (hits, alarms) = (
        scores.count { $0 >= threshold }, negativeScores.count { $0 >= threshold }
      )
      return BinaryCounts(
        truePositives: hits, falsePositives: alarms, falseNegatives: scores.count - hits,
        trueNegatives: negativeScores.count - alarms
      ).estimate(share, positive: classes.names[positive])
    }
    let disguises = try Disguise.allCases.map { disguise in
      let variants = positives.map {
        disguise.apply(to: texts[$0], seed: seed, goodWords: goodWords)
      }
      let changed = positives.indices.filter {
        !variants[$0].utf8.elementsEqual(texts[positives[$0]].utf8)
      }
      var disguised = scores
      if !changed.isEmpty {
        for (index, answer) in zip(changed, try score(changed.map { variants[$0] })) {
          disguised[index] = answer[positive]
        }
      }
      return ObfuscationAudit.Disguise(
        name: disguise.rawValue, changed: changed.count, recall: estimate(.recall, disguised))
    }
    return ObfuscationAudit(
      falsePositiveRate: estimate(.falsePositiveRate, scores), threshold: threshold,
      positives: positives.count, recall: estimate(.recall, scores), disguises: disguises)
  }

  /// The lowest threshold at which no more than a share of the scores counts as positive: just above the first
  /// score, from the highest, that would be too many.
  private static func threshold(_ rate: Double, _ scores: [Double]) throws(AuditError) -> Double {
    guard rate >= 0, rate < 1 else { throw .falsePositiveRate(rate) }
    guard !scores.isEmpty else { throw .noNegatives }
    // A rate that was meant to allow k of n must not lose one to rounding.
    let allowed = Int((rate * Double(scores.count) + 1e-9).rounded(.down))
    return scores.sorted(by: >)[min(allowed, scores.count - 1)].nextUp
  }
}
