/// How good a classifier is on a set of examples, with 95 % intervals: what is printed, stored
/// and compared.
///
/// With a positive class, precision, recall, F1, specificity, ROC AUC and average precision are
/// that class's against the rest. Without one they are macro averages over all classes, one
/// against the rest. Proportions of counted examples have Wilson intervals: accuracy and, for a positive
/// class, precision, recall, specificity, negative predictive value and false positive rate. Everything else
/// has stratified bootstrap intervals.
public struct Evaluation: Sendable, Equatable {
  public let examples: Int
  public let classNames: [String]
  public let positiveClass: Int?
  /// Lowest probability of the positive class that counts as positive. Nil where the most
  /// probable class was predicted: without a positive class, or with more than two classes.
  public let threshold: Double?
  /// Mean cross-entropy in nats as the model computed it, if it was given.
  public let loss: Double?
  private let estimates: [Metric: Estimate]
  public let confusionMatrix: ConfusionMatrix
  /// In the order of `classNames`.
  public let perClass: [ClassEvaluation]

  public subscript(metric: Metric) -> Estimate {
    estimates[metric]
      ?? Estimate(value: nil, undefinedReason: "it was not yet measured when this was recorded")
  }

  /// - Parameters:
  ///   - labels: n ≥ 1 true classes in 0..<K.
  ///   - probabilities: (n, K) row-major, within 0...1, rows summing to 1.
  ///   - classNames: K ≥ 2 names.
  ///   - positiveClass: the class that matters (spam), or nil for macro averages.
  ///   - threshold: used for two classes with a positive one.
  ///   - loss: mean cross-entropy in nats as the model computed it.
  ///   - seed: of the bootstrap; the same seed gives the same intervals.
  ///   - resamples: of the bootstrap, at least 2. Its time is proportional to n · resamples.
  public init(
    labels: [Int], probabilities: [Double], classNames: [String], positiveClass: Int?,
    threshold: Double = 0.5, loss: Double? = nil, seed: UInt64, resamples: Int = 2_000
  ) throws(MetricError) {
    let predictions = try Predictions(
      labels: labels, probabilities: probabilities, classes: classNames.count)
    if let positiveClass, !classNames.indices.contains(positiveClass) {
      throw .positiveClassOutOfRange(found: positiveClass, classes: classNames.count)
    }
    if let loss, !loss.isFinite { throw .lossNotFinite(found: loss) }

    let usesThreshold = Self.usesThreshold(
      positiveClass: positiveClass, classes: classNames.count)
    let sample = EvaluationSample(
      predictions, positiveClass: positiveClass, threshold: usesThreshold ? threshold : nil)
    let bootstrap = StratifiedBootstrap(labels: labels, seed: seed, resamples: resamples)
    let reasons = UndefinedReasons(
      matrix: sample.confusionMatrix, classNames: classNames, averaged: sample.averaged,
      hasPositive: positiveClass != nil)
    let resampled = bootstrap.estimates(sample.values(draws:))

    func estimate(_ metric: Metric) -> Estimate {
      let reason = reasons.reason(for: metric)
      if let (part, whole) = sample.proportion(metric) {
        return .proportion(part, of: whole, undefinedReason: reason)
      }
      return resampled[sample.index(of: metric)].undefined(because: reason)
    }
    examples = predictions.count
    self.classNames = classNames
    self.positiveClass = positiveClass
    self.threshold = usesThreshold ? threshold : nil
    self.loss = loss
    estimates = Dictionary(
      uniqueKeysWithValues: Metric.allCases.map { ($0, estimate($0)) })
    confusionMatrix = sample.confusionMatrix
    perClass = classNames.indices.map { k in
      ClassEvaluation(
        k, name: classNames[k], matrix: sample.confusionMatrix,
        f1: resampled[sample.index(ofF1: k)], reasons: reasons)
    }
  }

  init(
    examples: Int, classNames: [String], positiveClass: Int?, threshold: Double?, loss: Double?,
    estimates: [Metric: Estimate], confusionMatrix: ConfusionMatrix, perClass: [ClassEvaluation]
  ) {
    self.examples = examples
    self.classNames = classNames
    self.positiveClass = positiveClass
    self.threshold = threshold
    self.loss = loss
    self.estimates = estimates
    self.confusionMatrix = confusionMatrix
    self.perClass = perClass
  }
}

extension Estimate {
  func undefined(because reason: String?) -> Estimate {
    Estimate(value: value, low: low, high: high, undefinedReason: reason)
  }
}
