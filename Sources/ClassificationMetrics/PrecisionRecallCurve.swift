/// Precision against recall as the threshold falls. Made by
/// `ThresholdSweep.precisionRecallCurve`.
public struct PrecisionRecallCurve: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    /// TP / (TP + FN), 0...1.
    public let recall: Double
    /// TP / (TP + FP), 0...1.
    public let precision: Double
    /// Scores of at least this are called positive; infinite at the first point.
    public let threshold: Double
  }

  /// From recall 0 with precision 1 (by convention: nothing is called positive) to recall 1.
  /// scikit-learn lists the same points in the opposite order.
  public let points: [Point]

  init(_ sweep: ThresholdSweep) {
    points =
      [Point(recall: 0, precision: 1, threshold: .infinity)]
      + sweep.thresholds.indices.map {
        let hits = sweep.truePositives[$0]
        return Point(
          recall: Double(hits) / Double(sweep.positives),
          precision: Double(hits) / Double(hits + sweep.falsePositives[$0]),
          threshold: sweep.thresholds[$0])
      }
  }

  /// Σ (Rₙ − Rₙ₋₁) Pₙ, without interpolation; tied scores form one step.
  public var averagePrecision: Double {
    zip(points, points.dropFirst()).reduce(0) { sum, step in
      sum + (step.1.recall - step.0.recall) * step.1.precision
    }
  }

  /// Area by the trapezoidal rule. Interpolating linearly between precisions is too optimistic;
  /// prefer `averagePrecision` (Davis and Goadrich 2006).
  public var trapezoidalArea: Double {
    zip(points, points.dropFirst()).reduce(0) { sum, step in
      sum + (step.1.recall - step.0.recall) * (step.0.precision + step.1.precision) / 2
    }
  }
}
