/// How much better one classifier is than another on the same examples, with an interval.
///
/// Both are measured on the same resamples, so that the luck of the draw, which they share, cancels out: the
/// interval of the difference is narrower than those of the two values suggest. Resamples keep the number of
/// examples of every class.
///
/// Source: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 8 and 13.
public struct PairedBootstrap: Sendable {
  private let classes: ClassSet
  private let bootstrap: StratifiedBootstrap
  private let labels: [Int]

  /// - Parameters:
  ///   - labels: the true class of every example, at least one.
  ///   - classes: those that `labels` are indices of.
  ///   - seed: the same seed gives the same resamples, whatever is compared.
  ///   - resamples: at least 2.
  ///   - confidence: strictly between 0 and 1.
  public init(
    labels: [Int], classes: ClassSet, seed: UInt64, resamples: Int = 2_000,
    confidence: Double = 0.95
  ) {
    self.labels = labels
    self.classes = classes
    bootstrap = StratifiedBootstrap(
      labels: labels, seed: seed, resamples: resamples, confidence: confidence)
  }

  /// The metric of `second` minus that of `first`: below 0 where the second is worse, but of a loss above 0.
  ///
  /// It is undefined where the metric of either is. The percentile interval is widened where needed to hold
  /// the difference itself. There is none where all resamples agree, as they do for classifiers whose
  /// predictions are the same.
  ///
  /// - Parameters:
  ///   - metric: measured as `Evaluation` does, from two classes with a positive one at a threshold of ½.
  ///   - first: of the examples that `labels` are of.
  ///   - second: of the same examples.
  public func difference(
    in metric: Evaluation.Metric, from first: Predictions, to second: Predictions
  ) -> Estimate {
    precondition(first.labels == labels && second.labels == labels, "predictions of other examples")
    precondition(
      first.classes == classes.count && second.classes == classes.count,
      "\(first.classes), \(second.classes) classes, not \(classes.count)")
    let samples = [first, second].map { EvaluationSample($0, positive: classes.positive) }
    for sample in samples {
      let reasons = UndefinedReasons(matrix: sample.confusionMatrix, classes: classes)
      if let reason = reasons.reason(for: metric) { return .undefined(reason) }
    }
    return bootstrap.estimates { draws in
      guard let old = samples[0].value(of: metric, draws: draws),
        let new = samples[1].value(of: metric, draws: draws)
      else { return [nil] }
      return [new - old]
    }[0]
  }
}
