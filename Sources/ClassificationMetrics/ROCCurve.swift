/// The receiver operating characteristic: true against false positive rate as the threshold
/// falls. Made by `ThresholdSweep.rocCurve`.
public struct ROCCurve: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    /// FP / (FP + TN), 0...1.
    public let falsePositiveRate: Double
    /// TP / (TP + FN), 0...1.
    public let truePositiveRate: Double
    /// Scores of at least this are called positive; infinite at the first point.
    public let threshold: Double
  }

  /// From (0, 0) to (1, 1), one point per distinct score after the first.
  public let points: [Point]
  private let sweep: ThresholdSweep

  init(_ sweep: ThresholdSweep) {
    self.sweep = sweep
    points =
      [Point(falsePositiveRate: 0, truePositiveRate: 0, threshold: .infinity)]
      + sweep.thresholds.indices.map {
        Point(
          falsePositiveRate: Double(sweep.falsePositives[$0]) / Double(sweep.negatives),
          truePositiveRate: Double(sweep.truePositives[$0]) / Double(sweep.positives),
          threshold: sweep.thresholds[$0])
      }
  }

  /// Area by the trapezoidal rule: the chance that a positive outranks a negative, ties counting
  /// half.
  public var area: Double { area(upTo: 1) }

  /// Area over false positive rates 0...limit, standardised to 0.5 for guessing and 1 for a
  /// perfect ranking.
  ///
  /// Source: McClish, "Analyzing a Portion of the ROC Curve" (1989); scikit-learn's `max_fpr`.
  ///
  /// - Parameter limit: above 0, at most 1.
  public func partialArea(maxFalsePositiveRate limit: Double) -> Double {
    precondition(limit > 0 && limit <= 1, "a false positive rate of \(limit)")
    let guessing = limit * limit / 2
    return (1 + (area(upTo: limit) - guessing) / (limit - guessing)) / 2
  }

  private func area(upTo limit: Double) -> Double {
    var sum = 0.0
    for (a, b) in zip(points, points.dropFirst()) {
      let width = b.falsePositiveRate - a.falsePositiveRate
      let used = min(width, limit - a.falsePositiveRate)
      guard used > 0 else { continue }
      let rise = (b.truePositiveRate - a.truePositiveRate) * used / width
      sum += used * (a.truePositiveRate + rise / 2)
    }
    return sum
  }

  /// The points at which the curve turns: the same curve for plotting, usually far fewer. As
  /// scikit-learn's `drop_intermediate`, a threshold whose counts lie midway between those of its
  /// neighbours is left out.
  public var turningPoints: [Point] {
    points.enumerated().filter { index, _ in
      // points[i + 1] belongs to thresholds[i].
      guard index > 1, index + 1 < points.count else { return true }
      return !isMidway(sweep.truePositives, index - 1) || !isMidway(sweep.falsePositives, index - 1)
    }.map(\.element)
  }

  private func isMidway(_ counts: [Int], _ index: Int) -> Bool {
    counts[index] - counts[index - 1] == counts[index + 1] - counts[index]
  }
}
