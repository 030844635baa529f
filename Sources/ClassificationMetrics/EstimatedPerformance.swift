import SeededRandom

/// How well messages without labels seem to be classified, from the probabilities of the positive class alone
/// (confidence-based performance estimation, CBPE): each message counts as positive with its probability.
///
/// It is right as far as the probabilities are calibrated on these very messages. A change of what the
/// messages are shows, one of what the labels mean does not: the estimate then stays as it was while the
/// model gets worse.
///
/// Every 95 % interval is the percentile interval of resamples. In each of them the messages are drawn anew,
/// with replacement, and then every drawn message gets a label by its probability: so the interval is about
/// as wide as that of a measurement on as many labelled messages, and not narrower.
///
/// Source: NannyML's CBPE for two classes; Garg, Balakrishnan, Lipton, Neyshabur, Sedghi, "Leveraging
/// Unlabeled Data to Predict Out-of-Distribution Performance" (2022), on when such estimates fail.
public struct EstimatedPerformance: Sendable, Codable, Equatable {
  public let examples: Int
  /// Expected counts, which add up to the number of examples. What is unsure does not count as positive.
  public let truePositives: Double
  public let falsePositives: Double
  public let falseNegatives: Double
  public let trueNegatives: Double
  /// Accuracy of answering positive from the threshold on and else negative.
  public let accuracy: Estimate
  /// Undefined where nothing counts as positive.
  public let precision: Estimate
  /// Undefined where no message has a probability above 0.
  public let recall: Estimate

  /// - Parameters:
  ///   - probabilities: Calibrated probabilities of the positive class, 0...1, at least one.
  ///   - decision: Which of them count as positive.
  ///   - seed: The same seed gives the same resamples and so the same intervals.
  ///   - resamples: At least 2. Their time is proportional to n · resamples.
  /// - Throws: `MetricError.noExamples`, `.notAProbability`.
  public init(
    probabilities: [Double], decision: DecisionRule, seed: UInt64, resamples: Int = 2_000
  ) throws(MetricError) {
    precondition(resamples >= 2, "\(resamples) resamples")
    guard !probabilities.isEmpty else { throw .noExamples }
    if let bad = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw .notAProbability(row: bad + 1, classIndex: 1, found: probabilities[bad])
    }
    let isPositive = probabilities.map { decision.answer($0) == .positive }
    var expected = Counts()
    for (probability, isPositive) in zip(probabilities, isPositive) {
      expected.add(probability, isPositive: isPositive)
    }
    examples = probabilities.count
    truePositives = expected.truePositives
    falsePositives = expected.falsePositives
    falseNegatives = expected.falseNegatives
    trueNegatives = expected.trueNegatives

    var generator = SplitMix64(seed: seed)
    var drawn: (accuracy: [Double], precision: [Double], recall: [Double]) = ([], [], [])
    for _ in 0..<resamples {
      var counts = Counts()
      for _ in probabilities.indices {
        let row = generator.uniform(below: probabilities.count)
        let isTrue = Double(generator.next() >> 11) * 0x1p-53 < probabilities[row]
        counts.add(isTrue ? 1 : 0, isPositive: isPositive[row])
      }
      drawn.accuracy.append(counts.accuracy)
      if let precision = counts.precision { drawn.precision.append(precision) }
      if let recall = counts.recall { drawn.recall.append(recall) }
    }
    accuracy = .resampled(
      expected.accuracy, drawn.accuracy, of: resamples, confidence: Self.confidence)
    precision = .resampled(
      expected.precision, drawn.precision, of: resamples, confidence: Self.confidence,
      undefinedReason: "no message counts as positive")
    recall = .resampled(
      expected.recall, drawn.recall, of: resamples, confidence: Self.confidence,
      undefinedReason: "no message has a probability above 0")
  }

  enum CodingKeys: String, CodingKey {
    case examples, accuracy, precision, recall
    case truePositives = "tp"
    case falsePositives = "fp"
    case falseNegatives = "fn"
    case trueNegatives = "tn"
  }

  private static let confidence = 0.95

  private struct Counts {
    var truePositives = 0.0
    var falsePositives = 0.0
    var falseNegatives = 0.0
    var trueNegatives = 0.0

    /// - Parameter truth: How much of a positive the message is, 0...1.
    mutating func add(_ truth: Double, isPositive: Bool) {
      if isPositive {
        truePositives += truth
        falsePositives += 1 - truth
      } else {
        falseNegatives += truth
        trueNegatives += 1 - truth
      }
    }

    var accuracy: Double {
      let right = truePositives + trueNegatives
      return right / (right + falsePositives + falseNegatives)
    }

    var precision: Double? { share(of: truePositives + falsePositives) }
    var recall: Double? { share(of: truePositives + falseNegatives) }

    private func share(of whole: Double) -> Double? { whole > 0 ? truePositives / whole : nil }
  }
}
