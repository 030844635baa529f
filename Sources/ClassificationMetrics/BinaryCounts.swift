/// Examples counted by whether they are of the positive class and whether they were predicted as it, and the
/// rates made of these counts.
///
/// A rate of nothing, 0/0, is nil everywhere in this library; an `Estimate` says why. Where a number is
/// needed all the same, `?? 0` is what scikit-learn calls `zero_division=0`.
public struct BinaryCounts: Sendable, Equatable {
  /// Positives that were predicted as positive.
  public var truePositives: Int
  /// Negatives that were predicted as positive.
  public var falsePositives: Int
  /// Positives that were predicted as negative.
  public var falseNegatives: Int
  /// Negatives that were predicted as negative.
  public var trueNegatives: Int

  /// - Parameters: Counts, not negative.
  public init(
    truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0, trueNegatives: Int = 0
  ) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// Counts one more example.
  ///
  /// - Parameters:
  ///   - isPositive: Whether it is of the positive class.
  ///   - isPredicted: Whether it was predicted as that class.
  public mutating func add(isPositive: Bool, isPredicted: Bool) {
    switch (isPositive, isPredicted) {
    case (true, true): truePositives += 1
    case (false, true): falsePositives += 1
    case (true, false): falseNegatives += 1
    case (false, false): trueNegatives += 1
    }
  }

  /// Examples of the positive class.
  public var positives: Int { truePositives + falseNegatives }
  /// Examples of any other class.
  public var negatives: Int { falsePositives + trueNegatives }
  /// Examples that were predicted as positive.
  public var predictedPositives: Int { truePositives + falsePositives }
  /// Examples that were predicted as negative.
  public var predictedNegatives: Int { falseNegatives + trueNegatives }
  /// All examples.
  public var total: Int { positives + negatives }

  public var accuracy: Double? { self[.accuracy] }
  public var precision: Double? { self[.precision] }
  public var recall: Double? { self[.recall] }
  public var specificity: Double? { self[.specificity] }
  public var negativePredictiveValue: Double? { self[.negativePredictiveValue] }
  public var falsePositiveRate: Double? { self[.falsePositiveRate] }
  public var falseNegativeRate: Double? { self[.falseNegativeRate] }
  public var f1: Double? { f(beta: 1) }

  /// (1 + β²) TP / ((1 + β²) TP + β² FN + FP): recall weighs β times as much as precision. Nil without
  /// positives and without examples predicted as positive.
  public func f(beta: Double) -> Double? {
    let weighted = (1 + beta * beta) * Double(truePositives)
    let whole = weighted + beta * beta * Double(falseNegatives) + Double(falsePositives)
    return whole == 0 ? nil : weighted / whole
  }

  /// Matthews correlation coefficient, −1...1: (TP·TN − FP·FN) / √(product of the four sums). Nil where the
  /// truth or the prediction is a single class.
  public var mcc: Double? {
    let (n, hits) = (Double(total), Double(truePositives))
    let (p, q) = (Double(positives), Double(predictedPositives))
    // Grouped as in `ConfusionMatrix.mcc`, so that both have the same bits.
    let spread = (p * (n - p)) * (q * (n - q))
    return spread > 0 ? (n * hits - p * q) / spread.squareRoot() : nil
  }
}

extension BinaryCounts {
  /// The rates that are a share of counted examples, and so have Wilson intervals.
  public enum Share: Sendable, CaseIterable {
    /// (TP + TN) / all.
    case accuracy
    /// TP / (TP + FP).
    case precision
    /// TP / (TP + FN).
    case recall
    /// TN / (TN + FP).
    case specificity
    /// TN / (TN + FN).
    case negativePredictiveValue
    /// FP / (FP + TN). Times 100 it is the "blocked ham" BH % of Almeida, Hidalgo and Yamakami (2011).
    case falsePositiveRate
    /// FN / (FN + TP).
    case falseNegativeRate
  }

  /// The examples of a share's numerator, and those of its denominator.
  public func fraction(_ share: Share) -> (part: Int, whole: Int) {
    switch share {
    case .accuracy: (truePositives + trueNegatives, total)
    case .precision: (truePositives, predictedPositives)
    case .recall: (truePositives, positives)
    case .specificity: (trueNegatives, negatives)
    case .negativePredictiveValue: (trueNegatives, predictedNegatives)
    case .falsePositiveRate: (falsePositives, negatives)
    case .falseNegativeRate: (falseNegatives, positives)
    }
  }

  /// 0...1; nil where the denominator has no examples.
  public subscript(share: Share) -> Double? {
    let (part, whole) = fraction(share)
    return whole == 0 ? nil : Double(part) / Double(whole)
  }

  /// A share with its 95 % Wilson interval, or the reason why it is undefined.
  ///
  /// - Parameter positive: Name of the positive class, for the reason.
  public func estimate(_ share: Share, positive: String) -> Estimate {
    if let reason = undefinedReason(of: share, positive: positive) { return .undefined(reason) }
    let (part, whole) = fraction(share)
    return .proportion(part, of: whole)
  }

  /// Why a share's denominator has no examples; nil where it has some.
  ///
  /// - Parameter positive: Name of the positive class.
  func undefinedReason(of share: Share, positive: String) -> String? {
    guard fraction(share).whole == 0 else { return nil }
    return switch share {
    case .accuracy: "there are no examples"
    case .precision: "no example was predicted as '\(positive)'"
    case .recall, .falseNegativeRate: "no example has the label '\(positive)'"
    case .specificity, .falsePositiveRate: "every example has the label '\(positive)'"
    case .negativePredictiveValue: "every example was predicted as '\(positive)'"
    }
  }
}

extension BinaryCounts: Codable {
  enum CodingKeys: String, CodingKey {
    case truePositives = "tp"
    case falsePositives = "fp"
    case falseNegatives = "fn"
    case trueNegatives = "tn"
  }
}
