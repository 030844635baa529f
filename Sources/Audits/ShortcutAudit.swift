import ClassificationMetrics
import TextDatasets

/// Whether a model may have learned something too simple: how far rules of one feature get on the same
/// messages, and what is left of the model when such features are masked.
public struct ShortcutAudit: Sendable, Codable, Equatable {
  /// "positive if the text has FEATURE", or its opposite, whichever is right more often.
  public struct Rule: Sendable, Codable, Equatable {
    /// "5 or more digits in a row".
    public let name: String
    /// Whether the feature speaks against the positive class.
    public let isReversed: Bool
    public let accuracy: Estimate
    /// Matthews correlation coefficient, −1...1; 0 where it is undefined because the rule or the truth is
    /// always the same, as scikit-learn's `matthews_corrcoef` is: rules are ordered by it.
    public let mcc: Double

    public init(name: String, isReversed: Bool, accuracy: Estimate, mcc: Double) {
      self.name = name
      self.isReversed = isReversed
      self.accuracy = accuracy
      self.mcc = mcc
    }

    enum CodingKeys: String, CodingKey {
      case name, accuracy, mcc
      case isReversed = "reversed"
    }
  }

  /// The model on the messages with a feature masked.
  public struct Masked: Sendable, Codable, Equatable {
    /// "digits as 0", "links removed".
    public let name: String
    /// Messages that the masking changed.
    public let changed: Int
    /// Messages to which the model then gave another answer.
    public let flipped: Int
    public let accuracy: Estimate
    public let recall: Estimate
    public let falsePositiveRate: Estimate

    public init(
      name: String, changed: Int, flipped: Int, accuracy: Estimate, recall: Estimate,
      falsePositiveRate: Estimate
    ) {
      self.name = name
      self.changed = changed
      self.flipped = flipped
      self.accuracy = accuracy
      self.recall = recall
      self.falsePositiveRate = falsePositiveRate
    }

    enum CodingKeys: String, CodingKey {
      case name, changed, flipped, accuracy, recall
      case falsePositiveRate = "false_positive_rate"
    }
  }

  /// The best first.
  public let rules: [Rule]
  /// The model on the messages as they are.
  public let accuracy: Estimate
  /// Matthews correlation coefficient of the model, 0 where it is undefined, as of a rule.
  public let mcc: Double
  public let masked: [Masked]

  public init(rules: [Rule], accuracy: Estimate, mcc: Double, masked: [Masked]) {
    self.rules = rules
    self.accuracy = accuracy
    self.mcc = mcc
    self.masked = masked
  }
}

extension AuditedMessages {
  /// How far rules of one feature get on these messages, and what the model makes of them without such
  /// features. Each rule is turned the way that is right more often here, which flatters it a little.
  ///
  /// - Parameter score: The model's probabilities, K for each of the texts given; asked for the texts that
  ///   masking has changed.
  /// - Returns: Nil where there are no two classes of which one is positive.
  public func shortcuts(
    score: ([String]) throws -> [[Double]]
  ) rethrows -> ShortcutAudit? {
    guard let (positive, _) = classes.pair else { return nil }
    return ShortcutAudit(
      rules: rules(positive: positive), accuracy: accuracy,
      mcc: counts(positive: positive).mcc ?? 0,
      masked: try TextMask.allCases.map { try masked($0, positive: positive, score: score) })
  }

  /// By Matthews correlation, then accuracy, then in the order of the conditions.
  private func rules(positive: Int) -> [ShortcutAudit.Rule] {
    let traits = texts.map { TextTraits($0) }
    let rules = TextCondition.handMade.map { condition in
      let holds = traits.map { condition.holds($0, words: []) }
      let matches = zip(labels, holds).count { ($0 == positive) == $1 }
      let isReversed = 2 * matches < texts.count
      let counts = counts(
        positive: positive, answers: holds.map { $0 != isReversed ? positive : 1 - positive })
      return ShortcutAudit.Rule(
        name: "\(condition)", isReversed: isReversed,
        accuracy: counts.estimate(.accuracy, positive: classes.names[positive]),
        mcc: counts.mcc ?? 0)
    }
    return rules.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.mcc != b.mcc { return a.mcc > b.mcc }
      let (x, y) = (a.accuracy.value ?? 0, b.accuracy.value ?? 0)
      return x != y ? x > y : left.offset < right.offset
    }.map(\.element)
  }

  private func masked(
    _ mask: TextMask, positive: Int, score: ([String]) throws -> [[Double]]
  ) rethrows -> ShortcutAudit.Masked {
    let variants = texts.map { mask.apply(to: $0) }
    let changed = texts.indices.filter { !variants[$0].utf8.elementsEqual(texts[$0].utf8) }
    var masked = answers
    if !changed.isEmpty {
      for (index, probabilities) in zip(changed, try score(changed.map { variants[$0] })) {
        masked[index] = answer(probabilities)
      }
    }
    let counts = counts(positive: positive, answers: masked)
    func estimate(_ share: BinaryCounts.Share) -> Estimate {
      counts.estimate(share, positive: classes.names[positive])
    }
    return ShortcutAudit.Masked(
      name: mask.rawValue, changed: changed.count,
      flipped: zip(answers, masked).count { $0 != $1 }, accuracy: estimate(.accuracy),
      recall: estimate(.recall), falsePositiveRate: estimate(.falsePositiveRate))
  }
}
